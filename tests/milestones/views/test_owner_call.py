"""The owner's weekly call in the browser."""

import re

import pytest

from milestones.models import OwnerCall
from pm.permissions import Role
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
FORM = "/kit/milestones/M-9031/call/"


@pytest.fixture
def milestone():
    program = ProgramFactory(slug="kit")
    owner = member_of(program, Role.STAKEHOLDER)
    return MilestoneFactory(
        program=program, number=9031, owner=owner, status="IN_PROGRESS", committed_on="2026-01-05"
    )


def bases(client):
    body = client.get(FORM).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(base_\w+)" value="([^"]*)">', body))


def test_the_owner_calls_and_the_page_shows_it(client, milestone):
    client.force_login(milestone.owner)
    typed = {"health": "WATCH", "confidence": "60", "sentence": "Receipts may move.", "next_on": "9 Mar 2026"}

    wrong = client.post(FORM, {**bases(client), **typed, "health": ""})
    made = client.post(FORM, {**bases(client), **typed})
    again = client.post(FORM, {**bases(client), **typed})

    assert [one.status_code for one in (wrong, made, again)] == [422, 302, 302]
    assert OwnerCall.objects.count() == 2
    page = client.get("/kit/milestones/M-9031/").content.decode()
    assert ("Receipts may move." in page, "The next update is due on 9 Mar" in page) == (True, True)
    assert f'href="{FORM}"' in page


def test_two_callers_at_once_choose(client, milestone):
    client.force_login(milestone.owner)
    seen = bases(client)
    typed = {"confidence": "", "sentence": "", "next_on": ""}
    client.post(FORM, {**seen, **typed, "health": "WATCH"})

    stale = client.post(FORM, {**seen, **typed, "health": "LATE"})
    theirs = client.post(
        FORM,
        {
            **seen,
            **typed,
            "health": "LATE",
            "base_health": "WATCH",
            "keep_health": "theirs",
            "sentence": "Soon.",
        },
    )

    assert (stale.status_code, theirs.status_code) == (409, 302)
    milestone.refresh_from_db()
    assert (milestone.owner_call, milestone.owner_call_text) == ("WATCH", "Soon.")


def test_others_do_not_call(client, milestone):
    client.force_login(member_of(milestone.program, Role.MEMBER))

    assert client.get(FORM).status_code == 403
