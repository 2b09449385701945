"""What an import writes besides plain fields, and what it leaves to people."""

from datetime import date

import pytest

from milestones.models import Milestone
from milestones.services import imported
from pm.services.history import recording
from tests.factories.actors import NOW, actor
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2026, 5, 29), date(2026, 6, 30), date(2026, 7, 31)


def move(row, status=None, end=None):
    target = {"target_from_on": end, "target_to_on": end, "target_text": f"{end:%b}"} if end else {}
    changes = target | ({"status": status} if status else {})
    with recording(actor(), row.program) as record:
        return imported.change_milestone(record, row, changes, {}, "the file says so")


def test_made_milestones_have_the_next_keys_and_dated_ones_a_first_revision():
    track = TrackFactory()
    items = [
        {"track_id": track.pk, "title": "Dated", "target_from_on": MAY, "target_to_on": MAY},
        {"track_id": track.pk, "title": "Undated"},
    ]
    with recording(actor(), track.program) as record:
        dated, undated = imported.create_milestones(record, track.program, items, ["M-1", "M-2"])

    assert [dated.key, undated.key] == ["M-1", "M-2"]
    assert list(dated.target_revisions.values_list("to_on", "previous_to_on", "is_slip")) == [
        (MAY, None, False)
    ]
    assert not undated.target_revisions.exists()


def test_a_made_deliverable_that_is_closed_says_that_an_import_closed_it():
    goal = MilestoneFactory()
    shared = {"milestone_id": goal.pk, "accountable_id": SubteamFactory(program=goal.program).pk}
    items = [shared | {"title": "Done", "status": "CLOSED"}, shared | {"title": "To do"}]
    with recording(actor(), goal.program) as record:
        done, todo = imported.create_deliverables(record, goal.program, items, ["D-1", "D-2"])

    assert (done.is_close_imported, done.closed_on) == (True, NOW.date())
    assert (todo.is_close_imported, todo.closed_on) == (False, None)


def test_statements_keep_each_text_they_had():
    feature = FeatureFactory()
    items = [{"feature_id": feature.pk, "letter": "F", "number": 1, "text": "One hop."}]
    with recording(actor(), feature.program) as record:
        (made,) = imported.create_statements(record, feature.program, items, ["F1"])
        same = imported.reword(record, made, {"text": "One hop."}, {}, "F1", "")
        revised = imported.reword(record, same, {"text": "Two hops."}, {"text": "One hop."}, "F1", "the file")

    assert revised.revision == 2
    assert list(made.revisions.order_by("number").values_list("number", "text")) == [
        (1, "One hop."), (2, "Two hops."),
    ]  # fmt: skip


def test_a_line_of_a_checklist_whose_place_is_taken_stands_on_the_next_free_one():
    held = ChecklistItemFactory(rank=1, text="Ours")
    line = {"deliverable_id": held.deliverable_id, "kind": held.kind}
    items = [line | {"rank": 1, "text": "Theirs"}, line | {"rank": 2, "text": "The next"}]
    with recording(actor(), held.program) as record:
        made = imported.create_checklist(record, held.program, items, ["D-1", "D-1"])

    assert [(row.rank, row.text) for row in made] == [(2, "Theirs"), (3, "The next")]


def test_a_commitment_has_its_day_and_only_a_later_move_is_a_push():
    row = MilestoneFactory(status="PROPOSED", target_from_on=JUNE, target_to_on=JUNE)

    assert move(row, end=MAY).push_count == 0
    committed = move(row, status="COMMITTED")
    assert (committed.committed_on, committed.first_target_on) == (NOW.date(), MAY)
    assert move(row, end=JULY).push_count == 1
    assert move(row, end=JUNE).push_count == 1
    moves = row.target_revisions.order_by("pk")
    assert list(moves.values_list("previous_to_on", "to_on", "is_slip", "reason_class")) == [
        (JUNE, MAY, False, ""), (MAY, JULY, True, "EXTERNAL"), (JULY, JUNE, True, "EXTERNAL"),
    ]  # fmt: skip
    assert set(moves.values_list("reason", flat=True)) == {"the file says so"}


def test_a_target_that_is_the_same_leaves_no_revision():
    row = MilestoneFactory(target_from_on=MAY, target_to_on=MAY, target_text="May")

    assert not move(row, end=MAY).target_revisions.exists()


def test_what_an_import_does_not_do_is_said_with_the_next_step():
    planned = MilestoneFactory.build(number=7, planned_start_on=JUNE)
    idea = MilestoneFactory.build(number=8, status="IDEA", program=ProgramFactory.build())
    shelved = MilestoneFactory.build(number=9, status="SHELVED")
    todo = DeliverableFactory.build(number=4)

    assert imported.refuse_target(planned, JULY) == imported.refuse_target(planned, None) == ""
    assert imported.refuse_target(planned, MAY).endswith("Move the start first, then import again.")
    assert imported.refuse_milestone_step(idea, Milestone.Status.COMMITTED) == ""
    assert "end it on its page" in imported.refuse_milestone_step(idea, Milestone.Status.DELIVERED)
    assert imported.refuse_milestone_step(shelved, Milestone.Status.IDEA).endswith(
        "it is shelved here and stays so."
    )
    assert "close it on its page" in imported.refuse_deliverable_step(todo, "CLOSED")
    assert imported.refuse_deliverable_step(todo, "IN_PROGRESS").endswith("here and stays so.")
