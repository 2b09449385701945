"""Weekly updates in the browser: a week, and the form of one deliverable."""

import re

import pytest

from milestones.models import Contribution, WeeklyUpdate
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.delivery import WeeklyUpdateFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 9
WEEK = "/kit/updates/2026-W10/"
FORM = f"{WEEK}D-9103/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="clients", name="Clients")


@pytest.fixture
def row(program, team):
    milestone = MilestoneFactory(program=program, number=9031)
    return DeliverableFactory(
        program=program,
        milestone=milestone,
        accountable=team,
        number=9103,
        title="Resume",
        status="IN_PROGRESS",
    )


@pytest.fixture
def member(client, program, team):
    person = member_of(program, Role.MEMBER, team)
    client.force_login(person)
    return person


def bases(client, address):
    body = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(base_\w+)" value="([^"]*)">', body))


@pytest.mark.parametrize("rows", [1, 3])
def test_week_query_count_does_not_grow(client, program, team, member, rows, django_assert_num_queries):
    for _ in range(rows):
        WeeklyUpdateFactory(
            deliverable=DeliverableFactory(program=program, accountable=team, status="IN_PROGRESS"),
            week="2026-W10",
        )
    client.get(WEEK)

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(WEEK)

    assert response.content.decode().count('<tr role="row"') == rows + 1


def test_a_week_tells_who_wrote_and_who_owes(client, program, team, row, member):
    other = SubteamFactory(program=program, slug="docs", name="Docs")
    closed = DeliverableFactory(
        program=program, accountable=other, title="Closed", status="CLOSED", closed_on="2026-03-02"
    )
    WeeklyUpdateFactory(deliverable=closed, week="2026-W10", achieved="It is out.")
    DeliverableFactory(
        program=program, accountable=other, title="Guide", status="CLOSE_REQUESTED", owner=member
    )
    DeliverableFactory(program=program, accountable=other, title="Planned")

    def shown(query=""):
        body = client.get(f"/kit/updates/{query}").content.decode()
        return {title for title in ("Resume", "Closed", "Guide", "Planned") if f">{title}</a>" in body}

    assert shown() == shown("2026-W10/") == {"Resume", "Closed", "Guide"}
    assert shown("?state=owed") == {"Resume", "Guide"}
    assert shown("?state=written") == {"Closed"}
    assert shown("?whose=team") == {"Resume"}
    assert shown("?whose=mine") == {"Guide"}
    assert shown("?subteam=docs") == {"Closed", "Guide"}
    assert shown("?milestone=M-9031") == {"Resume"}
    assert shown("2026-W09/") == {"Resume", "Guide"}
    assert "It is out." in client.get(WEEK).content.decode()
    assert [client.get(f"/kit/updates/{week}/").status_code for week in ("2025-W53", "now")] == [404, 404]
    of_milestone = client.get("/kit/milestones/M-9031/updates/").content.decode()
    assert ('href="/kit/updates/2026-W10/D-9103/"' in of_milestone, ">Guide</a>" in of_milestone) == (
        True,
        False,
    )


def test_a_form_is_offered_to_those_who_write_of_it(client, program, team, row, member):
    other = SubteamFactory(program=program, slug="docs", name="Docs")
    helped = DeliverableFactory(program=program, accountable=other, number=9104, status="IN_PROGRESS")
    with computing():
        Contribution.objects.create(program=program, deliverable=helped, subteam=team)
    DeliverableFactory(program=program, accountable=other, number=9105, status="IN_PROGRESS")
    DeliverableFactory(program=program, accountable=None, number=9106, status="IN_PROGRESS")

    def offered(person):
        client.force_login(person)
        return set(re.findall(r"/updates/2026-W10/(D-\d+)/", client.get(WEEK).content.decode()))

    assert offered(member) == {"D-9103", "D-9104"}
    assert offered(member_of(program)) == {"D-9103", "D-9104", "D-9105"}
    assert offered(member_of(program, Role.STAKEHOLDER)) == set()
    assert all(client.get(f"/kit/updates/2026-W10/{key}/").status_code == 403 for key in ("D-9103", "D-9105"))


def test_an_update_is_written_then_edited_and_two_editors_both_win(client, row, member):
    empty = client.post(FORM, {"achieved": " "})
    made = client.post(FORM, {"achieved": "It **resumes**.", "date_change": "A week later."})
    assert (empty.status_code, made.status_code, made["Location"]) == (422, 302, WEEK)

    seen = bases(client, FORM)
    client.post(
        FORM, {**seen, "achieved": "It **resumes**.", "date_change": "A week later.", "next": "Quotas."}
    )
    stale = client.post(FORM, {**seen, "achieved": "It **resumes**.", "date_change": "", "next": "Mine."})

    saved = WeeklyUpdate.objects.get()
    assert (stale.status_code, saved.next, saved.date_change) == (409, "Quotas.", "A week later.")
    page = client.get("/kit/deliverables/D-9103/").content.decode()
    assert "<strong>resumes</strong>" in page
    assert f'href="{FORM}?from=deliverable"' in page
    back = client.post(f"{FORM}?from=deliverable", {**bases(client, FORM), "achieved": "It works."})
    assert back["Location"] == "/kit/deliverables/D-9103/"


def test_a_contributor_writes_in_its_own_name(client, program, team, row):
    docs = SubteamFactory(program=program, slug="docs", name="Docs")
    with computing():
        Contribution.objects.create(program=program, deliverable=row, subteam=docs)
    client.force_login(member_of(program, Role.MEMBER, docs))
    client.post(FORM, {"achieved": "The guide."})
    client.force_login(member_of(program, Role.MANAGER))
    client.post(f"{FORM}?team=clients", {"achieved": "The code."})

    assert set(WeeklyUpdate.objects.values_list("subteam__slug", "achieved")) == {
        ("docs", "The guide."),
        ("clients", "The code."),
    }
    assert "Docs: The guide." in client.get(WEEK).content.decode()
    assert client.get(f"{FORM}?team=nobody").status_code == 403
    assert client.post("/kit/updates/2026-W11/D-9103/", {"achieved": "Soon."}).status_code == 422
