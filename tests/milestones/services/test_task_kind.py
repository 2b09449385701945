"""A task kind: what a task outside any deliverable can be."""

import pytest

from milestones.services import task_kind as service
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_kind_is_added_edited_and_put_away():
    kind = service.add(program=ProgramFactory(), name="Bug", lines=["It is reproduced."], actor=actor())
    line = service.add_item(kind=kind, text="A test fails", actor=actor())
    service.edit_item(item=line, changes={"text": "A test fails without it."}, actor=actor())
    service.remove_item(item=kind.items.get(rank=0), actor=actor())
    service.edit(kind=kind, changes={"name": "Defect", "asks_cause": True}, actor=actor())
    kind = service.archive(kind=kind, actor=actor())

    assert (kind.name, kind.asks_cause, kind.is_archived) == ("Defect", True, True)
    assert list(kind.items.values_list("text", flat=True)) == ["A test fails without it."]


def test_what_no_kind_can_be_is_refused():
    program = ProgramFactory()
    kind = service.add(program=program, name="Bug", actor=actor())
    line = service.add_item(kind=kind, text="It holds.", actor=actor())
    for refused, match in (
        (lambda: service.add(program=program, name=" ", actor=actor()), "Write what such a task is"),
        (lambda: service.add(program=program, name="Bug", actor=actor()), "a kind of task “Bug” already"),
        (lambda: service.add(program=program, name="A", lines=[""], actor=actor()), "A line says"),
        (lambda: service.edit(kind=kind, changes={"x": 1}, actor=actor()), "x cannot be edited"),
        (lambda: service.edit_item(item=line, changes={"x": 1}, actor=actor()), "x cannot be edited"),
    ):
        with pytest.raises(DomainError, match=match):
            refused()
