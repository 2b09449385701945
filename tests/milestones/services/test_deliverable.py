"""A deliverable's verbs: each refusal and each effect."""

from datetime import date

import pytest

from milestones.models import ChecklistItem, Deliverable
from milestones.services import deliverable as service
from pm.errors import DomainError, IllegalStep
from tests.factories.actors import NOW, actor
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
)
from tests.factories.pm import SubteamFactory, UserFactory

pytestmark = pytest.mark.django_db


def running(**fields):
    milestone = MilestoneFactory(status="COMMITTED", committed_on=date(2026, 1, 5))
    return DeliverableFactory(program=milestone.program, milestone=milestone, status="IN_PROGRESS", **fields)


def test_create_brings_key_contributors_and_an_open_checklist():
    milestone = MilestoneFactory()
    team, helper = SubteamFactory(program=milestone.program), SubteamFactory(program=milestone.program)

    row = service.create(
        program=milestone.program,
        milestone=milestone,
        title="Store node",
        accountable=team,
        contributors=[helper],
        actor=actor(),
    )

    assert row.key == "D-1"
    assert list(row.contributions.values_list("subteam", flat=True)) == [helper.pk]
    assert list(row.checklist.order_by("rank").values_list("kind", "state")) == [
        ("SPECS", "OPEN"),
        ("CODE", "OPEN"),
        ("DOGFOODING", "OPEN"),
        ("DOCS", "OPEN"),
    ]


def test_edit_to_a_due_date_before_the_start_is_refused():
    row = DeliverableFactory(planned_start_on=date(2026, 5, 1))

    with pytest.raises(DomainError, match="due date is before"):
        service.edit(deliverable=row, changes={"due_on": date(2026, 4, 1)}, actor=actor())


def test_start_before_the_milestone_is_committed_is_refused():
    row = DeliverableFactory(status="PLANNED")

    with pytest.raises(IllegalStep, match="is not committed yet"):
        service.take_step(deliverable=row, to="IN_PROGRESS", actor=actor())


def test_close_lists_every_condition_that_is_open():
    row = running()
    ChecklistItemFactory(program=row.program, deliverable=row, kind="DOCS")
    AcceptanceCriterionFactory(program=row.program, deliverable=row, text="Two nodes talk.")

    with pytest.raises(IllegalStep) as error:
        service.take_step(deliverable=row, to="CLOSED", actor=actor())

    assert str(error.value) == f"{row.key} cannot close yet: docs is open; “Two nodes talk.” is not met."


def test_close_with_the_gate_met_keeps_who_and_when():
    row = running()
    person = UserFactory()

    service.take_step(deliverable=row, to="CLOSED", actor=actor(person))

    row.refresh_from_db()
    assert (row.status, row.closed_on, row.closed_by, row.accepted_by) == (
        "CLOSED",
        NOW.date(),
        person,
        None,
    )


def test_accepted_close_keeps_both_people():
    row = running()
    lead, manager = UserFactory(), UserFactory()
    service.take_step(deliverable=row, to="CLOSE_REQUESTED", actor=actor(lead))

    service.take_step(deliverable=row, to="CLOSED", actor=actor(manager))

    row.refresh_from_db()
    assert (row.closed_by, row.accepted_by) == (lead, manager)


def test_reopen_needs_a_reason_and_forgets_the_close():
    row = running()
    service.take_step(deliverable=row, to="CLOSED", actor=actor(UserFactory()))

    with pytest.raises(IllegalStep):
        service.take_step(deliverable=row, to="IN_PROGRESS", actor=actor())
    service.take_step(deliverable=row, to="IN_PROGRESS", reason="A test fails.", actor=actor())

    row.refresh_from_db()
    assert (row.status, row.closed_on, row.closed_by) == ("IN_PROGRESS", None, None)


@pytest.mark.parametrize("target", ["CLOSED", "CLOSE_REQUESTED"])
def test_step_that_the_table_lacks_is_refused(target):
    row = DeliverableFactory(status="PLANNED")

    with pytest.raises(IllegalStep):
        service.take_step(deliverable=row, to=target, actor=actor())

    assert Deliverable.objects.get().status == "PLANNED"


def test_request_to_close_with_conditions_open_needs_a_reason():
    row = running()
    ChecklistItemFactory(program=row.program, deliverable=row, kind="DOCS")

    with pytest.raises(IllegalStep, match="write one sentence"):
        service.take_step(deliverable=row, to="CLOSE_REQUESTED", actor=actor())

    service.take_step(deliverable=row, to="CLOSE_REQUESTED", reason="Docs follow in June.", actor=actor())
    assert Deliverable.objects.get().status == "CLOSE_REQUESTED"


def test_answer_on_a_closed_deliverable_is_refused():
    row = DeliverableFactory(status="CLOSED", closed_on=NOW.date())
    item = ChecklistItemFactory(program=row.program, deliverable=row)

    with pytest.raises(DomainError, match="is closed. Reopen it"):
        service.answer_checklist(item=item, state="OPEN", actor=actor())


@pytest.mark.parametrize("evidence", ["", "link to specs", "TBD", "{Enter link}", "[todo]", "n/a"])
def test_placeholder_is_no_evidence(evidence):
    item = ChecklistItemFactory()

    with pytest.raises(DomainError, match="Done needs evidence"):
        service.answer_checklist(item=item, state="DONE", evidence=evidence, actor=actor())


def test_answer_with_evidence_is_kept():
    item = ChecklistItemFactory()

    service.answer_checklist(
        item=item, state="DONE", evidence="https://specs.example.org/store", actor=actor()
    )

    item.refresh_from_db()
    assert (item.state, item.evidence) == ("DONE", "https://specs.example.org/store")


def test_not_needed_says_why():
    item = ChecklistItemFactory()

    with pytest.raises(DomainError, match="why it is not needed"):
        service.answer_checklist(item=item, state=ChecklistItem.State.NOT_NEEDED, actor=actor())
