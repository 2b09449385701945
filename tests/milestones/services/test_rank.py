"""The place of a row among those beside it."""

import pytest

from milestones.models import Deliverable, Milestone
from milestones.services import deliverable, rank
from pm.errors import DomainError
from pm.models import Change, ChangeSet
from tests.factories.actors import actor
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


def keys(rows):
    return [row.key for row in rows]


def test_deliverables_get_places_in_one_change_set_and_new_ones_come_last(program):
    milestone = MilestoneFactory(program=program)
    rows = [DeliverableFactory(program=program, milestone=milestone, number=n) for n in (11, 12, 13)]
    DeliverableFactory(program=program, milestone=milestone, number=14, status="DROPPED")

    rank.place(row=rows[2], to=1, actor=actor())
    made = deliverable.create(program=program, milestone=milestone, title="Last", actor=actor())

    assert keys(rank.beside(rows[0])) == ["D-13", "D-11", "D-12", made.key]
    assert list(Deliverable.objects.order_by("number").values_list("rank", flat=True)) == [4, 2, 3, 1, 0]
    assert list(ChangeSet.objects.values_list("title", flat=True)) == ["D-13 at place 1 of 3"]


def test_a_place_beyond_the_list_is_its_end_and_the_same_place_writes_nothing(program):
    milestone = MilestoneFactory(program=program)
    rows = [DeliverableFactory(program=program, milestone=milestone, number=n, rank=n) for n in (1, 2)]

    rank.place(row=rows[1], to=2, actor=actor())
    assert not Change.objects.exists()
    rank.place(row=rows[0], to=99, actor=actor())

    assert keys(rank.beside(rows[0])) == ["D-2", "D-1"]


def test_ideas_get_places_only_as_far_as_the_order_needs(program):
    track = TrackFactory(program=program)
    values = (3, 9, 5, None)
    rows = [
        MilestoneFactory(program=program, track=track, number=n, status="IDEA", value=value)
        for n, value in enumerate(values, 1)
    ]

    rank.place(row=rows[0], to=1, actor=actor())

    assert keys(rank.beside(rows[0])) == ["M-1", "M-2", "M-3", "M-4"]
    assert list(Milestone.objects.order_by("number").values_list("rank", flat=True)) == [1, 0, 0, 0]


def test_tracks_and_tasks_are_put_in_order_too(program):
    tracks = [TrackFactory(program=program, slug=slug, name=slug) for slug in ("a", "b")]
    work = DeliverableFactory(program=program)
    tasks = [TaskFactory(program=program, deliverable=work, number=n, rank=n) for n in (1, 2)]

    rank.place(row=tracks[1], to=1, actor=actor())
    rank.place(row=tasks[1], to=1, actor=actor())

    assert [one.slug for one in rank.beside(tracks[0]) if one in tracks] == ["b", "a"]
    assert keys(rank.beside(tasks[0])) == ["T-2", "T-1"]


def test_lines_of_a_checklist_go_on_to_ranks_that_nobody_holds(program):
    work = DeliverableFactory(program=program, number=7)
    lines = [
        ChecklistItemFactory(program=program, deliverable=work, kind="OTHER", text=text, rank=n)
        for n, text in enumerate(("a", "b", "c"))
    ]

    rank.place(row=lines[2], to=1, actor=actor())
    rank.place(row=lines[2], to=1, actor=actor())

    assert [(one.text, one.rank) for one in rank.beside(lines[0])] == [("c", 3), ("a", 4), ("b", 5)]
    assert ChangeSet.objects.get().title == "“c” at place 1 of 3"
    assert set(Change.objects.values_list("subject", flat=True)) == {"D-7"}


def test_what_stands_in_no_list_has_no_place(program):
    milestone = MilestoneFactory(program=program, number=7, status="COMMITTED", committed_on="2026-01-01")

    with pytest.raises(DomainError) as refusal:
        rank.place(row=milestone, to=1, actor=actor())

    assert str(refusal.value) == "M-7 stands in no order here: it is not open in this list any more."
