"""Effort drift: each part, what is unknown, and that the parts always sum to the whole."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimates.pure.drift import REST, measure_drift
from estimates.pure.facts import Guess, Item, MilestoneFacts

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=30), AT + timedelta(days=30)


def guess(likely: float, at: datetime = BEFORE, **more: object) -> Guess:
    return Guess(likely, at.date(), at, **more)


def item(key: str, *sizes: float, status: str = "IN_PROGRESS", at: datetime = BEFORE, **more: object) -> Item:
    """A deliverable that existed when the milestone was committed, unless `at` says later."""
    totals = tuple(guess(size, at + timedelta(days=n)) for n, size in enumerate(sizes))
    more = {"created_on": at.date(), "created_at": at} | more
    return Item(key, status, totals=totals, **more)


def milestone(*items: Item, own: float | None = 100, **more: object) -> MilestoneFacts:
    totals = (guess(own, is_baseline=True),) if own is not None else ()
    return MilestoneFacts(
        **({"id": 1, "key": "M-1", "status": "IN_PROGRESS", "committed_on": DAY, "totals": totals,
            "items": items} | more)
    )  # fmt: skip


def figures(facts: MilestoneFacts) -> tuple:
    found = measure_drift(facts)
    parts = found.parts
    return (found.spent, found.remaining, found.drift, parts.finished, parts.scope, parts.reestimated)


def test_drift_of_a_plan_that_goes_as_estimated_is_zero():
    facts = milestone(item("D-1", 40, status="CLOSED", spent=40), item("D-2", 60, spent=20))

    assert figures(facts) == (60, 40, 0, 0, 0, 0)


def test_finished_work_that_cost_more_is_its_own_part():
    facts = milestone(item("D-1", 40, status="CLOSED", spent=52), item("D-2", 60, spent=None))

    assert figures(facts) == (52, 60, 12, 12, 0, 0)


def test_scope_added_after_the_baseline_counts_with_its_first_estimate():
    facts = milestone(item("D-1", 100), item("D-2", 12, 13, at=AFTER, spent=3))

    found = measure_drift(facts)

    assert (found.parts.scope, found.parts.reestimated, found.drift) == (12, 1, 13)
    assert found.parts.scope_lines == (("D-2", 12),)


def test_scope_recorded_with_the_baseline_is_part_of_it_although_committed_earlier():
    imported = AT + timedelta(days=60)
    own = Guess(100, imported.date(), imported, is_baseline=True)
    facts = milestone(item("D-1", 100, at=imported), totals=(own,))

    assert measure_drift(facts).parts.scope == 0


def test_work_that_was_dropped_gives_back_what_was_not_spent_on_it():
    facts = milestone(item("D-1", 92), item("D-2", 8, status="DROPPED", spent=2, dropped_at=AFTER))

    assert figures(facts) == (2, 92, -6, 0, -6, 0)


def test_work_dropped_before_the_baseline_was_never_in_it():
    facts = milestone(item("D-1", 100), item("D-2", 8, status="DROPPED", dropped_at=BEFORE))

    assert figures(facts) == (0, 100, 0, 0, 0, 0)


def test_work_added_and_dropped_after_the_baseline_costs_what_it_cost():
    facts = milestone(item("D-1", 100), item("D-2", 8, status="DROPPED", spent=3, at=AFTER, dropped_at=AFTER))

    assert figures(facts) == (3, 100, 3, 0, 3, 0)


def test_remaining_is_the_newest_re_estimate_less_effort_since():
    facts = milestone(item("D-1", 100, spent=90, remaining=guess(30, AFTER), spent_since=10))

    assert figures(facts) == (90, 20, 10, 0, 0, 10)


def test_an_estimate_of_the_whole_after_a_re_estimate_wins():
    facts = milestone(item("D-1", 100, 130, spent=90, remaining=guess(5, BEFORE - timedelta(days=9))))

    assert measure_drift(facts).remaining == 40


@pytest.mark.parametrize(
    ("spent", "remaining", "overrun"),
    [(89, 11, False), (90, 10, False), (95, 10, False), (100, 10, True), (130, 10, True)],
)
def test_an_estimate_that_is_used_up_leaves_a_tenth(spent, remaining, overrun):
    found = measure_drift(milestone(item("D-1", 100, spent=spent)))

    assert found.remaining == pytest.approx(remaining)
    assert bool(found.left.overrun) is overrun


def test_a_re_estimate_that_is_used_up_leaves_a_tenth_of_it():
    found = measure_drift(milestone(item("D-1", 100, remaining=guess(20, AFTER), spent=130, spent_since=30)))

    assert found.remaining == 2
    assert found.left.overrun == (("D-1", 30, 20),)


def test_what_remains_stated_as_nothing_is_nothing():
    found = measure_drift(milestone(item("D-1", 100, remaining=guess(0, AFTER), spent=50)))

    assert (found.remaining, found.left.overrun) == (0, ())


def test_without_any_estimate_nothing_is_known_and_nothing_is_zero():
    found = measure_drift(milestone(item("D-1"), own=None))

    assert (found.remaining, found.forecast, found.drift, found.baseline, found.parts) == (None,) * 5
    assert found.left.unknown == ("D-1",)


def test_a_milestone_without_deliverables_and_estimate_is_unknown():
    found = measure_drift(milestone(own=None))

    assert (found.remaining, found.left.unknown) == (None, ("M-1",))


def test_a_milestone_without_deliverables_has_its_own_estimate_left():
    found = measure_drift(milestone())

    assert (found.remaining, found.drift, found.progress) == (100, 0, None)


def test_the_milestones_estimate_is_spread_over_what_has_none():
    facts = milestone(item("D-1", 40, status="CLOSED", spent=44), item("D-2"), item("D-3"))

    found = measure_drift(facts)

    assert (found.sizes.share, found.sizes.spread) == (30, ("D-2", "D-3"))
    assert (found.remaining, found.drift, found.parts.finished, found.progress) == (60, 4, 4, 0.4)


def test_an_estimate_used_up_by_the_others_leaves_the_rest_unknown():
    found = measure_drift(milestone(item("D-1", 120), item("D-2")))

    assert (found.remaining, found.left.unknown) == (None, ("D-2",))


def test_work_added_without_an_estimate_adds_no_scope_but_takes_its_share():
    found = measure_drift(milestone(item("D-1"), item("D-2", at=AFTER)))

    assert (found.remaining, found.drift, found.parts.scope) == (100, 0, 0)
    assert found.parts.added_blank == ("D-2",)


def test_what_is_in_no_deliverable_yet_still_remains():
    found = measure_drift(milestone(item("D-1", 70)))

    assert (found.remaining, found.left.loose, found.drift) == (100, 30, 0)


def test_once_every_deliverable_has_ended_nothing_remains_of_the_rest():
    found = measure_drift(milestone(item("D-1", 70, status="CLOSED", spent=70)))

    assert (found.remaining, found.drift) == (0, -30)
    assert found.parts.reestimated_lines == ((REST, -30),)


def test_a_sum_of_deliverables_leaves_nothing_over():
    summed = guess(100, is_own=False, is_baseline=True)

    assert measure_drift(milestone(item("D-1", 70), totals=(summed,))).remaining == 70


def test_closed_work_without_effort_entries_makes_the_drift_unknown():
    found = measure_drift(milestone(item("D-1", 40, status="CLOSED"), item("D-2", 60)))

    assert (found.unrecorded, found.forecast, found.drift) == (("D-1",), None, None)
    assert (found.parts.finished, found.parts.reestimated, found.remaining) == (None, 0, 60)


def test_effort_on_closed_work_of_nothing_is_known():
    assert measure_drift(milestone(item("D-1", 40, status="CLOSED", spent=0), item("D-2", 60))).drift == -40


def test_what_remains_of_the_whole_counts_while_it_is_the_newest_word():
    facts = milestone(
        item("D-1", 60, spent=30), item("D-2", 40, spent=10), remaining=guess(50, AFTER), spent_since=10
    )

    assert figures(facts) == (40, 40, -20, 0, 0, -20)


def test_what_remains_of_the_whole_is_outdated_by_a_later_estimate():
    late = item("D-2", 40, remaining=guess(35, AFTER + timedelta(days=1)))

    assert measure_drift(milestone(item("D-1", 60), late, remaining=guess(5, AFTER))).remaining == 95


def test_an_unmarked_own_estimate_of_the_day_of_commitment_is_the_baseline():
    facts = milestone(item("D-1", 90), totals=(guess(80), guess(100, AFTER)))

    assert measure_drift(facts).baseline == 80


def test_without_an_own_estimate_the_sum_of_that_day_is_the_baseline():
    found = measure_drift(milestone(item("D-1", 30), item("D-2", 50, at=BEFORE), own=None))

    assert (found.baseline, found.is_baseline_own, found.drift) == (80, False, 0)


def test_an_estimate_given_after_commitment_is_no_baseline():
    found = measure_drift(milestone(item("D-1", 30, at=AFTER, created_on=BEFORE.date()), own=None))

    assert (found.baseline, found.parts, found.drift) == (None, None, None)


def test_a_milestone_that_is_not_committed_has_no_drift():
    found = measure_drift(milestone(item("D-1", 30), totals=(guess(90),), committed_on=None))

    assert (found.baseline, found.drift, found.remaining) == (None, None, 90)


def test_budget_lines_count_what_was_spent_on_them():
    found = measure_drift(milestone(kind="BUDGET_LINE", spent_direct=25.0))

    assert (found.spent, found.remaining, found.drift) == (25, 75, 0)


DAYS = st.floats(min_value=0, max_value=5000, allow_nan=False)
SIZE = st.floats(min_value=0.01, max_value=5000, allow_nan=False)
MOMENTS = st.integers(min_value=-90, max_value=90).map(lambda n: AT + timedelta(days=n))
GUESSES = st.builds(lambda likely, at: guess(likely, at), SIZE, MOMENTS)


@st.composite
def items_of_any_kind(draw, number: int) -> Item:
    born = draw(st.none() | MOMENTS)
    totals = tuple(sorted(draw(st.lists(GUESSES, max_size=3)), key=lambda one: one.at))
    return Item(
        key=f"D-{number}",
        status=draw(st.sampled_from(["PLANNED", "IN_PROGRESS", "CLOSE_REQUESTED", "CLOSED", "DROPPED"])),
        created_on=born.date() if born else None,
        created_at=born,
        dropped_at=draw(st.none() | MOMENTS),
        totals=totals,
        remaining=draw(st.none() | GUESSES),
        spent=draw(st.none() | DAYS),
        spent_since=draw(DAYS),
    )


@st.composite
def milestones_of_any_kind(draw) -> MilestoneFacts:
    count = draw(st.integers(min_value=0, max_value=6))
    totals = sorted(draw(st.lists(GUESSES, max_size=3)), key=lambda one: one.at)
    chosen = draw(st.integers(min_value=-1, max_value=len(totals) - 1))
    is_own = draw(st.booleans())
    marked = [
        Guess(one.likely, one.on, one.at, is_own=is_own, is_baseline=n == chosen)
        for n, one in enumerate(totals)
    ]
    return MilestoneFacts(
        id=1,
        key="M-1",
        status="IN_PROGRESS",
        committed_on=draw(st.none() | MOMENTS.map(lambda at: at.date())),
        totals=tuple(marked),
        remaining=draw(st.none() | GUESSES),
        spent_direct=draw(st.none() | DAYS),
        spent_since=draw(DAYS),
        items=tuple(draw(items_of_any_kind(number)) for number in range(count)),
    )


@settings(max_examples=400, deadline=None)
@given(milestones_of_any_kind())
def test_the_parts_sum_to_the_drift_whatever_the_program(facts):
    found = measure_drift(facts)

    if found.parts is not None and found.parts.total is not None:
        parts = found.parts
        total = parts.finished + parts.scope + parts.reestimated + parts.reference_class
        assert total == pytest.approx(found.spent + found.remaining - found.baseline, abs=1e-6)
        assert found.drift == pytest.approx(total, abs=1e-6)
    elif found.drift is not None:
        pytest.fail("a drift without its parts")


@settings(max_examples=200, deadline=None)
@given(milestones_of_any_kind())
def test_what_is_unknown_is_never_a_number(facts):
    found = measure_drift(facts)

    assert found.remaining is None or found.remaining >= 0
    assert (found.remaining is None) == bool(found.left.unknown)
    if found.remaining is None or found.unrecorded:
        assert found.forecast is None
        assert found.drift is None
