"""The drawing of a bar."""

import re
from datetime import date

import pytest

from milestones.models import Milestone
from milestones.pure.timeline import ZOOMS, window_of
from milestones.views.roadmap_bars import begin_of, end_of
from milestones.views.roadmap_bars import draw as draw_bar
from milestones.views.roadmap_rows import Reader
from milestones.views.roadmap_timeline import grid, header
from pm.models import Program
from pm.permissions import Role
from pm.rules import Access
from pm.services.history import computing
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of
from tests.factories.spec import DependencyFactory

TODAY = date(2026, 9, 21)
WINDOW = window_of(ZOOMS["quarter"], TODAY)
JULY, AUGUST, SEPTEMBER, DECEMBER = date(2026, 7, 6), date(2026, 8, 19), date(2026, 9, 30), date(2026, 12, 31)


def milestone(**fields):
    program = Program(slug="kittiwake")
    defaults = {
        "pk": 31, "number": 31, "title": "Store MVP", "status": "IN_PROGRESS", "health": "AT_RISK",
        "planned_start_on": JULY, "target_from_on": SEPTEMBER, "target_to_on": SEPTEMBER,
    }  # fmt: skip
    return Milestone(program=program, **{**defaults, **fields})


def drawn(row, **facts):
    reader = Reader(row.program, Access(frozenset(), {}), TODAY, {31: facts} if facts else {})
    return str(draw_bar(row, reader, WINDOW)[0])


def label_of(html):
    return re.search(r'aria-label="([^"]*)"', html)[1]


def test_bar_stands_where_the_plan_says():
    html = drawn(milestone())

    assert label_of(html) == "Store MVP, 6 Jul 2026 to 30 Sep 2026, At risk"
    assert '<svg x="1.825%" y="6" width="31.752%" height="22"' in html
    assert 'class="tl-bar b-risk"' in html


def test_bar_is_filled_as_far_as_it_is_claimed_and_marks_the_forecast():
    html = drawn(milestone(), estimate="5.5", claimed=50, p50_on=date(2026, 10, 22))

    assert 'class="fill" x="1" y="1" width="50%"' in html
    assert '<use class="f-risk" href="#tl-p50" x="41.241%" y="32.5"/>' in html


def test_slip_stands_at_the_right_and_the_first_target_is_dotted():
    html = drawn(milestone(first_target_on=AUGUST))

    assert ">+42 d</text>" in html
    assert '<line class="ghost" x1="1.825%" x2="18.248%"' in html


def test_imprecise_target_is_hatched_over_its_whole_stretch():
    html = drawn(
        milestone(planned_start_on=None, target_from_on=date(2026, 12, 1), target_to_on=DECEMBER,
                  health="UNKNOWN", target_text="Dec 2026")
    )  # fmt: skip

    assert label_of(html) == "Store MVP, 1 Dec 2026 to 31 Dec 2026, Unknown, no owner · Dec 2026"
    assert 'class="body-imp"' in html
    assert 'class="hatch" x="0.000%" width="100.000%"' in html


def test_imprecise_end_of_a_planned_bar_is_hatched_only_there():
    html = drawn(milestone(target_from_on=date(2026, 10, 1), target_to_on=DECEMBER))

    assert 'class="body"' in html
    assert 'class="hatch" x="48.603%" width="51.397%"' in html


def test_bar_without_an_estimate_is_dashed_and_says_so():
    html = drawn(milestone(health="UNKNOWN"), estimate="")

    assert 'class="tl-bar b-unknown"' in html
    assert label_of(html).endswith("Unknown, no estimate")


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({}, JULY),
        ({"planned_start_on": None, "committed_on": AUGUST}, AUGUST),
        ({"planned_start_on": None, "committed_on": DECEMBER}, date(2026, 9, 17)),
        ({"planned_start_on": None, "target_from_on": AUGUST}, AUGUST),
        ({"planned_start_on": None}, date(2026, 9, 17)),
    ],
)
def test_begin_is_start_commitment_or_a_stub(fields, day):
    assert begin_of(milestone(**fields), SEPTEMBER) == day


def test_delivered_bar_ends_when_it_was_delivered_and_shows_no_health():
    row = milestone(status="DELIVERED", delivered_on=AUGUST)

    assert end_of(row) == AUGUST
    assert label_of(drawn(row)) == "Store MVP, 6 Jul 2026 to 19 Aug 2026, Delivered"
    assert 'class="tl-bar b-done"' in drawn(row)


def test_budget_line_shows_no_health():
    assert label_of(drawn(milestone(kind="BUDGET_LINE", health="LATE"))).endswith("Budget line")


def test_short_bar_has_its_words_beside_it():
    early = drawn(milestone(planned_start_on=date(2026, 9, 25)))
    late = drawn(
        milestone(planned_start_on=date(2027, 3, 20), target_from_on=date(2027, 3, 28),
                  target_to_on=date(2027, 3, 28))
    )  # fmt: skip

    assert '<svg x="100%" overflow="visible">' in early
    assert 'text-anchor="end">At risk</text>' in late


def test_late_bar_before_the_window_stands_at_its_edge():
    html = drawn(
        milestone(health="LATE", planned_start_on=None, target_from_on=date(2026, 5, 1),
                  target_to_on=date(2026, 5, 1))
    )  # fmt: skip

    assert "Late 143 d, due 1 May 2026" in html


def test_title_is_escaped():
    assert "<b>" not in drawn(milestone(title='<b>"x"'))


def test_grid_and_header_mark_today_only_inside_the_window():
    later = window_of(ZOOMS["quarter"], date(2030, 1, 1))

    assert 'class="g-today" x1="29.927%"' in grid(WINDOW, TODAY)
    assert ">21 Sep</text>" in header(WINDOW, TODAY)
    assert "today" not in grid(later, TODAY) + header(later, TODAY)


@pytest.fixture
def plan(db):
    """M-1 with D-1 and D-2, which waits for it and is due later than it; M-2 waits for M-1."""
    program = ProgramFactory(slug="kittiwake")
    track, team = TrackFactory(program=program), SubteamFactory(program=program)

    def whole(number, start, end):
        return MilestoneFactory(program=program, track=track, number=number, title=f"Bet {number}",
                                planned_start_on=start, target_from_on=end, target_to_on=end)  # fmt: skip

    first, second = (
        whole(1, date(2026, 2, 2), date(2026, 3, 31)),
        whole(2, date(2026, 3, 20), date(2026, 5, 29)),
    )
    parts = [
        DeliverableFactory(program=program, milestone=first, accountable=team, number=number, title="Part",
                           planned_start_on=date(2026, 2, 2), due_on=due)
        for number, due in ((1, date(2026, 2, 20)), (2, date(2026, 3, 27)))
    ]  # fmt: skip
    DependencyFactory(program=program, kind="INTERNAL", title="", milestone=second, needed_milestone=first)
    DependencyFactory(program=program, kind="INTERNAL", title="", milestone=None, deliverable=parts[1],
                      needed_deliverable=parts[0])  # fmt: skip
    return program


def shown_to(client, program, role, **query):
    client.force_login(member_of(program, role))
    return client.get("/kittiwake/roadmap/", query).content.decode()


def test_a_row_unfolds_its_deliverables_by_a_link(client, plan):
    folded = shown_to(client, plan, Role.MANAGER, zoom="half")
    opened = shown_to(client, plan, Role.MANAGER, zoom="half", open="m-1,M-77")
    every = shown_to(client, plan, Role.MANAGER, open="all")

    assert 'href="?zoom=half&amp;open=M-1" hx-get' in folded
    assert 'aria-expanded="false" aria-label="2 deliverables of M-1"' in folded
    assert 'href="?zoom=half&amp;open=M-77" hx-get' in opened
    assert "D-1 Part, 2 Feb 2026 to 20 Feb 2026, Overdue 10 d · Critical" in opened
    assert "D-2 Part, 2 Feb 2026 to 27 Mar 2026, Planned · Critical, waits for D-1" in opened
    assert ("Fold all" in every, "D-2 Part" in every, "D-2 Part" in folded) == (True, True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_unfolded_page_asks_as_much_as_a_folded_one(client, plan, rows, django_assert_num_queries):
    first = Milestone.objects.get(number=1)
    for number in range(3, 3 + rows):
        DeliverableFactory(program=plan, milestone=first, number=number, due_on=date(2026, 3, number))
    shown_to(client, plan, Role.MANAGER, open="all")

    with django_assert_num_queries(12):
        client.get("/kittiwake/roadmap/", {"open": "all"})


def test_what_waits_is_drawn_and_a_clash_stands_out(client, plan):
    html = shown_to(client, plan, Role.MANAGER)

    assert 'aria-label="Bet 2, 20 Mar 2026 to 29 May 2026, Unknown, no estimate, waits for M-1"' in html
    assert html.count('<g class="dep is-wrong">') == 1
    with computing():
        Milestone.objects.filter(number=2).update(planned_start_on=date(2026, 4, 6))
    assert '<g class="dep"><line' in shown_to(client, plan, Role.MANAGER)


def test_only_what_one_may_move_carries_what_a_drag_needs(client, plan):
    html = shown_to(client, plan, Role.MANAGER, open="M-1")
    assert 'data-move="M-1|2026-02-02|2026-03-31|2026-02-02|2026-03-31|2026-03-31|"' in html
    assert 'data-near="before:M-2:2026-03-20" data-last="D-2:2026-03-27"' in html
    assert 'data-near="of:M-1:2026-03-31;after:D-1:2026-02-20"' in html
    assert 'data-move-url="/kittiwake/roadmap/move/"' in html

    read = shown_to(client, plan, Role.STAKEHOLDER, open="M-1")
    assert ("data-move" in read, "Move dates" in read, "D-2 Part" in read) == (False, False, True)


def test_the_appetite_stands_where_it_would_be_spent():
    row = milestone(appetite_days=60)
    half = drawn(row, estimate="6.0", estimate_days=120)
    assert label_of(half).endswith("At risk, appetite spent on 18 Aug 2026 at this pace")
    assert 'class="appetite" href="#tl-spent" x="17.518%"' in half
    assert "tl-spent" not in drawn(row, estimate="6.0", estimate_days=6)
    assert "appetite" not in drawn(milestone(), estimate="6.0", estimate_days=6)
