"""Acceptance checks: a result says where it is seen."""

import pytest

from milestones.models import AcceptanceCheck
from milestones.services import acceptance_check as checks
from pm.errors import DomainError, StaleEdit
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory

pytestmark = pytest.mark.django_db


def test_a_check_gets_its_result_with_evidence():
    milestone = MilestoneFactory()
    row = checks.add(milestone=milestone, text="Restart twice", kind="MANUAL", actor=actor())
    for changes, sentence in (
        ({"result": "PASSED"}, "where the result is seen"),
        ({"result": "NOT_NEEDED"}, "why it is not needed"),
        ({"text": ""}, "what is tried"),
    ):
        with pytest.raises(DomainError, match=sentence):
            checks.edit(check=row, changes=changes, actor=actor())

    checks.edit(check=row, changes={"result": "PASSED", "evidence": "Log of 2 Mar"}, actor=actor())
    with pytest.raises(StaleEdit):
        checks.edit(check=row, changes={"evidence": "Mine"}, base={"evidence": ""}, actor=actor())

    row.refresh_from_db()
    assert (row.result, row.evidence, row.rank) == ("PASSED", "Log of 2 Mar", 0)
    assert checks.add(milestone=milestone, text="Load", kind="PERFORMANCE", actor=actor()).rank == 1
    with pytest.raises(DomainError, match="what is tried"):
        checks.add(milestone=milestone, text=" ", actor=actor())
    checks.remove(check=row, actor=actor())
    assert AcceptanceCheck.objects.count() == 1
