"""Dates that move together: what a preview says, and that only what was chosen moves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.models import Deliverable, Milestone, TargetRevision
from milestones.services import reschedule
from milestones.services.reschedule import Unmoved, move_of, preview, shift_of
from pm.errors import StaleEdit
from pm.models import Change, ChangeSet
from pm.permissions import Role
from pm.rules import Access
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.delivery import HandoverFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory
from tests.factories.spec import DependencyFactory

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
INSIDE = ["D-1 starts 7 d before M-1 does.", "D-2 starts 7 d before M-1 does."]
MANAGER = Access(roles=frozenset({Role.MANAGER}), own_subteams={})


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def plan(program):
    """M-1, committed, with D-1 and D-2; M-2 waits for it, M-3 follows M-2, D-3 of M-2 takes over from D-2."""
    track, team = TrackFactory(program=program), SubteamFactory(program=program)

    def milestone(number, start, days, **more):
        end = start + timedelta(days=days)
        return MilestoneFactory(program=program, track=track, number=number, planned_start_on=start,
                                target_from_on=end, target_to_on=end, **more)  # fmt: skip

    def part(number, whole, start, days):
        return DeliverableFactory(program=program, milestone=whole, accountable=team, number=number,
                                  planned_start_on=start, due_on=start + timedelta(days=days))  # fmt: skip

    first = milestone(1, JUNE, 29, status="COMMITTED", committed_on=JUNE, first_target_on=date(2026, 6, 30))
    second = milestone(2, JULY, 30)
    third = milestone(3, date(2026, 8, 1), 30, follows=second)
    parts = [part(1, first, JUNE, 9), part(2, first, JUNE, 20), part(3, second, JULY, 9)]
    DependencyFactory(program=program, milestone=second, needed_milestone=first, kind="INTERNAL", title="")
    HandoverFactory(program=program, deliverable=parts[1], receiving_deliverable=parts[2])
    return {row.key: row for row in (first, second, third, *parts)}


def days_of(plan):
    """Start and end of every row as they stand in the database."""
    wholes = Milestone.objects.filter(pk__in=[row.pk for row in plan.values() if row.key[0] == "M"])
    parts = Deliverable.objects.filter(pk__in=[row.pk for row in plan.values() if row.key[0] == "D"])
    return {row.key: (row.planned_start_on, row.target_to_on) for row in wholes} | {
        row.key: (row.planned_start_on, row.due_on) for row in parts
    }


def texts(line):
    return [clash.text for clash in line.clashes]


def test_a_preview_lists_what_hangs_on_a_move_unticked_and_writes_nothing(program, plan):
    before = days_of(plan)

    shown = preview(program=program, moves=[shift_of(plan["M-1"], 7)], access=MANAGER)

    assert [(line.row.key, line.days, line.is_ticked) for line in shown.lines] == [("M-1", 7, True)]
    assert texts(shown.lines[0]) == [*INSIDE, "M-2 starts 7 d before M-1 is done, and waits for it."]
    assert [(line.row.key, line.because, line.days, line.is_ticked) for line in shown.offered] == [
        ("D-1", "belongs to M-1", 7, False),
        ("D-2", "belongs to M-1", 7, False),
        ("M-2", "waits for M-1", 7, False),
        ("D-3", "takes over from D-2", 7, False),
        ("M-3", "follows M-2", 7, False),
    ]
    assert (shown.asks_reason, shown.left_out, days_of(plan)) == (True, 0, before)


def test_a_ticked_dependant_takes_its_clash_away_and_may_bring_another(program, plan):
    moves = [shift_of(plan["M-1"], 7)]

    shown = preview(program=program, moves=moves, ticked=[shift_of(plan["M-2"], 7)], access=MANAGER)

    assert texts(shown.lines[0]) == INSIDE
    ticked = next(line for line in shown.offered if line.row.key == "M-2")
    assert (ticked.is_ticked, texts(ticked)) == (
        True,
        ["D-3 starts 7 d before M-2 does.", "M-3 starts 7 d before M-2 is done, and follows it."],
    )


def test_what_stood_wrong_before_is_told_apart(program, plan):
    with computing():
        Deliverable.objects.filter(number=2).update(due_on=JULY)

    moved = preview(program=program, moves=[move_of(plan["D-1"], JUNE, JULY)], access=MANAGER)
    stood = preview(program=program, moves=[shift_of(plan["M-1"], -7)], access=MANAGER)

    assert texts(moved.lines[0]) == ["D-1 is due 1 d after the target of M-1."]
    assert [one.text for one in stood.lines[0].standing] == ["D-2 is due 8 d after the target of M-1."]


def test_who_may_not_move_a_row_is_told_and_an_end_before_its_start_is_refused(program, plan):
    team = plan["D-1"].accountable_id
    lead = Access(roles=frozenset({Role.SUBTEAM_LEAD}), own_subteams={Role.SUBTEAM_LEAD: frozenset({team})})

    shown = preview(program=program, moves=[move_of(plan["D-1"], JULY, JUNE)], access=lead)

    assert (shown.lines[0].may, [one.is_refused for one in shown.lines[0].clashes]) == (True, [True])
    whole = preview(program=program, moves=[shift_of(plan["M-2"], 1)], access=lead)
    assert [line.may for line in (*whole.lines, *whole.offered)] == [False, True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_asks_the_same_questions_of_any_plan(program, plan, count, django_assert_num_queries):
    for number in range(count):
        DeliverableFactory(program=program, milestone=plan["M-1"], number=50 + number, due_on=JULY)

    with django_assert_num_queries(8):
        preview(program=program, moves=[shift_of(plan["M-1"], 7)], access=MANAGER)


def test_apply_moves_all_in_one_change_set_with_its_reason(program, plan):
    moves = [shift_of(plan[key], 7) for key in ("M-1", "M-2", "D-1")]

    done = reschedule.apply(
        program=program, moves=moves, reason_class="SCOPE", reason="More to do.", actor=actor()
    )

    assert sorted(row.key for row in done) == ["D-1", "M-1", "M-2"]
    after = days_of(plan)
    assert after["M-1"] == (date(2026, 6, 8), date(2026, 7, 7))
    assert after["D-1"] == (date(2026, 6, 8), date(2026, 6, 17))
    assert after["D-2"] == (JUNE, date(2026, 6, 21))
    [group] = ChangeSet.objects.all()
    assert group.title == "Moved M-1 and 2 others"
    assert set(Change.objects.values_list("change_set", flat=True)) == {group.pk}
    slip = TargetRevision.objects.get(milestone=plan["M-1"])
    assert (slip.is_slip, slip.reason_class, slip.days) == (True, "SCOPE", 7)


def test_apply_is_all_or_nothing_and_says_which_row_was_refused(program, plan):
    before = days_of(plan)
    moves = [shift_of(plan[key], 7) for key in ("M-1", "M-2")]
    with pytest.raises(Unmoved, match="M-1 is committed") as refusal:
        reschedule.apply(program=program, moves=moves, actor=actor())
    assert (list(refusal.value.problems), refusal.value.field) == (["M-1"], "reason_class")

    stale = replace(moves[1], seen=replace(moves[1].seen, end=JUNE))
    with pytest.raises(Unmoved, match="Somebody else changed") as refusal:
        reschedule.apply(program=program, moves=[stale, shift_of(plan["D-1"], 1)], actor=actor())
    assert isinstance(refusal.value.problems["M-2"], StaleEdit)

    with computing():
        Deliverable.objects.filter(number=1).update(status="CLOSED", closed_on=JUNE)
    with pytest.raises(Unmoved, match="D-1 is closed: its dates stand"):
        reschedule.apply(program=program, moves=[shift_of(plan["D-1"], 1)], actor=actor())
    with computing():
        Deliverable.objects.filter(number=1).update(status="PLANNED", closed_on=None)
    assert (days_of(plan), ChangeSet.objects.count()) == (before, 0)


def test_a_target_that_names_no_day_gets_one_and_an_imprecise_one_keeps_its_width(program, plan):
    with computing():
        Milestone.objects.filter(number=2).update(
            target_from_on=date(2026, 7, 1), target_to_on=date(2026, 7, 31), target_text="Jul 2026"
        )
        Milestone.objects.filter(number=3).update(
            planned_start_on=None, target_from_on=None, target_to_on=None, target_text="some day"
        )
    wide, loose = Milestone.objects.get(number=2), Milestone.objects.get(number=3)

    reschedule.apply(program=program, moves=[shift_of(wide, 40), move_of(loose, JUNE, JULY)], actor=actor())

    wide.refresh_from_db()
    loose.refresh_from_db()
    assert (wide.planned_start_on, wide.target_from_on, wide.target_to_on, wide.target_text) == (
        date(2026, 8, 10), date(2026, 8, 10), date(2026, 9, 9), "",
    )  # fmt: skip
    assert (loose.planned_start_on, loose.target_from_on, loose.target_to_on) == (JUNE, JULY, JULY)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["M-1", "M-2", "M-3", "D-1", "D-2", "D-3"]), st.integers(-60, 60), min_size=1
    )
)
def test_only_what_is_chosen_moves_and_keeps_its_length(program, plan, shifts):
    rows = {row.key: row for row in (*Milestone.objects.all(), *Deliverable.objects.all())}
    before = days_of(plan)

    reschedule.apply(
        program=program,
        moves=[shift_of(rows[key], days) for key, days in shifts.items()],
        reason_class="SCOPE",
        reason="It moves.",
        actor=actor(),
    )

    for key, (start, end) in days_of(plan).items():
        moved = timedelta(days=shifts.get(key, 0))
        assert (start, end) == (before[key][0] + moved, before[key][1] + moved)
