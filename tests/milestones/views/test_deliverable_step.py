"""Steps of a deliverable, and what they wait for."""

import pytest

from milestones.models import Deliverable
from milestones.services import deliverable as deliverables
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.delivery import EvidenceRequirementFactory, HandoverFactory
from tests.factories.milestones import FeatureFactory, PinFactory, StatementFactory
from tests.factories.pm import UserFactory, member_of
from tests.milestones.views.deliverable_world import (
    PAGE,
    STEP,
    TODAY,
    line,
    manager,
    member,
    program,
    row,
    team,
    team_lead,
    words_of,
)

__all__ = ["line", "manager", "member", "program", "row", "team", "team_lead"]

pytestmark = pytest.mark.django_db


def test_close_is_shown_disabled_with_its_reason_while_conditions_are_left(client, row, line, team_lead):
    html = client.get(PAGE).content.decode()

    assert 'aria-disabled="true" aria-describedby="gate-h">Close deliverable' in html
    assert "Request close with 1 waived…" in html


def test_a_lead_closes_when_all_is_met(client, row, line, team_lead):
    deliverables.answer_checklist(item=line, state="DONE", evidence="a link", actor=actor(team_lead))

    response = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})

    row.refresh_from_db()
    assert (response.status_code, row.status, row.closed_by) == (302, "CLOSED", team_lead)
    assert f"Closed on 2 Mar by {team_lead}." in words_of(client.get(PAGE))


def test_where_policy_asks_acceptance_a_close_is_requested(client, program, row, team_lead):
    with computing():
        type(program).objects.update(asks_close_acceptance=True)

    refused = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})
    asked = client.post(STEP, {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS"})

    assert (refused.status_code, asked.status_code) == (422, 302)
    assert "a close is accepted by a program lead or manager. Request it for D-9103." in words_of(refused)
    row.refresh_from_db()
    assert row.status == "CLOSE_REQUESTED"


def test_a_close_waits_for_handovers_and_own_evidence_with_the_pages_that_mend_them(client, row, team_lead):
    HandoverFactory(program=row.program, deliverable=row, number=4, title="Sync", status="DRAFT")
    EvidenceRequirementFactory(program=row.program, kind="PANEL", provider="OWNER")
    feature = FeatureFactory(program=row.program, slug="sync")
    one = StatementFactory(program=row.program, feature=feature, letter="P", number=3)
    PinFactory(program=row.program, deliverable=row, statement=one)

    html = client.get(PAGE).content.decode()
    refused = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})

    assert "0 of 2 conditions are met." in html
    assert 'href="/kit/handovers/H-4/">Open H-4</a>' in html
    assert 'href="/kit/signoffs/sync/P3/give/">Bring evidence for P3</a>' in html
    assert "0 of 1 required before it is verified" in html
    assert "P3 lacks the evidence that its own subteam brings" in words_of(refused)


def test_a_close_with_conditions_left_is_refused_in_words(client, row, line, team_lead):
    response = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})

    assert response.status_code == 422
    assert "D-9103 cannot close yet: dogfooding is open." in response.content.decode()


def test_a_waived_close_asks_why_then_waits_for_an_answer(client, program, row, line, team_lead):
    bare = client.post(STEP, {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS"})
    asked = client.post(
        STEP, {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS", "reason": "No users before the MVP."}
    )
    waiting = client.get(PAGE).content.decode()
    client.force_login(member_of(program, Role.MANAGER))
    accepted = client.post(STEP, {"to": "CLOSED", "base_status": "CLOSE_REQUESTED"})

    row.refresh_from_db()
    assert (bare.status_code, asked.status_code, accepted.status_code) == (422, 302, 302)
    assert "To request close, write one sentence that says why." in bare.content.decode()
    assert "D-9103 is now waiting for its close to be accepted." in waiting
    assert "A program lead or manager accepts or returns it." in waiting
    assert (row.status, row.closed_by, row.accepted_by is not None) == ("CLOSED", team_lead, True)


def test_return_drop_and_reopen_ask_why_and_keep_what_was_typed(client, row, manager):
    bare = client.post(STEP, {"to": "DROPPED", "base_status": "IN_PROGRESS", "reason": " "})
    dropped = client.post(STEP, {"to": "DROPPED", "base_status": "IN_PROGRESS", "reason": "Out of scope."})
    reopened = client.post(STEP, {"to": "PLANNED", "base_status": "DROPPED", "reason": "In scope again."})

    assert (bare.status_code, dropped.status_code, reopened.status_code) == (422, 302, 302)
    assert '<details class="step-why" open>' in bare.content.decode()


def test_a_start_waits_for_the_milestone(client, row, member):
    with computing():
        Deliverable.objects.update(status="PLANNED")
        type(row.milestone).objects.update(status="PROPOSED", committed_on=None)

    page = words_of(client.get(PAGE))
    response = client.post(STEP, {"to": "IN_PROGRESS", "base_status": "PLANNED"})

    assert "M-9031 is not committed yet." in page
    assert response.status_code == 422
    assert "Commit it, then start D-9103." in response.content.decode()


def test_a_member_starts_and_does_not_drop(client, row, member):
    with computing():
        Deliverable.objects.update(status="PLANNED")

    dropped = client.post(STEP, {"to": "DROPPED", "base_status": "PLANNED", "reason": "x y"})
    started = client.post(STEP, {"to": "IN_PROGRESS", "base_status": "PLANNED"})

    row.refresh_from_db()
    assert (dropped.status_code, started.status_code, row.status) == (403, 302, "IN_PROGRESS")


def test_a_step_from_a_state_that_is_gone_is_said(client, row, manager):
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=TODAY)

    stale = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})
    impossible = client.post(STEP, {"to": "PLANNED", "base_status": "CLOSED"})

    assert (stale.status_code, impossible.status_code) == (409, 422)
    assert "D-9103 is closed; it cannot become planned in one step." in impossible.content.decode()


def test_a_stale_step_is_a_choice(client, row, manager):
    deliverables.take_step(deliverable=row, to="CLOSE_REQUESTED", actor=actor(UserFactory(name="Cleo Fenn")))

    response = client.post(STEP, {"to": "DROPPED", "base_status": "IN_PROGRESS", "reason": "Out of scope."})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Cleo Fenn changed this while you were writing" in html
    assert 'name="base_status" value="CLOSE_REQUESTED"' in html
    assert 'name="reason" value="Out of scope."' in html


def test_an_imported_close_says_so(client, row, member):
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=TODAY, is_close_imported=True)

    assert "Closed on 2 Mar, as an import says: claimed, never verified." in words_of(client.get(PAGE))
