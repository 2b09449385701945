"""The lines of a milestone's specification from the browser: forms, verbs, and where they lead back to."""

import re

import pytest

from milestones.models import (
    AcceptanceCheck,
    Communication,
    CoverageAnswer,
    DesignArtefact,
    Gate,
    MilestoneSignOff,
    SuccessCriterion,
)
from pm.permissions import Role
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of
from tests.factories.spec import MilestoneSignOffFactory, StakeholderFactory, SuccessCriterionFactory

pytestmark = pytest.mark.django_db
PAGE = "/kit/milestones/M-9031/"


@pytest.fixture
def milestone():
    program = ProgramFactory(slug="kit")
    SubteamFactory(program=program, kind="DOCS")
    return MilestoneFactory(program=program, number=9031, title="Store MVP")


@pytest.fixture
def manager(client, milestone):
    person = member_of(milestone.program, Role.MANAGER)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("path", "data", "model", "section"),
    [
        ("criteria", {"text": "It holds", "kind": "QUALITY", "level": "MUST"}, SuccessCriterion, "criteria"),
        ("signoffs", {"moment": "MET", "role": "Quality"}, MilestoneSignOff, "criteria"),
        ("acceptance", {"text": "Restart", "kind": "MANUAL", "result": "OPEN"}, AcceptanceCheck, "criteria"),
        (
            "artefacts",
            {"kind": "FLOW", "state": "NOT_NEEDED", "because": "Plain"},
            DesignArtefact,
            "artefacts",
        ),
        ("gates", {"kind": "KICK_OFF", "planned_on": "5 Mar 2026", "has_guests": "on"}, Gate, "gates"),
    ],
)
def test_a_line_is_added_and_removed_again(client, manager, milestone, path, data, model, section):
    form = client.get(f"{PAGE}{path}/new/")
    empty = client.post(f"{PAGE}{path}/new/", {})
    added = client.post(f"{PAGE}{path}/new/", data)
    row = model.objects.get()
    edit = client.get(f"{PAGE}{path}/{row.pk}/edit/")
    removed = client.post(f"{PAGE}{path}/{row.pk}/remove/")

    assert (form.status_code, empty.status_code, edit.status_code) == (200, 422, 200)
    assert [one.headers["Location"] for one in (added, removed)] == [f"{PAGE}#{section}"] * 2
    assert not model.objects.exists()


def test_a_criterion_is_met_lifted_and_open_again(client, manager, milestone):
    rows = [SuccessCriterionFactory(program=milestone.program, milestone=milestone) for _ in range(2)]
    base = f"{PAGE}criteria/{rows[1].pk}"
    client.post(f"{base}/meet/", {"evidence": "https://example.org/run"})
    client.post(f"{base}/lift/")
    page = client.get(PAGE).content.decode()
    order = list(SuccessCriterion.objects.order_by("rank").values_list("pk", flat=True))
    client.post(f"{base}/unmeet/")

    rows[1].refresh_from_db()
    assert "1 of 2 met" in page
    assert "https://example.org/run" in page
    assert order == [rows[1].pk, rows[0].pk]
    assert rows[1].is_met is False


def test_a_line_of_another_milestone_is_not_found(client, manager, milestone):
    other = SuccessCriterionFactory(
        program=milestone.program, milestone=MilestoneFactory(program=milestone.program)
    )

    assert client.get(f"{PAGE}criteria/{other.pk}/edit/").status_code == 404
    assert client.post(f"{PAGE}criteria/{other.pk}/remove/").status_code == 404


def test_who_is_named_signs_from_the_page_and_nobody_else(client, milestone):
    person, other = (member_of(milestone.program, Role.STAKEHOLDER) for _ in range(2))
    row = MilestoneSignOffFactory(
        program=milestone.program, milestone=milestone, signer=person, role="Quality"
    )
    step = f"{PAGE}signoffs/{row.pk}/step/"
    data = {"to": "SIGNED", "base_to": "OPEN", "reason": "Fine"}
    client.force_login(other)
    refused = client.post(step, data).status_code
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    asked = client.get(f"{step}?to=REFUSED").content.decode()
    signed = client.post(step, data)

    row.refresh_from_db()
    assert refused == 403
    assert f'{step}?to=SIGNED">Sign' in page
    assert "Why not" in asked
    assert signed.headers["Location"] == f"{PAGE}#criteria"
    assert (row.state, row.signed_by) == ("SIGNED", person)


def test_the_coverage_grid_is_answered_in_one_form(client, manager, milestone):
    form = client.get(f"{PAGE}coverage/").content.decode()
    client.post(f"{PAGE}coverage/", {"DOCS": "Nothing to read", "base_DOCS": ""})
    stale = client.post(f"{PAGE}coverage/", {"DOCS": "Other words", "base_DOCS": ""})

    assert "Docs: not needed, because" in form
    assert CoverageAnswer.objects.get().because == "Nothing to read"
    assert stale.status_code == 409
    assert "Nothing to read" in stale.content.decode()


def test_a_gate_is_held_with_its_outcome(client, manager, milestone):
    client.post(f"{PAGE}gates/new/", {"kind": "KICK_OFF", "planned_on": "26 Feb 2026"})
    row = Gate.objects.get()
    before = client.get(PAGE).content.decode()
    hold = f"{PAGE}gates/{row.pk}/hold/"
    bases = {
        "base_held_on": "",
        "base_who": "",
        "base_has_guests": "",
        "base_outcome": "",
        "base_lessons": "",
    }
    client.post(hold, {**bases, "held_on": "2 Mar 2026", "outcome": "Go on", "lessons": "Ask first"})
    after = client.get(PAGE).content.decode()

    assert "4 d overdue" in before
    assert re.search(r"held <a [^>]*><span>2 Mar</span></a>", after)
    assert "learnt: Ask first" in after


def test_the_communication_plan_comes_due_and_is_told(client, manager, milestone):
    person = StakeholderFactory(program=milestone.program, name="The council")
    plan = {"stakeholder": person.pk, "message": "It comes", "due_on": "27 Feb 2026"}
    client.post(f"{PAGE}communication/new/", plan)
    row = Communication.objects.get()
    before = client.get(PAGE).content.decode()
    client.post(f"{PAGE}communication/{row.pk}/finish/")
    after = client.get(PAGE).content.decode()
    client.post(f"{PAGE}communication/{row.pk}/reopen/")

    row.refresh_from_db()
    assert "3 d overdue" in before
    assert "1 of 1 told" in after
    assert row.done_on is None
    assert "The council" in client.get("/kit/stakeholders/").content.decode()
