"""A milestone's verbs: each refusal and each effect."""

from datetime import date

import pytest

from milestones.models import Milestone, TargetRevision
from milestones.services import milestone as service
from milestones.services import target
from milestones.signals import plan_changed
from pm.errors import DomainError, IllegalStep, StaleEdit
from pm.models import Change
from tests.factories.actors import NOW, actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import UserFactory, member_of

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)


def committed(**fields):
    return MilestoneFactory(
        status="COMMITTED",
        committed_on=date(2026, 1, 5),
        first_target_on=JUNE,
        target_from_on=JUNE,
        target_to_on=JUNE,
        target_text="30 Jun 2026",
        **fields,
    )


def move(milestone, end, **extra):
    return target.move(milestone=milestone, start=end, end=end, text=str(end), actor=actor(), **extra)


def test_create_gives_the_next_key_and_a_first_revision():
    track = TrackFactory()

    first = service.create(program=track.program, track=track, title="One", actor=actor())
    second = service.create(
        program=track.program,
        track=track,
        title="Two",
        target_from_on=JUNE,
        target_to_on=JUNE,
        target_text="30 Jun",
        actor=actor(),
    )

    assert (first.key, second.key) == ("M-1", "M-2")
    revision = TargetRevision.objects.get()
    assert (revision.milestone, revision.to_on, revision.is_slip) == (second, JUNE, False)


def test_create_with_a_start_after_the_target_is_refused():
    track = TrackFactory()

    with pytest.raises(DomainError, match="planned start is after the target"):
        service.create(
            program=track.program,
            track=track,
            title="One",
            planned_start_on=JULY,
            target_from_on=JUNE,
            target_to_on=JUNE,
            actor=actor(),
        )


def test_edit_to_an_owner_outside_the_program_is_refused():
    milestone = MilestoneFactory()

    with pytest.raises(service.NotAMember):
        service.edit(milestone=milestone, changes={"owner": UserFactory()}, actor=actor())


def test_edit_changes_the_owner_and_tells():
    milestone = MilestoneFactory()
    owner = member_of(milestone.program)
    told = []
    receiver = lambda **kwargs: told.append(kwargs["milestone_id"])  # noqa: E731
    plan_changed.connect(receiver)

    service.edit(milestone=milestone, changes={"owner": owner}, base={"owner": None}, actor=actor())

    plan_changed.disconnect(receiver)
    milestone.refresh_from_db()
    assert milestone.owner == owner
    assert milestone.pk in told


def test_edit_of_a_field_that_is_not_listed_is_refused():
    with pytest.raises(DomainError, match="health cannot be edited"):
        service.edit(milestone=MilestoneFactory(), changes={"health": "ON_TRACK"}, actor=actor())


def test_move_of_a_draft_needs_no_reason_and_is_no_slip():
    milestone = MilestoneFactory(target_from_on=JUNE, target_to_on=JUNE)

    move(milestone, JULY)

    milestone.refresh_from_db()
    revision = TargetRevision.objects.get()
    assert (milestone.target_to_on, milestone.push_count) == (JULY, 0)
    assert (revision.previous_to_on, revision.to_on, revision.days, revision.is_slip) == (
        JUNE,
        JULY,
        31,
        False,
    )


def test_move_of_a_committed_target_without_a_reason_is_refused():
    milestone = committed()

    with pytest.raises(target.ReasonMissing):
        move(milestone, JULY)
    with pytest.raises(target.ReasonMissing):
        move(milestone, JULY, reason_class="SCOPE", reason="  ")

    milestone.refresh_from_db()
    assert milestone.target_to_on == JUNE


def test_move_of_a_committed_target_with_a_reason_is_a_slip():
    milestone = committed()

    move(milestone, JULY, reason_class="SCOPE", reason="Receipts came in.")

    milestone.refresh_from_db()
    revision = TargetRevision.objects.get()
    assert (milestone.slip_days, milestone.push_count) == (31, 1)
    assert (revision.is_slip, revision.reason_class, revision.reason) == (True, "SCOPE", "Receipts came in.")


def test_move_that_only_adds_precision_is_no_slip():
    milestone = MilestoneFactory(
        status="COMMITTED",
        committed_on=date(2026, 1, 5),
        target_from_on=date(2026, 4, 1),
        target_to_on=JUNE,
        target_text="Q2 2026",
    )

    move(milestone, JUNE)

    milestone.refresh_from_db()
    assert (milestone.push_count, TargetRevision.objects.get().is_slip) == (0, False)


def test_move_from_a_stale_form_is_refused():
    milestone = MilestoneFactory(target_from_on=JUNE, target_to_on=JUNE)

    with pytest.raises(StaleEdit):
        move(milestone, JULY, base={"target_to_on": date(2026, 5, 1)})


def test_commit_without_what_it_needs_says_what_is_missing():
    milestone = MilestoneFactory(status="PROPOSED")

    with pytest.raises(IllegalStep, match="it has no owner; it has no target date"):
        service.take_step(milestone=milestone, to="COMMITTED", actor=actor())


def test_commit_with_a_reason_goes_on_without():
    milestone = MilestoneFactory(status="PROPOSED", target_from_on=JUNE, target_to_on=JUNE)

    service.take_step(milestone=milestone, to="COMMITTED", override="The board agreed.", actor=actor())

    milestone.refresh_from_db()
    assert (milestone.status, milestone.committed_on, milestone.first_target_on) == (
        "COMMITTED",
        NOW.date(),
        JUNE,
    )
    assert set(Change.objects.values_list("why", flat=True)) == {"The board agreed."}


@pytest.mark.parametrize(
    ("source", "target"),
    [("IDEA", "COMMITTED"), ("PROPOSED", "IN_PROGRESS"), ("DROPPED", "DELIVERED"), ("REVIEWED", "PROPOSED")],
)
def test_step_that_the_table_lacks_is_refused(source, target):
    days = {"committed_on": JUNE, "delivered_on": JUNE} if source == "REVIEWED" else {}
    milestone = MilestoneFactory(status=source, **days)

    with pytest.raises(IllegalStep, match="in one step"):
        service.take_step(milestone=milestone, to=target, actor=actor())

    assert Milestone.objects.get().status == source


def test_deliver_with_an_open_deliverable_is_refused():
    milestone = committed()
    Milestone.objects.filter(pk=milestone.pk)
    deliverable = DeliverableFactory(program=milestone.program, milestone=milestone)
    service.take_step(milestone=milestone, to="IN_PROGRESS", override="Agreed.", actor=actor())

    with pytest.raises(IllegalStep, match="1 deliverable is still open"):
        service.take_step(milestone=milestone, to="DELIVERED", actor=actor())

    assert deliverable.is_open


def test_drop_needs_a_sentence():
    milestone = MilestoneFactory(status="PROPOSED")

    with pytest.raises(IllegalStep, match="write one sentence"):
        service.take_step(milestone=milestone, to="DROPPED", actor=actor())

    service.take_step(milestone=milestone, to="DROPPED", reason="Nobody asks for it.", actor=actor())
    assert Milestone.objects.get().status == "DROPPED"


def test_step_from_a_stale_page_is_refused():
    milestone = MilestoneFactory(status="DROPPED")

    with pytest.raises(StaleEdit):
        service.take_step(
            milestone=milestone, to="PROPOSED", base_status="IDEA", reason="Again.", actor=actor()
        )


def test_move_target_of_a_stale_editor_never_mixes_two_targets():
    september, october = date(2026, 9, 1), date(2026, 9, 30)
    milestone = MilestoneFactory(target_from_on=september, target_to_on=october, target_text="Sep 2026")
    base = {"target_from_on": september, "target_to_on": october, "target_text": "Sep 2026"}
    middle = date(2026, 9, 15)
    target.move(milestone=milestone, start=september, end=middle, text="1-15 Sep", actor=actor())

    with pytest.raises(StaleEdit) as stale:
        target.move(milestone=milestone, start=october, end=october, text="30 Sep", base=base, actor=actor())

    assert [conflict.field for conflict in stale.value.conflicts] == [
        "target_from_on", "target_to_on", "target_text",
    ]  # fmt: skip
    assert (stale.value.conflicts[1].theirs, stale.value.conflicts[1].by) == (middle, "system")
    milestone.refresh_from_db()
    assert (milestone.target_from_on, milestone.target_to_on) == (september, middle)


def test_move_target_that_the_editor_left_alone_needs_no_reason_and_writes_nothing():
    milestone = committed()
    base = {"target_from_on": JUNE, "target_to_on": JUNE, "target_text": "30 Jun 2026"}
    move(milestone, JULY, reason_class="SCOPE", reason="Receipts came in.")

    target.move(milestone=milestone, start=JUNE, end=JUNE, text="30 Jun 2026", base=base, actor=actor())

    milestone.refresh_from_db()
    assert (milestone.target_to_on, milestone.push_count) == (JULY, 1)
