"""Every write has its history; a stale field is never overwritten."""

from datetime import date

import pytest
from django.db import connection, transaction

from milestones.models import Milestone, Track
from pm.errors import Conflict, StaleEdit
from pm.models import Change, ChangeSet
from pm.services.history import recording
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, UserFactory
from tests.guard import WriteGuard

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
    assert change.payload == {"slug": "radio", "name": "Radio", "description": "", "rank": 0}
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

    with (
        connection.execute_wrapper(WriteGuard()),
        pytest.raises(AssertionError, match="outside a service"),
        transaction.atomic(),
    ):
        Track.objects.filter(pk=track.pk).update(name="x")


def test_guard_lets_a_service_write():
    program = ProgramFactory()

    with connection.execute_wrapper(WriteGuard()), recording(actor(), program) as record:
        record.create(Track(program=program, slug="a", name="A"))

    assert Track.objects.count() == 1
