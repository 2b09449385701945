"""What is drawn beside the bars: deliverables and links, in one statement however many there are."""

from datetime import date, timedelta

import pytest

from milestones.pure.schedule import Link
from milestones.queries.timeline import Drawn, load_drawn
from tests.factories.delivery import HandoverFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory
from tests.factories.spec import DependencyFactory

pytestmark = pytest.mark.django_db

JUNE = date(2026, 6, 1)


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def rows(program):
    """M-1 with D-1 to D-4 (one closed, one dropped), M-2 after it with D-5; M-3 is not drawn."""
    track, team = TrackFactory(program=program), SubteamFactory(program=program)
    one, two, three = (MilestoneFactory(program=program, track=track, number=n) for n in (1, 2, 3))
    two.follows = one

    def part(number, whole, days, **more):
        return DeliverableFactory(
            program=program,
            milestone=whole,
            accountable=team,
            number=number,
            due_on=JUNE + timedelta(days=days),
            planned_start_on=JUNE,
            **more,
        )

    first, second = part(1, one, 9), part(2, one, 4)
    part(3, one, 30, status="CLOSED", closed_on=JUNE)
    part(4, one, 1, status="DROPPED")
    fifth = part(5, two, 3)

    def needs(**ends):
        DependencyFactory(program=program, kind="INTERNAL", title="", **{"milestone": None, **ends})

    needs(milestone=two, needed_milestone=one, needed_by_on=JUNE)
    needs(milestone=three, needed_milestone=one)
    needs(deliverable=fifth, needed_deliverable=first)
    needs(deliverable=second, needed_milestone=two, status="DROPPED")
    HandoverFactory(program=program, deliverable=second, receiving_deliverable=first)
    return [one, two]


@pytest.mark.parametrize(
    ("opened", "parts", "links"),
    [
        ((), {}, [Link("M-2", "M-1", by=JUNE), Link("M-2", "M-1", "follows")]),
        (
            ("M-1", "M-99"), {"M-1": ["D-2", "D-1", "D-3"]},
            [Link("M-2", "M-1", by=JUNE), Link("D-1", "D-2", "handover"), Link("M-2", "M-1", "follows")],
        ),
        (
            ("M-1", "M-2"), {"M-1": ["D-2", "D-1", "D-3"], "M-2": ["D-5"]},
            [Link("M-2", "M-1", by=JUNE), Link("D-5", "D-1"), Link("D-1", "D-2", "handover"),
             Link("M-2", "M-1", "follows")],
        ),
    ],
)  # fmt: skip
def test_parts_and_links_of_what_is_drawn(program, rows, opened, parts, links, django_assert_num_queries):
    with django_assert_num_queries(1):
        drawn = load_drawn(program, rows, opened)

    shown = {row.key: [part.key for part in drawn.parts_of(row)] for row in rows if drawn.parts_of(row)}
    assert (shown, drawn.links) == (parts, sorted(links, key=lambda link: link[:3]))
    assert drawn.last_due(rows[0]).key == "D-1"


def test_the_longest_chain_is_marked_where_it_is_unfolded(program, rows):
    assert load_drawn(program, rows, ["M-1"]).critical() == {"D-2", "D-1"}
    assert load_drawn(program, rows, []).critical() == set()
    assert load_drawn(program, [], []) == Drawn()
