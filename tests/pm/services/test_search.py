"""The index follows every write, inside its transaction."""

import pytest
from django.db import transaction

from milestones.models import Milestone, Statement, Track
from milestones.services import milestone as milestones
from pm.models import SearchEntry
from pm.services import search
from pm.services.history import recording
from tests.factories.actors import actor
from tests.factories.milestones import (
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    StatementFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def words_of(row):
    return SearchEntry.objects.get(noun=row._meta.label_lower, object_id=row.pk).words


def test_a_new_row_is_found_by_its_words_at_once():
    program = ProgramFactory()

    with recording(actor(), program) as record:
        track = record.create(Track(program=program, slug="radio", name="Rädio", description="Long waves"))

    assert words_of(track) == "radio\nlong waves"


def test_an_edit_of_a_text_is_found_and_one_of_a_number_writes_nothing():
    row, other = MilestoneFactory(number=3, title="Relay"), MilestoneFactory(title="Store")

    milestones.edit(milestone=row, changes={"title": "Store"}, actor=actor())
    milestones.edit(milestone=other, changes={"value": 3}, actor=actor())

    assert words_of(row) == "m-3 store"
    assert not SearchEntry.objects.filter(object_id=other.pk).exists()


def test_a_deleted_row_is_no_longer_found():
    track = TrackFactory()
    search.rebuild(track.program)

    with recording(actor(), track.program) as record:
        record.delete(record.lock(track))

    assert not SearchEntry.objects.exists()


def test_a_write_taken_back_takes_its_words_back():
    program = ProgramFactory()

    with transaction.atomic():
        with recording(actor(), program) as record:
            record.create(Track(program=program, slug="radio", name="Radio"))
        transaction.set_rollback(True)

    assert not SearchEntry.objects.exists()


def test_statements_follow_the_name_of_their_feature():
    feature = FeatureFactory(name="Relay")
    statement = StatementFactory(program=feature.program, feature=feature, number=2, text="It relays.")

    with recording(actor(), statement.program) as record:
        record.update(record.lock(statement.feature), {"name": "Store"})

    assert words_of(statement) == "f2 store it relays."


def test_what_hangs_on_a_deliverable_moves_with_it_to_another_milestone():
    row = DeliverableFactory()
    other = MilestoneFactory(program=row.program)
    search.rebuild(row.program)

    with recording(actor(), row.program) as record:
        record.update(record.lock(row), {"milestone": other})

    assert SearchEntry.objects.get(noun="milestones.deliverable").scope_id == other.pk


def test_a_program_from_before_there_was_a_search_is_caught_up_with():
    track = TrackFactory(name="Radio", slug="radio")
    ProgramFactory()

    assert search.catch_up() == 1
    assert search.catch_up() == 0
    assert words_of(track) == "radio"


def test_a_rebuild_makes_what_the_writes_made():
    program = ProgramFactory()
    with recording(actor(), program) as record:
        track = record.create(Track(program=program, slug="radio", name="Radio"))
        record.create(Milestone(program=program, track=track, number=1, title="Waves", narrative="Far."))
    columns = ("noun", "object_id", "scope_id", "is_internal", "title_length", "words")
    before = sorted(SearchEntry.objects.values_list(*columns))

    assert search.rebuild(program) == 2
    assert sorted(SearchEntry.objects.values_list(*columns)) == before
    assert Statement.objects.count() == 0
