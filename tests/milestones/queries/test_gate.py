"""The gate of a deliverable: the page, the list and the service count the same conditions."""

import pytest

from milestones.models import Deliverable
from milestones.queries.deliverable import ready_to_close, with_conditions
from milestones.queries.gate import load_gate, open_conditions
from tests.factories.delivery import EvidenceRequirementFactory, HandoverFactory, SignOffFactory
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    FeatureFactory,
    PinFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """Its checklist is answered; it handed over once; it promises P1 twice, P2, R1, a limitation."""
    made = DeliverableFactory(status="IN_PROGRESS")
    program = made.program
    ChecklistItemFactory(program=program, deliverable=made, state="DONE", evidence="a link")
    feature = FeatureFactory(program=program)
    for letter, number, state, scopes in (
        ("P", 1, "ACTIVE", ("S1", "S2")),
        ("P", 2, "ACTIVE", ("",)),
        ("R", 1, "ACTIVE", ("",)),
        ("P", 3, "LIMITATION", ("",)),
    ):
        one = StatementFactory(
            program=program, feature=feature, letter=letter, number=number, state=state, revision=2
        )
        for scope in scopes:
            PinFactory(program=program, deliverable=made, statement=one, scope=scope)
    EvidenceRequirementFactory(program=program, kind="PANEL", provider="OWNER")
    EvidenceRequirementFactory(program=program, kind="SIMULATION")
    EvidenceRequirementFactory(
        program=program, letter="R", kind="PANEL", provider="OWNER", need="IF_RELEVANT"
    )
    return made


def counts(row) -> tuple[tuple[int, int], tuple[int, int], bool]:
    """Total and left as the page says, as the list says, and whether the lists call it ready."""
    gate = load_gate(row)
    found = with_conditions(Deliverable.objects.filter(pk=row.pk)).get()
    is_ready = ready_to_close(Deliverable.objects.filter(pk=row.pk)).exists()
    assert len(open_conditions(row)) == gate.left
    return (gate.total, gate.left), (found.conditions, found.conditions_open), is_ready


def test_a_close_waits_for_the_evidence_its_own_subteam_brings(row):
    assert counts(row) == ((3, 2), (3, 2), False)
    p1, p2 = load_gate(row).unproven
    assert open_conditions(row)[0] == "P1 lacks the evidence that its own subteam brings"

    SignOffFactory(statement=p1, kind="PANEL", subteam=row.accountable)
    SignOffFactory(statement=p2, kind="PANEL", subteam=row.accountable, revision=1)
    assert counts(row) == ((3, 1), (3, 1), False)

    SignOffFactory(statement=p2, kind="PANEL", subteam=row.accountable)
    assert counts(row) == ((3, 0), (3, 0), True)

    SignOffFactory(
        statement=p2, kind="PANEL", subteam=row.accountable, verdict="REFUSED", reason="It is off."
    )
    assert counts(row) == ((3, 1), (3, 1), False)


def test_a_close_waits_for_its_handovers(row):
    for one in load_gate(row).unproven:
        SignOffFactory(statement=one, kind="PANEL", subteam=row.accountable)
    given = HandoverFactory(program=row.program, deliverable=row, number=5)
    HandoverFactory(program=row.program, receiving_deliverable=row, number=6)

    assert counts(row) == ((4, 1), (4, 1), False)
    assert open_conditions(row) == [f"handover H-5 to {given.receiver} is not accepted"]


def test_the_gate_costs_the_same_whatever_it_holds(row, django_assert_num_queries):
    with django_assert_num_queries(4):
        load_gate(row)
