"""The tables of states."""

from milestones.models import Deliverable, Milestone
from milestones.pure.states import DELIVERABLE_STEPS, MILESTONE_STEPS, find_step, steps_from
from pm.permissions import Permission


def test_tables_name_only_known_states_and_permissions():
    for steps, choices in ((MILESTONE_STEPS, Milestone.Status), (DELIVERABLE_STEPS, Deliverable.Status)):
        for step in steps:
            assert step.source in choices.values
            assert step.target in choices.values
            assert step.permission in list(Permission)


def test_a_step_stands_once_in_its_table():
    for steps in (MILESTONE_STEPS, DELIVERABLE_STEPS):
        pairs = [(step.source, step.target) for step in steps]
        assert len(pairs) == len(set(pairs))


def test_every_state_but_the_last_has_a_way_out():
    assert {state for state in Milestone.Status.values if not steps_from(MILESTONE_STEPS, state)} == {
        "REVIEWED"
    }
    assert all(steps_from(DELIVERABLE_STEPS, state) for state in Deliverable.Status.values)


def test_find_step_of_a_jump_finds_nothing():
    assert find_step(MILESTONE_STEPS, "IDEA", "COMMITTED") is None
    assert find_step(MILESTONE_STEPS, "IDEA", "PROPOSED").verb == "Propose"
