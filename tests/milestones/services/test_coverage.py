"""Coverage answers: why nothing of one kind of subteam is needed."""

import pytest

from milestones.models import CoverageAnswer
from milestones.services import coverage
from pm.errors import DomainError, StaleEdit
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import SubteamFactory
from tests.factories.spec import CoverageAnswerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone():
    return MilestoneFactory()


def test_a_kind_that_brings_something_needs_no_answer(milestone):
    team = SubteamFactory(program=milestone.program, kind="QA")
    part = DeliverableFactory(program=milestone.program, milestone=milestone, accountable=team)
    with pytest.raises(DomainError, match=f"QA is covered by {part.key}"):
        coverage.answer(milestone=milestone, kind="QA", because="x", actor=actor())
    with pytest.raises(DomainError, match="why it is not needed"):
        coverage.answer(milestone=milestone, kind="DOCS", because=" ", actor=actor())
    coverage.answer(milestone=milestone, kind="DOCS", because="Nothing to read", actor=actor())
    with pytest.raises(DomainError, match="Docs has its answer already"):
        coverage.answer(milestone=milestone, kind="DOCS", because="x", actor=actor())


def test_all_answers_at_once_add_change_and_take_back(milestone):
    of = {"program": milestone.program, "milestone": milestone}
    CoverageAnswerFactory(**of, kind="DOCS", because="Old")
    CoverageAnswerFactory(**of, kind="QA", because="Gone")

    coverage.answer_all(
        milestone=milestone,
        answers={"DOCS": "New", "QA": "", "DEVREL": "No talk", "RESEARCH": ""},
        base={"DOCS": "Old", "QA": "Gone", "DEVREL": "", "RESEARCH": ""},
        actor=actor(),
    )

    assert dict(CoverageAnswer.objects.values_list("kind", "because")) == {"DOCS": "New", "DEVREL": "No talk"}


def test_an_answer_that_somebody_else_changed_is_not_written_over(milestone):
    CoverageAnswerFactory(program=milestone.program, milestone=milestone, kind="DOCS", because="Theirs")
    with pytest.raises(StaleEdit) as stale:
        coverage.answer_all(milestone=milestone, answers={"DOCS": "Mine"}, base={"DOCS": ""}, actor=actor())

    [conflict] = stale.value.conflicts
    assert (conflict.field, conflict.base, conflict.theirs, conflict.mine) == ("DOCS", "", "Theirs", "Mine")
