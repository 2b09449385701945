from datetime import UTC, date, timedelta

import pytest

from milestones.models import Deliverable
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from milestones.services import pin, target
from pm.models import Change
from pm.queries.history import field_in_words, in_words, newest, of_subject, value_in_words
from tests.factories.actors import NOW, actor
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    StatementFactory,
    TrackFactory,
)
from tests.factories.pm import MembershipFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def told(program):
    """Everything of a program's history, newest first, as (subject, thing, what, before, after)."""
    entries = in_words(list(newest(program)), today=TODAY, zone=UTC)
    return [
        (entry.subject, about.thing, part.what, part.before, part.after)
        for entry in entries
        for about in entry.abouts
        for part in about.parts
    ]


def test_people_and_tracks_are_named_and_days_are_days():
    program = ProgramFactory()
    owner = MembershipFactory(program=program, user=UserFactory(name="Ada Quill")).user
    track = TrackFactory(program=program, name="Core")
    row = MilestoneFactory(program=program, number=3)
    old = row.track.name

    milestones.edit(
        milestone=row,
        changes={"owner": owner, "track": track, "planned_start_on": date(2026, 9, 30)},
        actor=actor(owner),
    )

    assert told(program) == [
        ("M-3", "", "owner", "–", "Ada Quill"),
        ("M-3", "", "track", old, "Core"),
        ("M-3", "", "planned start", "–", "30 Sep"),
    ]


def test_a_moved_target_is_one_line_without_its_echoes():
    program = ProgramFactory()
    june, july = date(2026, 6, 30), date(2026, 7, 31)
    row = MilestoneFactory(
        program=program, number=3, status="COMMITTED", committed_on=date(2026, 1, 5),
        target_from_on=june, target_to_on=june, first_target_on=june,
    )  # fmt: skip

    target.move(
        milestone=row,
        start=july,
        end=july,
        text="31 Jul",
        reason_class="SCOPE",
        reason="More.",
        actor=actor(),
    )

    [entry] = in_words(list(newest(program)), today=TODAY, zone=UTC)
    assert told(program) == [("M-3", "", "target", "30 Jun", "31 Jul")]
    assert (entry.why, entry.who, entry.clock, entry.count) == ("More.", "system", "09:00", 1)


def test_a_step_leaves_out_the_marks_it_sets():
    program = ProgramFactory()
    milestone = MilestoneFactory(program=program, status="COMMITTED", committed_on=date(2026, 1, 5))
    row = DeliverableFactory(program=program, milestone=milestone, number=7)

    deliverables.take_step(deliverable=row, to=Deliverable.Status.IN_PROGRESS, actor=actor())

    assert told(program) == [("D-7", "", "status", "Planned", "In progress")]


def test_an_answered_line_is_named_without_its_new_state():
    program = ProgramFactory()
    row = DeliverableFactory(program=program, number=7)
    item = ChecklistItemFactory(program=program, deliverable=row)

    deliverables.answer_checklist(item=item, state="DONE", evidence="https://x.example/1", actor=actor())

    assert told(program) == [
        ("D-7", "checklist item “Specs”", "state", "Open", "Done"),
        ("D-7", "checklist item “Specs”", "evidence", "–", "https://x.example/1"),
    ]


def test_rows_of_one_kind_are_counted_and_links_named():
    program = ProgramFactory()
    milestone = MilestoneFactory(program=program)
    row = deliverables.create(program=program, milestone=milestone, title="Store", actor=actor())
    statement = StatementFactory(program=program, number=3, text="Order holds.")
    pin.promise(deliverable=row, statement=statement, actor=actor(moment=NOW + timedelta(hours=1)))

    assert told(program) == [
        ("D-1", "", "added pin “F3. Order holds.”", "", ""),
        ("D-1", "", "added deliverable", "", ""),
        ("D-1", "", "added 4 checklist items", "", ""),
    ]


def test_what_happened_earlier_says_when():
    program = ProgramFactory()
    Change.objects.create(
        program=program, kind="UPDATE", noun="milestones.milestone", object_id=1, label="M-1", subject="M-1",
        field="title", before="A", after="B", actor_name="import", source="IMPORT",
        happened_on=date(2025, 2, 3), recorded_at=NOW,
    )  # fmt: skip

    [entry] = in_words(list(newest(program)), today=TODAY, zone=UTC)

    assert (entry.happened, entry.source) == ("3 Feb 25", "IMPORT")


def test_of_subject_reads_one_key_newest_first(django_assert_num_queries):
    program = ProgramFactory()
    for number in (3, 4):
        row = MilestoneFactory(program=program, number=number)
        milestones.edit(milestone=row, changes={"title": "New"}, actor=actor())

        milestones.edit(milestone=row, changes={"title": "Newer"}, actor=actor())

    with django_assert_num_queries(1):
        found = of_subject(program, "M-3")

    assert [(change.subject, change.after) for change in found] == [("M-3", "Newer"), ("M-3", "New")]
    assert len(of_subject(program, "M-3", limit=1)) == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), ("", "–"), (True, "yes"), (False, "no"), (3, "3"), ("x" * 500, "x" * 399 + "…")],
)
def test_value_in_words(value, words):
    assert value_in_words(None, value, {}, TODAY) == words


def test_field_in_words_reads_as_words():
    names = (
        "planned_start_on",
        "target_to_on",
        "health_at",
        "owner",
        "is_baseline",
        "is_met",
        "appetite_days",
    )
    words = ["planned start", "target", "health", "owner", "the baseline", "met", "appetite"]

    assert [field_in_words(name) for name in names] == words


def test_a_mark_that_reads_as_a_sentence_says_it():
    program = ProgramFactory()
    for before, after in ((False, True), (True, False)):
        Change.objects.create(
            program=program, kind="UPDATE", noun="estimates.estimate", object_id=1, label="10 d",
            subject="M-1",
            field="is_baseline", before=before, after=after, actor_name="Ada", source="PAGE",
            happened_on=TODAY, recorded_at=NOW,
        )  # fmt: skip

    assert [what for *_, what, _, _ in told(program)] == ["is now the baseline", "is no longer the baseline"]


def test_a_noun_and_a_field_that_are_gone_are_still_told():
    program = ProgramFactory()
    Change.objects.create(
        program=program, kind="UPDATE", noun="gone.thing", object_id=1, label="T", subject="T",
        field="old_name", before=1, after=2, actor_name="Ada", source="PAGE",
        happened_on=TODAY, recorded_at=NOW,
    )  # fmt: skip

    assert told(program) == [("T", "", "old name", "1", "2")]
