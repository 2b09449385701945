"""Answers to the checklist and the criteria."""

import re

import pytest

from milestones.models import ChecklistItem, Deliverable
from milestones.services import criterion as criteria
from milestones.services import deliverable as deliverables
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory
from tests.factories.pm import SubteamFactory, UserFactory, member_of
from tests.milestones.views.deliverable_world import (
    PAGE,
    STEP,
    TODAY,
    criterion,
    line,
    member,
    program,
    row,
    team,
    team_lead,
    words_of,
)

__all__ = ["criterion", "line", "member", "program", "row", "team", "team_lead"]

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def answer_url(line):
    return f"{PAGE}checklist/{line.pk}/"


def answer(client, line, headers=None, **data):
    seen = {"base_state": "OPEN", "base_evidence": "", "base_because": ""}
    return client.post(answer_url(line), seen | data, headers=headers or {})


def test_a_line_is_done_with_evidence(client, row, line, member):
    response = answer(client, line, state="DONE", evidence="https://x.example/run")

    line.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert (line.state, line.evidence) == ("DONE", "https://x.example/run")
    assert "Every condition is met." in words_of(client.get(PAGE))


def test_htmx_gets_the_changed_part_and_hears_about_it(client, row, line, criterion, member):
    response = answer(client, line, HTMX, state="NOT_NEEDED", because="Nothing to use yet.")

    html = response.content.decode()
    assert response.status_code == 200
    assert html.startswith(
        f'<div id="deliverable-{row.pk}-work" data-announce="Dogfooding is now not needed. 1 of 2'
    )
    assert "<html" not in html
    assert "Not needed: Nothing to use yet. " in html


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_refused_evidence_stands_beside_its_field_with_what_was_typed(client, line, member, headers):
    response = answer(client, line, headers, state="DONE", evidence="TBD")

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="TBD"' in html
    assert f'id="id_line-{line.pk}-evidence_error"' in html or f'id="line-{line.pk}-evidence_error"' in html
    assert "Done needs evidence: a link, or a sentence that says where to look." in html
    line.refresh_from_db()
    assert line.state == "OPEN"


def test_an_answer_without_what_its_writer_saw_is_refused(client, line, member):
    response = client.post(answer_url(line), {"state": "DONE", "evidence": "a link"})

    assert response.status_code == 422
    assert "Reload the page and answer again." in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_answer_is_a_choice_and_keeping_mine_saves_it(client, line, member, headers):
    other = UserFactory(name="Cleo Fenn")
    deliverables.answer_checklist(item=line, state="DONE", evidence="a link", actor=actor(other))

    response = answer(client, line, headers, state="NOT_NEEDED", because="Not for the MVP.")
    html = response.content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.partition("conflict")[2])
    )
    kept = client.post(answer_url(line), hidden)

    line.refresh_from_db()
    assert response.status_code == 409
    assert "Cleo Fenn changed this while you were writing" in html
    assert kept.status_code == 302
    assert (line.state, line.evidence, line.because) == ("NOT_NEEDED", "", "Not for the MVP.")


def test_a_line_is_opened_again(client, row, line, member):
    deliverables.answer_checklist(item=line, state="DONE", evidence="a link", actor=actor(member))

    client.post(answer_url(line), {"state": "OPEN", "base_state": "DONE", "base_evidence": "a link"})

    line.refresh_from_db()
    assert (line.state, line.evidence) == ("OPEN", "")


def test_a_criterion_is_met_and_opened_again(client, row, criterion, member):
    url = f"{PAGE}criteria/{criterion.pk}/"

    met = client.post(url, {"is_met": "yes", "base_is_met": "no"})
    criterion.refresh_from_db()
    was = criterion.is_met
    again = client.post(url, {"is_met": "no", "base_is_met": "yes"}, headers=HTMX)
    bad = client.post(url, {"is_met": "maybe"})

    criterion.refresh_from_db()
    assert (met.status_code, was, again.status_code, criterion.is_met) == (302, True, 200, False)
    assert bad.status_code == 422


def test_a_criterion_somebody_answered_meanwhile_counts_as_answered(client, row, criterion, member):
    criteria.answer(criterion=criterion, is_met=True, actor=actor())

    response = client.post(f"{PAGE}criteria/{criterion.pk}/", {"is_met": "yes", "base_is_met": "no"})

    assert response.status_code == 302


def test_a_closed_deliverable_keeps_its_answers(client, row, line, criterion, team_lead):
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=TODAY)

    first = answer(client, line, state="DONE", evidence="a link")
    second = client.post(f"{PAGE}criteria/{criterion.pk}/", {"is_met": "yes", "base_is_met": "no"})

    assert (first.status_code, second.status_code) == (422, 422)
    assert "D-9103 is closed. Reopen it to change its answers." in first.content.decode()
    assert ChecklistItem.objects.get().state == "OPEN"


def test_a_member_of_another_subteam_does_not_answer(client, program, row, line, criterion):
    client.force_login(member_of(program, Role.MEMBER, SubteamFactory(program=program)))

    assert answer(client, line, state="DONE", evidence="a link").status_code == 403
    assert client.post(f"{PAGE}criteria/{criterion.pk}/", {"is_met": "yes"}).status_code == 403
    assert client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"}).status_code == 403


def test_a_deliverable_of_nobody_is_answered_by_managers_only(client, row, line, member):
    with computing():
        Deliverable.objects.update(accountable=None)

    assert answer(client, line, state="DONE", evidence="a link").status_code == 403


def test_a_line_of_another_deliverable_is_not_here(client, program, row, team, member):
    other = ChecklistItemFactory(
        program=program, deliverable=DeliverableFactory(program=program, accountable=team)
    )

    assert answer(client, other, state="DONE", evidence="a link").status_code == 404
