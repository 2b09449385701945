"""Success criteria: added in order, met with evidence, kept when the milestone has ended."""

import pytest

from milestones.models import SuccessCriterion
from milestones.services import success_criterion as criteria
from pm.errors import DomainError, StaleEdit
from pm.models import Change
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.spec import SuccessCriterionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone():
    return MilestoneFactory(number=3)


def texts():
    return list(SuccessCriterion.objects.order_by("rank").values_list("text", flat=True))


def test_they_stand_in_the_order_they_were_added_until_one_is_moved(milestone):
    rows = [criteria.add(milestone=milestone, text=f"Criterion {n}", actor=actor()) for n in (1, 2, 3)]

    criteria.move(criterion=rows[2], up=True, actor=actor())
    assert texts() == ["Criterion 1", "Criterion 3", "Criterion 2"]
    criteria.move(criterion=rows[0], up=True, actor=actor())
    criteria.move(criterion=rows[0], up=False, actor=actor())
    assert texts() == ["Criterion 3", "Criterion 1", "Criterion 2"]
    assert set(Change.objects.values_list("subject", flat=True)) == {"M-3"}


def test_met_needs_evidence_and_may_be_taken_back(milestone):
    row = SuccessCriterionFactory(program=milestone.program, milestone=milestone)
    with pytest.raises(DomainError, match="Met needs evidence"):
        criteria.meet(criterion=row, evidence=" ", actor=actor())

    criteria.meet(criterion=row, evidence=" https://example.org/run ", actor=actor())
    row.refresh_from_db()
    assert (row.is_met, row.evidence, row.met_on) == (True, "https://example.org/run", NOW.date())

    criteria.unmeet(criterion=row, why="It broke", actor=actor())
    row.refresh_from_db()
    assert (row.is_met, row.evidence, row.met_on) == (False, "", None)
    assert Change.objects.filter(why="It broke").exists()


def test_words_are_edited_and_never_empty(milestone):
    row = SuccessCriterionFactory(program=milestone.program, milestone=milestone, text="Old")
    criteria.edit(criterion=row, changes={"text": "New", "level": "NICE"}, actor=actor())
    for call in (
        lambda: criteria.edit(criterion=row, changes={"text": " "}, actor=actor()),
        lambda: criteria.add(milestone=milestone, text="", actor=actor()),
        lambda: criteria.edit(criterion=row, changes={"is_met": True}, actor=actor()),
    ):
        with pytest.raises(DomainError):
            call()
    with pytest.raises(StaleEdit):
        criteria.edit(criterion=row, changes={"text": "Mine"}, base={"text": "Old"}, actor=actor())

    criteria.remove(criterion=row, actor=actor())
    assert texts() == []
    assert Change.objects.order_by("pk").last().kind == "DELETE"


@pytest.mark.parametrize("status", ["DELIVERED", "REVIEWED", "DROPPED"])
def test_what_has_ended_keeps_what_it_was_to_show(milestone, status):
    days = {"committed_on": NOW.date(), "delivered_on": NOW.date()}
    ended = MilestoneFactory(program=milestone.program, status=status, **days)
    row = SuccessCriterionFactory(program=milestone.program, milestone=ended)
    for call in (
        lambda: criteria.add(milestone=ended, text="x", actor=actor()),
        lambda: criteria.meet(criterion=row, evidence="The log of today", actor=actor()),
        lambda: criteria.remove(criterion=row, actor=actor()),
    ):
        with pytest.raises(DomainError, match="Reopen it to change what it was to show"):
            call()
