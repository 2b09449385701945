"""A handover kind: the contract and its two lists."""

import pytest

from milestones.models import HandoverKind
from milestones.services import handover_kind as service
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def add(program, **fields) -> HandoverKind:
    given = {"name": "To QA", "giver_kind": "ENGINEERING", "receiver_kind": "QA", **fields}
    return service.add(program=program, actor=actor(), **given)


def test_a_contract_is_added_edited_and_put_away():
    kind = add(ProgramFactory(), give=["Tests exist."], accept=["The RFC is reviewed."])
    line = service.add_item(kind=kind, side="GIVE", text="APIs exist.", actor=actor())
    service.edit_item(
        item=line, changes={"text": "The APIs exist."}, base={"text": "APIs exist."}, actor=actor()
    )
    service.remove_item(item=kind.items.get(text="Tests exist."), actor=actor())
    service.edit(kind=kind, changes={"name": "Development to QA"}, actor=actor())
    kind = service.archive(kind=kind, actor=actor())

    assert (kind.name, kind.is_archived) == ("Development to QA", True)
    assert list(kind.items.order_by("rank", "pk").values_list("side", "text")) == [
        ("ACCEPT", "The RFC is reviewed."),
        ("GIVE", "The APIs exist."),
    ]
    assert service.archive(kind=kind, is_archived=False, actor=actor()).is_archived is False


def test_what_no_contract_can_be_is_refused():
    program = ProgramFactory()
    kind = add(program, give=["Tests exist."])
    line = kind.items.get()
    for refused, match in (
        (lambda: add(program), "a kind of handover “To QA” already"),
        (lambda: add(program, name=" "), "Write what passes"),
        (lambda: add(program, name="B", giver_kind="X"), "Choose a kind of subteam"),
        (lambda: add(program, name="B", give=[" "]), "A line is a sentence"),
        (lambda: service.add_item(kind=kind, side="X", text="B", actor=actor()), "Choose who answers"),
        (lambda: service.edit(kind=kind, changes={"rank": 1, "x": 2}, actor=actor()), "x cannot be edited"),
        (lambda: service.edit_item(item=line, changes={"kind": 1}, actor=actor()), "kind cannot be edited"),
    ):
        with pytest.raises(DomainError, match=match):
            refused()
