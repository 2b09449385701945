"""The plan of the sample program: as many of everything as it promises, and believable."""

import pytest
from django.db.models import Count, F

from milestones.demo.features import FEATURES
from milestones.demo.roadmap import BETS
from milestones.models import (
    AcceptanceCriterion,
    ChecklistItem,
    Deliverable,
    Feature,
    Milestone,
    Pin,
    PlanLine,
    Statement,
    TargetRevision,
    Track,
)
from milestones.queries import doneness
from pm.models import Program, Subteam
from pm.services import sample
from tests.factories.actors import actor


@pytest.fixture
def program(db: None) -> Program:
    return sample.create(actor())


def test_the_sample_has_the_shape_of_a_real_program(program: Program) -> None:
    counts = {
        model: model._default_manager.filter(program=program).count()
        for model in (Subteam, Track, Milestone, Deliverable, Feature, Statement)
    }

    assert list(counts.values()) == [6, 5, 14, 50, 12, 120]


def test_the_plan_covers_two_half_years(program: Program) -> None:
    lines = PlanLine.objects.filter(program=program).annotate(asked=Count("efforts"))

    assert len({line.period for line in lines}) == 2
    assert all(line.asked for line in lines)


def test_a_few_pins_have_drifted(program: Program) -> None:
    drifted = Pin.objects.filter(program=program, revision__lt=F("statement__revision"))

    assert 5 <= drifted.count() <= 20


def test_slips_carry_their_reason_and_one_target_was_pushed_twice(program: Program) -> None:
    slips = TargetRevision.objects.filter(program=program, is_slip=True)

    assert all(slip.reason and slip.reason_class for slip in slips)
    assert list(Milestone.objects.filter(program=program, push_count=2).values_list("title", flat=True)) == [
        "Battery under 3 % a day"
    ]


def test_open_deliverables_are_proven_in_part_and_closed_ones_whole(program: Program) -> None:
    items = ChecklistItem.objects.filter(program=program)
    criteria = AcceptanceCriterion.objects.filter(program=program)

    assert not items.filter(deliverable__status="CLOSED", state="OPEN").exists()
    assert not criteria.filter(deliverable__status="CLOSED", is_met=False).exists()
    running = items.filter(deliverable__status="IN_PROGRESS")
    assert running.filter(state="OPEN").exists()
    assert running.exclude(state="OPEN").exists()


def test_doneness_shows_all_three_truths(program: Program) -> None:
    ids = list(Feature.objects.filter(program=program).values_list("pk", flat=True))

    totals = [(row.total, row.claimed, row.verified) for row in doneness.of_features(ids).values()]

    promised, claimed, verified = (sum(column) for column in zip(*totals, strict=True))
    assert promised > claimed > verified > 0


def test_every_performance_statement_can_be_measured() -> None:
    texts = [text for entry in FEATURES for letter, _, _, text in entry.statements() if letter == "P"]

    assert all(any(sign.isdigit() for sign in text) or "nine of ten" in text for text in texts)


def test_every_milestone_says_for_whom_and_why() -> None:
    assert all(bet.benefit and bet.audience and bet.scope_out for bet in BETS if bet.kind == "STANDARD")
