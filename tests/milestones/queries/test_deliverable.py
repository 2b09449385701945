from datetime import date

import pytest

from milestones.models import Deliverable, StatementRevision
from milestones.queries.deliverable import (
    in_list,
    load_promises,
    ready_to_close,
    visible_deliverables,
)
from milestones.queries.gate import load_gate
from pm.permissions import Role
from pm.rules import Access
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def access(*roles):
    return Access(roles=frozenset(roles), own_subteams={})


def test_internal_milestones_keep_their_deliverables_from_the_public():
    program = ProgramFactory()
    row = DeliverableFactory(program=program, milestone=MilestoneFactory(program=program, is_internal=True))
    other = DeliverableFactory(program=program)
    DeliverableFactory()

    assert set(visible_deliverables(program, access(Role.PUBLIC))) == {other}
    assert set(visible_deliverables(program, access(Role.STAKEHOLDER))) == {row, other}


def test_the_list_counts_conditions_and_puts_open_work_first(django_assert_num_queries):
    program = ProgramFactory()
    closed = DeliverableFactory(
        program=program, status="CLOSED", closed_on=NOW.date(), due_on=date(2026, 1, 1)
    )
    undated = DeliverableFactory(program=program)
    late = DeliverableFactory(program=program, due_on=date(2026, 9, 1))
    soon = DeliverableFactory(program=program, due_on=date(2026, 3, 1))
    ChecklistItemFactory(program=program, deliverable=soon)
    ChecklistItemFactory(program=program, deliverable=soon, kind="CODE", state="DONE", evidence="a link")
    AcceptanceCriterionFactory(program=program, deliverable=soon, is_met=True)

    with django_assert_num_queries(1):
        rows = list(in_list(Deliverable.objects.in_program(program)))

    assert rows == [soon, late, undated, closed]
    assert [(row.conditions, row.conditions_open) for row in rows] == [(3, 1), (0, 0), (0, 0), (0, 0)]


def test_ready_to_close_has_conditions_and_none_is_open():
    program = ProgramFactory()
    ready, bare, unmet, planned = (
        DeliverableFactory(program=program, status=status)
        for status in ("IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "PLANNED")
    )
    for row in (ready, unmet, planned):
        ChecklistItemFactory(program=program, deliverable=row, state="NOT_NEEDED", because="No API.")
    AcceptanceCriterionFactory(program=program, deliverable=unmet)

    assert list(ready_to_close(Deliverable.objects.in_program(program))) == [ready]
    assert bare not in ready_to_close(Deliverable.objects.in_program(program))


def test_gate_counts_what_is_met_and_left():
    row = DeliverableFactory()
    ChecklistItemFactory(program=row.program, deliverable=row)
    ChecklistItemFactory(program=row.program, deliverable=row, kind="DOCS", state="NOT_NEEDED", because="x y")
    AcceptanceCriterionFactory(program=row.program, deliverable=row, is_met=True)

    gate = load_gate(row)

    assert (gate.total, gate.met, gate.left) == (3, 2, 1)


@pytest.fixture
def row():
    program = ProgramFactory()
    return DeliverableFactory(program=program, number=7001, status="IN_PROGRESS")


def statement(row, number, **fields):
    program = row.program
    feature = fields.pop("feature", None) or FeatureFactory(program=program)
    return StatementFactory(program=program, feature=feature, number=number, **fields)


def pin(row, one, **fields):
    return PinFactory(program=row.program, deliverable=row, statement=one, **fields)


def test_a_promise_waits_for_the_others_that_made_it(row):
    alone, shared = statement(row, 1), statement(row, 2)
    other = DeliverableFactory(program=row.program, number=7006)
    closed = DeliverableFactory(program=row.program, number=7007, status="CLOSED", closed_on=NOW.date())
    pin(row, alone, rank=0)
    pin(row, shared, rank=1)
    for one in (other, closed):
        pin(one, shared)

    promises = load_promises(row, today=NOW.date())

    assert [(line.statement, line.state, line.waits_for) for line in promises.lines] == [
        (alone, "claimed", ()),
        (shared, "target", ("D-7006",)),
    ]
    assert (promises.now.claimed, promises.after.claimed, promises.now.total) == (0, 1, 2)


def test_a_promise_at_an_older_revision_drifted_and_keeps_its_text(row):
    moved = statement(row, 1, revision=2, text="Kept for as long as the node says.")
    with computing():
        StatementRevision.objects.create(
            program=row.program, statement=moved, number=1, text="Kept for seven days.",
            happened_on=NOW.date(), recorded_at=NOW,
        )  # fmt: skip
    pin(row, moved, revision=1)

    [line] = load_promises(row, today=NOW.date()).lines

    assert (line.has_drifted, line.pinned_text) == (True, "Kept for seven days.")


def test_a_limitation_counts_nowhere(row):
    pin(row, statement(row, 1, state="LIMITATION"))

    promises = load_promises(row, today=NOW.date())

    assert ([line.is_counted for line in promises.lines], promises.after.total) == ([False], 0)


def test_what_is_closed_shows_what_it_is_now(row):
    with computing():
        Deliverable.objects.filter(pk=row.pk).update(status="CLOSED", closed_on=NOW.date())
    row.refresh_from_db()
    pin(row, statement(row, 1))

    promises = load_promises(row, today=NOW.date())

    assert ([line.state for line in promises.lines], promises.now == promises.after) == (["claimed"], True)


@pytest.mark.parametrize("rows", [1, 3])
def test_promises_cost_the_same_whatever_their_number(row, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        one = statement(row, number, revision=2)
        pin(row, one, revision=1)
        pin(DeliverableFactory(program=row.program), one)

    with django_assert_num_queries(5):
        load_promises(row, today=NOW.date())
