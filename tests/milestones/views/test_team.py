import re
from datetime import timedelta

import pytest

from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
QUERIES = 15


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="clients", name="Clients")


@pytest.fixture
def lead(client, program, team):
    person = member_of(program, Role.SUBTEAM_LEAD, team)
    client.force_login(person)
    return person


def words(client):
    html = client.get("/kit/teams/clients/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_home_says_what_is_owed_and_what_is_in_its_hands(client, program, team, lead):
    over = DeliverableFactory(
        program=program,
        accountable=team,
        title="Resume",
        status="IN_PROGRESS",
        due_on=TODAY - timedelta(days=3),
    )
    ChecklistItemFactory(program=program, deliverable=over)
    ready = DeliverableFactory(program=program, accountable=team, status="IN_PROGRESS", owner=lead)
    ChecklistItemFactory(program=program, deliverable=ready, state="DONE", evidence="a link")
    DeliverableFactory(program=program, accountable=team, status="CLOSE_REQUESTED", owner=lead, title="Asked")
    DeliverableFactory(program=program, accountable=team, title="Later", owner=UserFactory())

    text = words(client)

    for part in (
        "Week 10, today is 2 Mar. Four things are owed in the next 14 days, two of them late.",
        f"Close {over.key} Resume",
        "Its one condition is left. It has no owner.",
        "due 27 Feb, 3 days over",
        "Every condition is met; it can close.",
        "Its close was requested; a program lead or manager accepts or returns it.",
        "Later",
        f"{lead} subteam lead",
    ):
        assert part in text


def test_home_without_work_is_an_empty_page(client, team, lead):
    assert "No deliverable is in its hands" in words(client)


def test_a_subteam_of_another_program_is_not_here(client, team, lead):
    SubteamFactory(program=ProgramFactory(), slug="other")

    assert client.get("/kit/teams/other/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_does_not_grow(client, program, team, lead, rows, django_assert_num_queries):
    for _ in range(rows):
        DeliverableFactory(program=program, accountable=team, owner=UserFactory(), due_on=TODAY)
        member_of(program, Role.MEMBER, team)
    words(client)

    with django_assert_num_queries(QUERIES):
        words(client)


def test_a_long_section_shows_fifty_and_leads_to_the_rest(client, program, team, lead):
    milestone = MilestoneFactory(program=program)
    for place in range(51):
        DeliverableFactory(
            program=program, milestone=milestone, accountable=team, title=f"Later {place:02}", owner=lead
        )

    text = words(client)

    assert (text.count("Later"), "Planned 51 Open all 51" in text) == (50, True)
