"""The tables of states hold these steps and no other."""

import pytest

from milestones.pure import spec_states as tables
from pm.permissions import Permission

PAIRS = {
    "RISK_STEPS": {"OPEN>HAPPENED", "OPEN>CLOSED", "HAPPENED>CLOSED", "HAPPENED>OPEN", "CLOSED>OPEN"},
    "BLOCKER_STEPS": {"OPEN>RESOLVED", "RESOLVED>OPEN"},
    "UNKNOWN_STEPS": {
        "OPEN>ANSWERED", "OPEN>DEFERRED", "DEFERRED>ANSWERED", "DEFERRED>OPEN", "ANSWERED>OPEN",
    },
    "DEPENDENCY_STEPS": {"OPEN>MET", "OPEN>DROPPED", "MET>OPEN", "DROPPED>OPEN"},
    "SIGNOFF_STEPS": {"OPEN>SIGNED", "OPEN>REFUSED", "REFUSED>SIGNED", "REFUSED>OPEN", "SIGNED>OPEN"},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_a_table_holds_its_steps_and_asks_known_rights(name):
    steps = getattr(tables, name)

    assert {f"{step.source}>{step.target}" for step in steps} == PAIRS[name]
    assert len(steps) == len(PAIRS[name])
    assert {step.permission for step in steps} <= set(Permission)
