"""Gates: planned, held with an outcome, owed after a drop."""

from datetime import date, timedelta

import pytest

from milestones.models import Gate
from milestones.services import gate as gates
from milestones.services import milestone as milestones
from pm.errors import DomainError, StaleEdit
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.spec import GateFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_gate_is_held_on_a_day_with_an_outcome():
    row = gates.plan(milestone=MilestoneFactory(), kind="KICK_OFF", planned_on=TODAY, actor=actor())
    for changes, sentence in (
        ({"outcome": "Go"}, "on which day"),
        ({"held_on": TODAY + timedelta(days=1), "outcome": "Go"}, "a day to come"),
        ({"held_on": TODAY, "outcome": " "}, "what came out"),
        ({"kind": "CLOSE"}, "cannot be edited here"),
    ):
        with pytest.raises(DomainError, match=sentence):
            gates.hold(gate=row, changes=changes, actor=actor())

    gates.hold(gate=row, changes={"held_on": TODAY, "outcome": "Go", "lessons": "Ask"}, actor=actor())

    row.refresh_from_db()
    assert (row.held_on, row.outcome, row.lessons) == (TODAY, "Go", "Ask")
    with pytest.raises(DomainError, match="kick-off was held"):
        gates.remove(gate=row, actor=actor())
    with pytest.raises(StaleEdit):
        gates.hold(gate=row, changes={"outcome": "Stop"}, base={"outcome": ""}, actor=actor())


def test_a_planned_gate_moves_or_goes():
    row = GateFactory()
    gates.edit(gate=row, changes={"planned_on": date(2026, 5, 1), "who": "All"}, actor=actor())
    with pytest.raises(DomainError, match="years a plan can hold"):
        gates.edit(gate=row, changes={"planned_on": date(1900, 1, 1)}, actor=actor())
    gates.remove(gate=row, actor=actor())
    assert not Gate.objects.exists()


def test_a_drop_owes_a_post_mortem_in_two_working_days_once():
    row = MilestoneFactory()

    milestones.take_step(milestone=row, to="DROPPED", reason="Nobody wants it", actor=actor())
    owed = Gate.objects.get(milestone=row)
    milestones.take_step(milestone=row, to="PROPOSED", reason="Somebody does", actor=actor())
    milestones.take_step(milestone=row, to="DROPPED", reason="They left", actor=actor())

    assert (owed.kind, owed.planned_on) == ("POST_MORTEM", date(2026, 3, 4))
    assert Gate.objects.filter(milestone=row).count() == 1
