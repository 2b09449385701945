"""The status of a milestone: what is offered, what is refused, and to whom."""

from datetime import date

import pytest

from pm.models import Change
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
URL = "/kittiwake/milestones/M-31/status/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def milestone(program):
    return MilestoneFactory(
        program=program, number=31, title="Store MVP", status="IN_PROGRESS", committed_on=date(2026, 1, 5)
    )


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def post(client, to, base="IN_PROGRESS", **extra):
    return client.post(URL, {"status": to, "base_status": base, **extra}, headers=HTMX)


def status_of(milestone):
    milestone.refresh_from_db()
    return milestone.status


def test_editor_offers_legal_steps_and_says_what_keeps_the_others(client, program, milestone):
    team = SubteamFactory(program=program)
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, team))
    with computing():
        milestone.status = "COMMITTED"
        milestone.save()

    html = client.get(URL, headers=HTMX).content.decode()

    assert '<option value="IN_PROGRESS">Start: In progress (no success criterion says what' in html
    assert '<option value="DROPPED">' not in html
    assert "<b>Drop: Dropped</b>: needs the role program manager or program lead" in html


def test_deliver_with_open_deliverables_asks_for_a_reason_to_go_on(client, program, milestone, manager):
    DeliverableFactory(program=program, milestone=milestone)

    refused = post(client, "DELIVERED")
    taken = post(client, "DELIVERED", override="The pilot accepted it.")

    assert refused.status_code == 422
    assert "M-31 is not ready: 1 deliverable is still open." in refused.content.decode()
    assert 'data-announce="M-31 is now delivered."' in taken.content.decode()
    assert Change.objects.get(field="status").why == "The pilot accepted it."


def test_drop_without_a_reason_is_refused(client, milestone, manager):
    response = post(client, "DROPPED")

    assert response.status_code == 422
    assert "write one sentence that says why" in response.content.decode()
    assert status_of(milestone) == "IN_PROGRESS"


def test_status_without_javascript_goes_back(client, milestone, manager):
    response = client.post(URL, {"status": "DELIVERED", "base_status": "IN_PROGRESS"})

    assert response.url == "/kittiwake/milestones/M-31/"
    assert status_of(milestone) == "DELIVERED"


def test_page_without_htmx_lists_what_is_not_possible(client, milestone, manager):
    with computing():
        milestone.status, milestone.delivered_on = "DELIVERED", date(2026, 2, 1)
        milestone.save()

    html = client.get(URL).content.decode()

    assert "<h1>Status of M-31</h1>" in html
    assert "<b>Review: Reviewed</b>: needs the role program lead" in html


def test_a_step_that_does_not_follow_is_refused(client, milestone, manager):
    response = post(client, "IDEA")

    assert response.status_code == 422
    assert "This step does not follow from here." in response.content.decode()


def test_a_step_of_another_role_is_403(client, program, milestone):
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, SubteamFactory(program=program)))

    assert post(client, "DELIVERED").status_code == 403


def test_stale_status_is_a_choice(client, milestone, manager):
    with computing():
        milestone.status = "SHELVED"
        milestone.save()

    response = post(client, "DELIVERED")

    html = response.content.decode()
    assert response.status_code == 409
    assert 'name="status" value="DELIVERED"' in html
    assert 'name="base_status" value="SHELVED"' in html


def test_the_same_status_changes_nothing(client, milestone, manager):
    assert 'data-announce="Nothing changed."' in post(client, "IN_PROGRESS").content.decode()
    assert Change.objects.count() == 0


@pytest.mark.parametrize("base", ["", "NONSENSE"])
def test_a_form_without_its_base_is_refused(client, milestone, manager, base):
    assert post(client, "DELIVERED", base=base).status_code == 422


def test_readers_get_403(client, program, milestone):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    assert (client.get(URL).status_code, post(client, "DELIVERED").status_code) == (403, 403)
