"""What the roadmap asks the database."""

from datetime import date

import pytest

from milestones.models import Milestone
from milestones.pure.timeline import ZOOMS, window_of
from milestones.queries.roadmap import (
    Choices,
    LaneCount,
    Order,
    count_lanes,
    in_window,
    load_choices,
    load_page,
    load_timeline,
    total_of,
)
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, PlanLineFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
WINDOW = window_of(ZOOMS["quarter"], TODAY)


def due(program, on, **fields):
    return MilestoneFactory(program=program, target_from_on=on, target_to_on=on, **fields)


def numbers(rows):
    return [row.number for row in rows]


def test_choices_are_the_programs_own_in_their_order(django_assert_num_queries):
    program, other = ProgramFactory(), ProgramFactory()
    late = TrackFactory(program=program, slug="late", name="Late", rank=2)
    early = TrackFactory(program=program, slug="early", name="Early", rank=1)
    team = SubteamFactory(program=program, slug="qa", name="QA")
    owner = UserFactory(name="Ada")
    for period in ("2026H1", "2025H2"):
        milestone = MilestoneFactory(program=program, track=early, owner=owner)
        PlanLineFactory(program=program, milestone=milestone, period=period)
    MilestoneFactory(program=other, owner=UserFactory())
    SubteamFactory(program=other)

    with django_assert_num_queries(1):
        choices = load_choices(program)

    assert [one.pk for one in choices.tracks] == [early.pk, late.pk]
    assert [(one.pk, one.slug, one.name) for one in choices.subteams] == [(team.pk, "qa", "QA")]
    assert [(one.pk, one.name) for one in choices.owners] == [(owner.pk, "Ada")]
    assert choices.periods == ("2026H1", "2025H2")
    assert (choices.lanes("subteam"), choices.lanes("none")) == (choices.subteams, ())


def test_choices_of_an_empty_program_are_none():
    assert load_choices(ProgramFactory()) == Choices()


def test_lane_counts_tell_all_drawn_and_loose(django_assert_num_queries):
    track = TrackFactory()
    program = track.program
    due(program, date(2026, 5, 1), track=track, health="LATE")
    due(program, date(2028, 5, 1), track=track, health="LATE", planned_start_on=date(2028, 1, 1))
    MilestoneFactory(program=program, track=track)
    due(program, date(2026, 2, 1), track=track, status="DELIVERED", committed_on=TODAY, delivered_on=TODAY)

    with django_assert_num_queries(1):
        counts = count_lanes(Milestone.objects.all(), "track", WINDOW, TODAY)

    assert counts == {track.pk: LaneCount(total=4, drawn=2, loose=1, by_health={"LATE": 1, "UNKNOWN": 0})}
    assert total_of(counts.values()) == counts[track.pk]


def test_window_draws_open_late_work_and_no_old_delivery():
    program = ProgramFactory()
    due(program, date(2020, 1, 1), number=1)
    due(program, date(2020, 1, 1), number=2, status="DELIVERED", committed_on=TODAY, delivered_on=TODAY)
    due(program, date(2027, 1, 1), number=3, committed_on=date(2026, 2, 1))
    due(program, date(2027, 1, 1), number=4)
    MilestoneFactory(program=program, number=5)

    assert numbers(Milestone.objects.filter(in_window(WINDOW, TODAY)).order_by("number")) == [1, 3]


def test_page_orders_empty_values_last_both_ways_and_ends_with_the_number():
    program = ProgramFactory()
    for number, value in enumerate((3, None, 9, 3), start=1):
        MilestoneFactory(program=program, number=number, value=value)
    rows = Milestone.objects.all()

    up = load_page(rows, Order("none", "value"), (), start=0)
    down = load_page(rows, Order("none", "value", descending=True), (), start=0)

    assert (numbers(up), numbers(down)) == ([1, 4, 3, 2], [3, 1, 4, 2])


def test_page_orders_health_by_weight():
    program = ProgramFactory()
    for number, health in enumerate(("ON_TRACK", "LATE", "UNKNOWN", "WATCH", "AT_RISK"), start=1):
        MilestoneFactory(program=program, number=number, health=health)
    MilestoneFactory(program=program, number=6, kind="BUDGET_LINE", health="LATE")

    rows = load_page(Milestone.objects.all(), Order("none", "health"), (), start=0)

    assert numbers(rows) == [2, 5, 4, 3, 1, 6]


def test_page_is_cut_and_counts_deliverables_that_are_held(django_assert_num_queries):
    program = ProgramFactory()
    for number in (1, 2, 3):
        row = MilestoneFactory(program=program, number=number)
        for place, status in enumerate(("CLOSED", "PLANNED", "DROPPED")):
            closed_on = TODAY if status == "CLOSED" else None
            DeliverableFactory(
                program=program, milestone=row, number=number * 9 + place, status=status, closed_on=closed_on
            )

    with django_assert_num_queries(1):
        rows = load_page(Milestone.objects.all(), Order("none", "key"), (), start=1, size=1)

    assert [(row.number, row.held_count, row.closed_count) for row in rows] == [(2, 2, 1)]


def test_timeline_loads_its_page_and_its_tray_in_one_statement(django_assert_num_queries):
    program = ProgramFactory()
    for number, value in enumerate((None, 2, 0, 8), start=1):
        MilestoneFactory(program=program, number=number, value=value)
    due(program, TODAY, number=5)
    due(program, date(2040, 1, 1), number=6)
    MilestoneFactory(program=program, number=7, kind="BUDGET_LINE")
    rows, order, drawn = Milestone.objects.all(), Order("none", "target"), in_window(WINDOW, TODAY)

    with django_assert_num_queries(1):
        page, tray = load_timeline(rows, order, (), drawn, start=0, tray=0)
    _, rest = load_timeline(rows, order, (), drawn, start=0, tray=3)

    assert (numbers(page), numbers(tray), numbers(rest)) == ([5, 7], [4, 2, 3, 1], [1])
