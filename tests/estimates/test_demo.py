"""The numbers of the sample program: two milestones at risk for different reasons, one watch, one unknown."""

from collections import Counter

import pytest

from estimates.models import (
    Absence,
    Allocation,
    Bet,
    BetOption,
    Capacity,
    CostRate,
    Decision,
    Estimate,
    Flag,
    FlagReason,
    ImpactMetric,
    ImpactObservation,
    ImpactReview,
)
from milestones.models import Milestone
from pm.models import Program
from tests.factories.sample import sample_program

__all__ = ["sample_program"]
pytestmark = pytest.mark.django_db


def flags(program: Program) -> dict[str, str]:
    """The open flag of each milestone that has one."""
    return dict(Flag.objects.filter(program=program, closed_at=None).values_list("milestone__title", "level"))


def reasons(program: Program, title: str) -> set[str]:
    """The rules behind a milestone's open flag."""
    rows = FlagReason.objects.filter(
        program=program, flag__milestone__title=title, flag__closed_at=None
    ).values_list("rule", flat=True)
    return set(rows)


def test_four_milestones_are_flagged_for_different_reasons(sample_program: Program) -> None:
    assert flags(sample_program) == {
        "Message order across restarts": "LATE",
        "Store-and-forward MVP": "AT_RISK",
        "Battery under 3 % a day": "WATCH",
        "Fleet dashboard": "UNKNOWN",
    }


def test_one_is_late_by_its_dates_and_the_other_at_risk_by_its_pace(sample_program: Program) -> None:
    late = reasons(sample_program, "Message order across restarts")
    short = reasons(sample_program, "Store-and-forward MVP")

    assert {"target_passed", "deliverables_overdue"} <= late
    assert "effort_against_pace" in short
    assert "target_passed" not in short


def test_every_other_open_bet_is_on_track(sample_program: Program) -> None:
    open_bets = Milestone.objects.filter(program=sample_program).open().exclude(kind="BUDGET_LINE")
    rest = open_bets.exclude(status="IDEA").exclude(title__in=flags(sample_program))

    assert {(row.title, row.health) for row in rest if row.health != "ON_TRACK"} == set()
    assert rest.count() == 7


def test_every_committed_bet_has_its_baseline_unless_it_was_not_estimated(sample_program: Program) -> None:
    without = (
        Milestone.objects.filter(program=sample_program, committed_on__isnull=False)
        .exclude(
            pk__in=Estimate.objects.filter(is_baseline=True, milestone__isnull=False).values("milestone")
        )
        .values_list("title", flat=True)
    )

    assert set(without) == {"Fleet dashboard", "Maintenance, 10 % of capacity"}


def test_a_decision_is_owed_on_the_one_beyond_its_appetite(sample_program: Program) -> None:
    owed = Milestone.objects.filter(program=sample_program, decision_owed_on__isnull=False)

    [row] = owed
    assert row.title == "Store-and-forward MVP"
    assert "146 of 120 person-days" in row.decision_owed_reason


def test_bets_were_weighed_placed_and_reviewed(sample_program: Program) -> None:
    bets = Bet.objects.filter(program=sample_program)
    options = BetOption.objects.filter(program=sample_program)

    assert Counter(bets.values_list("status", flat=True)) == {"PLACED": 4, "REVIEWED": 1, "DRAFT": 1}
    placed = bets.exclude(status="DRAFT")
    assert options.filter(state="CHOSEN").count() == placed.count()
    assert Counter(Decision.objects.filter(program=sample_program).values_list("is_internal", flat=True)) == {
        False: 2, True: 1,
    }  # fmt: skip


def test_every_commitment_stated_what_it_moves_and_capacity_holds_what_is_promised(
    sample_program: Program,
) -> None:
    committed = Milestone.objects.filter(program=sample_program, committed_on__isnull=False)
    metrics = ImpactMetric.objects.filter(program=sample_program)

    assert set(metrics.values_list("milestone_id", flat=True)) == set(committed.values_list("pk", flat=True))
    assert ImpactObservation.objects.filter(program=sample_program).count() > 5
    assert ImpactReview.objects.filter(program=sample_program).count() == 1
    rows = (Allocation, Absence, Capacity, CostRate)
    assert all(model._default_manager.filter(program=sample_program).count() >= 2 for model in rows)
    assert not FlagReason.objects.filter(program=sample_program, rule="overbooked").exists()


def test_estimates_come_in_all_three_kinds_and_one_call_differs(sample_program: Program) -> None:
    kinds = set(Estimate.objects.filter(program=sample_program).values_list("kind", flat=True))
    store = Milestone.objects.get(program=sample_program, title="Store-and-forward MVP")

    assert kinds == {"RANGE", "TSHIRT", "ALLOCATION"}
    assert (store.owner_call, store.health) == ("WATCH", "AT_RISK")
