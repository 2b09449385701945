"""Stakeholders have a name of their own; archived ones stay."""

import pytest

from milestones.services import stakeholder as stakeholders
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_name_is_there_and_stands_once():
    program = ProgramFactory()
    row = stakeholders.create(program=program, name=" The council ", interest="Cost", actor=actor())
    other = stakeholders.create(program=program, name="The press", actor=actor())
    for call, sentence in (
        (lambda: stakeholders.create(program=program, name="The council", actor=actor()), "is in the list"),
        (lambda: stakeholders.create(program=program, name="", actor=actor()), "has a name"),
        (
            lambda: stakeholders.edit(stakeholder=other, changes={"name": "The council"}, actor=actor()),
            "is in the list",
        ),
    ):
        with pytest.raises(DomainError, match=sentence):
            call()
    stakeholders.edit(stakeholder=row, changes={"name": "The council", "organisation": "Town"}, actor=actor())
    stakeholders.set_archived(stakeholder=row, is_archived=True, actor=actor())

    row.refresh_from_db()
    assert (row.name, row.organisation, row.is_archived) == ("The council", "Town", True)
