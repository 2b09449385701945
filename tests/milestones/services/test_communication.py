"""The communication plan: rows come due and are done."""

from datetime import date, timedelta

import pytest

from milestones.models import Communication
from milestones.services import communication as communications
from pm.errors import DomainError
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import UserFactory, member_of
from tests.factories.spec import StakeholderFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_row_is_planned_changed_done_reopened_and_removed():
    milestone = MilestoneFactory()
    program = milestone.program
    person = StakeholderFactory(program=program)

    def plan(**fields):
        return communications.plan(milestone=milestone, stakeholder=person, actor=actor(), **fields)

    for fields, sentence in (
        ({"message": " "}, "what they must hear"),
        ({"message": "x", "owner": UserFactory()}, "is not in"),
        ({"message": "x", "due_on": date(1900, 1, 1)}, "years a plan can hold"),
    ):
        with pytest.raises(DomainError, match=sentence):
            plan(**fields)
    row = plan(message="It comes", due_on=TODAY)
    communications.edit(
        row=row, changes={"owner": member_of(program), "message": "It is here"}, actor=actor()
    )
    with pytest.raises(DomainError, match="what they must hear"):
        communications.edit(row=row, changes={"message": ""}, actor=actor())
    with pytest.raises(DomainError, match="a day to come"):
        communications.finish(row=row, on=TODAY + timedelta(days=1), actor=actor())

    communications.finish(row=row, actor=actor())
    row.refresh_from_db()
    assert (row.message, row.done_on) == ("It is here", TODAY)
    communications.reopen(row=row, actor=actor())
    row.refresh_from_db()
    assert row.done_on is None
    communications.remove(row=row, actor=actor())
    assert not Communication.objects.exists()
