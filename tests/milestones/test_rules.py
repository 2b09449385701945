"""What each step of a milestone asks for, and how it is said."""

from datetime import date

import pytest

from milestones.models import Milestone, MilestoneSignOff, SuccessCriterion, Unknown
from milestones.pure.states import MILESTONE_STEPS, find_step
from milestones.rules import CONDITIONS, unmet
from pm.services.history import computing
from tests.factories.milestones import MilestoneFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def said(name, row):
    return CONDITIONS.get(name)(row)


def test_a_budget_line_asks_for_its_share_and_no_target():
    row = Milestone(kind="BUDGET_LINE")

    assert said("target", row) == ""
    assert said("appetite", row) == "its share of the capacity is not stated"
    row.capacity_percent = 20
    assert said("appetite", row) == ""


def test_the_bet_it_follows_is_reviewed_first():
    earlier = MilestoneFactory(number=3, status="PROPOSED")
    row = MilestoneFactory(program=earlier.program, follows=earlier)

    assert said("predecessor_reviewed", row) == "M-3, which it follows, is not reviewed"
    assert said("predecessor_reviewed", earlier) == ""
    earlier.status = row.follows.status = "REVIEWED"
    assert said("predecessor_reviewed", row) == ""


def test_criteria_are_there_before_the_start_and_met_before_delivery():
    row = MilestoneFactory()
    assert said("must_criteria", row) == "no success criterion says what must hold"

    with computing():
        for level in ("MUST", "MUST", "SHOULD"):
            SuccessCriterion.objects.create(program=row.program, milestone=row, level=level, text="It holds.")

    assert said("must_criteria", row) == ""
    assert said("must_criteria_met", row) == "2 criteria that must hold are not met"
    with computing():
        SuccessCriterion.objects.filter(level="MUST").update(is_met=True, evidence="Seen.", met_on=TODAY)
    assert said("must_criteria_met", row) == ""


def test_only_open_unknowns_of_high_priority_keep_a_start():
    row = MilestoneFactory()
    with computing():
        for number, (priority, status) in enumerate(
            (("HIGH", "OPEN"), ("LOW", "OPEN"), ("HIGH", "ANSWERED")), start=1
        ):
            Unknown.objects.create(
                program=row.program, milestone=row, number=number, title="Which?", priority=priority,
                status=status, opened_on=TODAY, resolution="This.",
            )  # fmt: skip

    assert said("unknowns_answered", row) == "1 unknown of high priority is open"


def test_who_is_named_signs_and_where_nobody_is_nobody_is_waited_for():
    row = MilestoneFactory()
    assert said("signoffs_agreed", row) == ""

    with computing():
        for rank, role in enumerate(("QA lead", "Owner")):
            MilestoneSignOff.objects.create(
                program=row.program, milestone=row, moment="AGREED", role=role, rank=rank
            )
        MilestoneSignOff.objects.create(program=row.program, milestone=row, moment="MET", role="Users")

    assert said("signoffs_agreed", row) == "its success criteria are not agreed yet by QA lead, Owner"
    assert said("signoffs_met", row) == "it is not signed off yet by Users"
    with computing():
        MilestoneSignOff.objects.update(state="SIGNED", signed_on=TODAY)
    assert (said("signoffs_agreed", row), said("signoffs_met", row)) == ("", "")


def test_a_condition_that_no_app_registers_is_not_asked():
    step = find_step(MILESTONE_STEPS, "COMMITTED", "IN_PROGRESS")

    assert unmet(step, MilestoneFactory()) == ["no success criterion says what must hold"]
