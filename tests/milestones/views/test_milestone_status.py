"""The status of a milestone: what is offered, what is refused, and to whom."""

from datetime import date

import pytest

from milestones.models import Deliverable, Milestone
from pm.models import Change
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.plan import typed
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


# --- The whole path, by plain forms alone

ONE = "/kit/milestones/M-1/"
WORK = "/kit/deliverables/D-1/"


@pytest.fixture
def empty(client):
    program = ProgramFactory(slug="kit")
    TrackFactory(program=program, slug="reach", name="Reach")
    SubteamFactory(program=program, slug="core", name="Core")
    client.force_login(member_of(program, Role.MANAGER))
    return program


def step(client, to, **said):
    """Take a step; where it stands then, and what the page said of a refusal."""
    row = Milestone.objects.get(number=1)
    answer = client.post(f"{ONE}status/", {"status": to, "base_status": row.status, **said})
    html = answer.content.decode()
    row.refresh_from_db()
    return row.status, html


def test_from_an_idea_to_its_delivery(client, empty):
    form = client.get("/kit/milestones/new/?track=reach&status=idea")
    client.post("/kit/milestones/new/", typed(form, title="Far harbours"))
    client.post(
        f"{ONE}edit/", typed(client.get(f"{ONE}edit/"), target="Q3 2026", appetite="6", benefit="Seen.")
    )

    assert step(client, "PROPOSED")[0] == "PROPOSED"
    status, html = step(client, "COMMITTED")
    assert status == "PROPOSED"
    assert "M-1 is not ready: it has no owner; it has no estimate" in html
    assert step(client, "COMMITTED", override="The board agreed.")[0] == "COMMITTED"
    status, html = step(client, "IN_PROGRESS")
    assert "no success criterion says what must hold" in html
    assert step(client, "IN_PROGRESS", override="The board agreed.")[0] == "IN_PROGRESS"

    new = f"{ONE}deliverables/new/"
    client.post(new, typed(client.get(new), title="Lamps", accountable="core"))
    client.post(f"{WORK}step/", {"to": "IN_PROGRESS", "base_status": "PLANNED"})
    client.post(
        f"{WORK}step/", {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS", "reason": "Papers follow."}
    )
    status, html = step(client, "DELIVERED")
    assert "1 deliverable is still open" in html
    client.post(f"{WORK}step/", {"to": "CLOSED", "base_status": "CLOSE_REQUESTED"})

    assert Deliverable.objects.get().status == "CLOSED"
    assert step(client, "DELIVERED")[0] == "DELIVERED"
    assert step(client, "IN_PROGRESS")[0] == "DELIVERED"
    assert step(client, "IN_PROGRESS", reason="A lamp is dark.")[0] == "IN_PROGRESS"
    assert list(
        Change.objects.filter(field="status", noun="milestones.milestone")
        .order_by("pk")
        .values_list("why", flat=True)
    ) == ["", "The board agreed.", "The board agreed.", "", "A lamp is dark."]


def test_shelved_work_is_kept_and_taken_up_again(client, empty):
    client.post(
        "/kit/milestones/new/", typed(client.get("/kit/milestones/new/"), title="Lamps", track="reach")
    )
    client.post(f"{ONE}deliverables/new/", typed(client.get(f"{ONE}deliverables/new/"), title="Wicks"))
    end = f"{ONE}end/?to=SHELVED"

    assert step(client, "SHELVED", reason="Later.")[0] == "PROPOSED"
    client.post(end, typed(client.get(end), reason="Later.", fate_1="KEEP"))
    shelved = Milestone.objects.get().status
    silent, html = step(client, "PROPOSED")

    assert (shelved, silent) == ("SHELVED", "SHELVED")
    assert "To reopen M-1, write one sentence that says why." in html
    assert step(client, "PROPOSED", reason="Asked for again.")[0] == "PROPOSED"
    assert Deliverable.objects.get().status == "PLANNED"
