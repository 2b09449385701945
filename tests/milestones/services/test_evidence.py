"""The evidence policy: what a statement of a letter needs."""

import pytest

from milestones.services import evidence as service
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_requirement_is_added_edited_and_switched_off():
    row = service.add(
        program=ProgramFactory(), letter="S", kind="OTHER", text=" Audit ", expires_after_days=365,
        actor=actor(),
    )  # fmt: skip
    service.edit(requirement=row, changes={"need": "IF_RELEVANT"}, base={"need": "REQUIRED"}, actor=actor())
    row = service.archive(requirement=row, actor=actor())

    assert (row.text, row.provider, row.need, row.expires_after_days) == ("Audit", "SERVICE", "OFF", 365)


def test_what_no_policy_can_ask_is_refused():
    program = ProgramFactory()
    row = service.add(program=program, letter="P", kind="PANEL", actor=actor())

    def add(**fields):
        return service.add(program=program, actor=actor(), **{"letter": "R", "kind": "PANEL", **fields})

    for refused, match in (
        (lambda: add(letter="X"), "Choose a letter"),
        (lambda: add(kind="X"), "Choose what the evidence is"),
        (lambda: add(letter="P"), "The policy of P has a line “Dashboard panel” already"),
        (lambda: add(expires_after_days=0), "1 to 3650 days"),
        (lambda: service.edit(requirement=row, changes={"letter": "R"}, actor=actor()), "letter cannot be"),
    ):
        with pytest.raises(DomainError, match=match):
            refused()
