"""Every write has its history; a stale field is never overwritten."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from milestones.models import Milestone, Track
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Change, ChangeSet
from pm.services import program as programs
from pm.services.history import recording
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import MembershipSubteamFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_create_keeps_the_whole_row():
    program = ProgramFactory()
    person = UserFactory(name="Ada Quill")

    with recording(actor(person), program) as record:
        track = record.create(Track(program=program, slug="radio", name="Radio"))

    change = Change.objects.get()
    assert (change.kind, change.noun, change.object_id, change.user, change.actor_name) == (
        "CREATE",
        "milestones.track",
        track.pk,
        person,
        "Ada Quill",
    )
    assert change.payload == {
        "slug": "radio",
        "name": "Radio",
        "description": "",
        "rank": 0,
        "is_archived": False,
    }
    assert (change.recorded_at, change.happened_on, change.request_id) == (NOW, NOW.date(), "test-request")


def test_update_notes_each_field_from_and_to():
    milestone = MilestoneFactory(title="Old", value=3)

    with recording(actor(), milestone.program) as record:
        row = record.lock(milestone)
        changed = record.update(row, {"title": "New", "value": 5, "kind": row.kind}, why="Planning call")

    milestone.refresh_from_db()
    assert changed == ["title", "value"]
    assert (milestone.title, milestone.value) == ("New", 5)
    assert list(Change.objects.order_by("field").values_list("field", "before", "after", "why")) == [
        ("title", "Old", "New", "Planning call"),
        ("value", 3, 5, "Planning call"),
    ]


def test_update_of_a_field_somebody_changed_is_refused_with_all_three_values():
    milestone = MilestoneFactory(title="Theirs")

    with (
        pytest.raises(StaleEdit) as error,
        recording(actor(), milestone.program) as record,
    ):
        record.update(record.lock(milestone), {"title": "Mine"}, base={"title": "Base"})

    assert error.value.conflicts == (Conflict("title", "Base", "Theirs", "Mine", ""),)
    assert Milestone.objects.get().title == "Theirs"
    assert not Change.objects.exists()


def test_update_of_different_fields_both_win():
    milestone = MilestoneFactory(title="Seen", value=1)
    with recording(actor(), milestone.program) as record:
        record.update(record.lock(milestone), {"title": "First"}, base={"title": "Seen", "value": 1})

    with recording(actor(), milestone.program) as record:
        record.update(
            record.lock(milestone),
            {"title": "Seen", "value": 9},
            base={"title": "Seen", "value": 1},
        )

    milestone.refresh_from_db()
    assert (milestone.title, milestone.value) == ("First", 9)


def test_update_to_what_stands_there_already_is_no_conflict():
    milestone = MilestoneFactory(title="Same")

    with recording(actor(), milestone.program) as record:
        changed = record.update(record.lock(milestone), {"title": "Same"}, base={"title": "Old"})

    assert changed == []


def test_conflict_names_the_last_writer():
    milestone = MilestoneFactory(title="Base")
    with recording(actor(UserFactory(name="Tove Marl")), milestone.program) as record:
        record.update(record.lock(milestone), {"title": "Theirs"})

    with pytest.raises(StaleEdit) as error, recording(actor(), milestone.program) as record:
        record.update(record.lock(milestone), {"title": "Mine"}, base={"title": "Base"})

    assert error.value.conflicts[0].by == "Tove Marl"


def test_delete_keeps_the_whole_row():
    track = TrackFactory(slug="gone", name="Gone")

    with recording(actor(), track.program) as record:
        record.delete(track)

    change = Change.objects.get()
    assert (change.kind, change.payload["slug"]) == ("DELETE", "gone")
    assert not Track.objects.exists()


def test_error_inside_a_recording_leaves_neither_row_nor_history():
    program = ProgramFactory()

    def fail_halfway():
        with recording(actor(), program) as record:
            record.create(Track(program=program, slug="a", name="A"))
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- our own
        fail_halfway()

    assert not Track.objects.exists()
    assert not Change.objects.exists()


def test_nested_recordings_share_one_change_set():
    program = ProgramFactory()

    with recording(actor(), program) as outer:
        outer.group("Two tracks")
        outer.create(Track(program=program, slug="a", name="A"))
        with recording(actor(), program) as inner:
            inner.create(Track(program=program, slug="b", name="B"))

    change_set = ChangeSet.objects.get()
    assert change_set.changes.count() == 2


def test_create_many_notes_each_row():
    program = ProgramFactory()

    with recording(actor(), program) as record:
        record.create_many(
            [Track(program=program, slug=f"t{n}", name=str(n)) for n in range(3)],
            happened_on=date(2025, 1, 1),
        )

    assert list(Change.objects.values_list("happened_on", flat=True)) == [date(2025, 1, 1)] * 3


def test_guard_refuses_a_write_outside_a_recording():
    track = TrackFactory()

    with pytest.raises(AssertionError, match="outside a service"), transaction.atomic():
        Track.objects.filter(pk=track.pk).update(name="x")


def test_guard_lets_a_service_write():
    program = ProgramFactory()

    with recording(actor(), program) as record:
        record.create(Track(program=program, slug="a", name="A"))

    assert Track.objects.count() == 1


def test_guard_refuses_a_write_that_history_does_not_tell():
    track = TrackFactory()

    with (
        pytest.raises(AssertionError, match="without history: milestones_track"),
        recording(actor(), track.program),
    ):
        Track.objects.filter(pk=track.pk).update(name="x")


def test_guard_refuses_a_write_told_under_another_noun():
    milestone = MilestoneFactory()

    def rename_in_silence():
        with recording(actor(), milestone.program) as record:
            record.update(record.lock(milestone), {"title": "New"})
            Track.objects.filter(pk=milestone.track_id).update(name="x")

    with pytest.raises(AssertionError, match="without history: milestones_track"):
        rename_in_silence()


@pytest.mark.parametrize("rewrite", [lambda rows: rows.update(why="x"), lambda rows: rows.delete()])
def test_guard_refuses_to_rewrite_history(rewrite):
    milestone = MilestoneFactory()
    with recording(actor(), milestone.program) as record:
        record.update(record.lock(milestone), {"title": "New"})

    with (
        pytest.raises(AssertionError, match="only added to"),
        recording(actor(), milestone.program),
        transaction.atomic(),
    ):
        rewrite(Change.objects.filter(program=milestone.program))


def test_a_nested_verb_that_fails_takes_back_its_part_and_no_other():
    program = ProgramFactory()

    def fail_after_a_write():
        with recording(actor(), program) as inner:
            inner.create(Track(program=program, slug="half", name="Half"))
            raise DomainError("Too late.")

    with recording(actor(), program) as outer:
        outer.create(Track(program=program, slug="a", name="A"))
        with pytest.raises(DomainError):
            fail_after_a_write()
        outer.create(Track(program=program, slug="b", name="B"))

    assert list(Track.objects.order_by("slug").values_list("slug", flat=True)) == ["a", "b"]
    assert list(Change.objects.order_by("pk").values_list("payload__slug", flat=True)) == ["a", "b"]


def test_a_change_set_opened_by_a_nested_verb_that_fails_is_gone():
    program = ProgramFactory()

    def fail_after_a_group():
        with recording(actor(), program) as inner:
            inner.group("Half an import")
            raise DomainError("Too late.")

    with recording(actor(), program) as outer:
        with pytest.raises(DomainError):
            fail_after_a_group()
        outer.create(Track(program=program, slug="a", name="A"))

    assert Change.objects.get().change_set is None
    assert not ChangeSet.objects.exists()


def test_nested_recording_of_another_program_keeps_its_own_history():
    ours, theirs = ProgramFactory(), ProgramFactory()

    with recording(actor(), ours) as outer:
        outer.group("Ours")
        outer.create(Track(program=ours, slug="a", name="A"))
        with recording(actor(), theirs) as inner:
            inner.create(Track(program=theirs, slug="b", name="B"))
            with recording(actor(), ours) as again:
                again.create(Track(program=ours, slug="c", name="C"))

    told = Change.objects.order_by("payload__slug").values_list(
        "payload__slug", "program", "change_set__title"
    )
    assert list(told) == [("a", ours.pk, "Ours"), ("b", theirs.pk, None), ("c", ours.pk, "Ours")]


def test_what_failed_inside_another_program_is_taken_back_for_both():
    ours, theirs = ProgramFactory(), ProgramFactory()

    def fail_across():
        with recording(actor(), theirs) as inner:
            inner.create(Track(program=theirs, slug="b", name="B"))
            with recording(actor(), ours) as again:
                again.create(Track(program=ours, slug="c", name="C"))
            raise DomainError("Too late.")

    with recording(actor(), ours) as outer:
        outer.create(Track(program=ours, slug="a", name="A"))
        with pytest.raises(DomainError):
            fail_across()

    assert [track.slug for track in Track.objects.all()] == ["a"]
    assert [change.payload["slug"] for change in Change.objects.all()] == ["a"]


def test_a_nested_verb_writes_as_its_own_actor():
    program = ProgramFactory()

    with recording(actor(), program) as outer:
        outer.create(Track(program=program, slug="a", name="A"))
        with recording(actor().because("Because of A"), program) as inner:
            inner.create(Track(program=program, slug="b", name="B"))

    assert list(Change.objects.order_by("pk").values_list("why", flat=True)) == ["", "Because of A"]


def test_history_of_a_program_begins_with_its_creation():
    program = programs.create(slug="wave", name="Wave", actor=actor())

    assert Change.objects.get(noun="pm.program").program == program


@pytest.mark.parametrize(
    ("column", "stands", "seen", "mine"),
    [
        ("narrative", "one\ntwo", "one\r\ntwo", "three"),
        ("narrative", "", None, "three"),
        ("appetite_days", Decimal("90.00"), Decimal(90), Decimal("91.5")),
        ("appetite_days", Decimal("90.00"), "90", "91.5"),
        ("appetite_days", None, "", Decimal(1)),
        ("planned_start_on", date(2026, 5, 4), "2026-05-04", date(2026, 5, 5)),
        ("value", 7, "7", 8),
    ],
)
def test_a_value_seen_in_another_form_is_no_conflict(column, stands, seen, mine):
    milestone = MilestoneFactory(**{column: stands})

    with recording(actor(), milestone.program) as record:
        changed = record.update(record.lock(milestone), {column: mine}, base={column: seen})

    assert changed == [column]


@pytest.mark.parametrize(
    ("column", "stands", "mine"),
    [
        ("narrative", "one\ntwo", "one\r\ntwo"),
        ("narrative", "", None),
        ("appetite_days", Decimal("90.00"), Decimal("90.000")),
        ("appetite_days", Decimal("90.00"), Decimal("90.001")),
        ("planned_start_on", None, ""),
    ],
)
def test_a_value_that_is_stored_the_same_is_no_change(column, stands, mine):
    milestone = MilestoneFactory(**{column: stands})

    with recording(actor(), milestone.program) as record:
        changed = record.update(record.lock(milestone), {column: mine}, base={column: stands})

    assert changed == []
    assert not Change.objects.exists()


def test_history_says_what_the_column_holds():
    milestone = MilestoneFactory(appetite_days=Decimal(1))

    with recording(actor(), milestone.program) as record:
        record.update(record.lock(milestone), {"appetite_days": Decimal("2.006"), "narrative": "a\r\nb"})

    told = dict(Change.objects.values_list("field", "after"))
    milestone.refresh_from_db()
    assert told == {"appetite_days": "2.01", "narrative": "a\nb"}
    assert (milestone.appetite_days, milestone.narrative) == (Decimal("2.01"), "a\nb")


def test_a_cleared_field_that_somebody_filled_meanwhile_is_a_conflict():
    milestone = MilestoneFactory(planned_start_on=date(2026, 5, 4))

    with pytest.raises(StaleEdit), recording(actor(), milestone.program) as record:
        record.update(
            record.lock(milestone), {"planned_start_on": date(2026, 6, 1)}, base={"planned_start_on": None}
        )


def test_delete_keeps_the_parts_that_go_with_the_row():
    link = MembershipSubteamFactory()

    with recording(actor(), link.program) as record:
        record.delete(link.membership, subject="people", happened_on=date(2026, 1, 9), why="Left")

    told = Change.objects.order_by("pk").values_list("noun", "kind", "subject", "happened_on", "why")
    assert list(told) == [
        ("pm.membershipsubteam", "DELETE", "people", date(2026, 1, 9), "Left"),
        ("pm.membership", "DELETE", "people", date(2026, 1, 9), "Left"),
    ]
    assert Change.objects.first().payload["subteam_id"] == link.subteam_id


def test_a_writer_known_by_a_long_address_only_is_cut_to_the_column():
    program = ProgramFactory()
    long = replace(actor(), name="a" * 200)

    with recording(long, program) as record:
        record.group("t" * 300)
        record.create(Track(program=program, slug="a", name="A"))

    assert (len(Change.objects.get().actor_name), len(ChangeSet.objects.get().title)) == (120, 200)


def test_create_many_gives_every_row_its_id_and_its_subject():
    program = ProgramFactory()

    with recording(actor(), program) as record:
        rows = [Track(program=program, slug=f"t{n}", name=str(n)) for n in range(1200)]
        made = record.create_many(rows, subjects=[f"s{n}" for n in range(1200)])

    told = Change.objects.order_by("pk").values_list("object_id", "payload__slug", "subject")
    assert list(told) == [(row.pk, f"t{n}", f"s{n}") for n, row in enumerate(made)]
