"""What the home and the list of programs say of everything that is owed, for each role."""

import re
from datetime import timedelta

import pytest

from milestones.views.owed import SHOWN, group_lines
from pm.permissions import Role
from pm.queries.owed import Group
from pm.registry import Due
from tests.factories.delivery import EvidenceRequirementFactory, HandoverFactory, TaskFactory
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.owed import TODAY
from tests.factories.pm import (
    MembershipFactory,
    MembershipSubteamFactory,
    ProgramFactory,
    SubteamFactory,
    UserFactory,
    member_of,
)
from tests.factories.spec import (
    BlockerFactory,
    CommunicationFactory,
    DependencyFactory,
    GateFactory,
    MilestoneSignOffFactory,
    RiskFactory,
    UnknownFactory,
)

pytestmark = pytest.mark.django_db
OVER = TODAY - timedelta(days=5)
QUERIES = 29
LEAD_QUERIES = 18
KINDS = [
    "Blockers", "Calls", "Closes to accept", "Communication", "Decisions", "Deliverables", "Dependencies",
    "Effort", "Evidence", "Gates", "Handovers", "Impact reviews", "Milestone sign-offs", "Milestones",
    "Post-mortems", "Ready to close", "Risks", "Tasks", "Tasks nobody has", "Unknowns", "Weekly updates",
]  # fmt: skip


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="core", name="Core")


@pytest.fixture
def me(program, team):
    """Somebody who is everything at once."""
    person = UserFactory(name="Ola Wren")
    for role in (Role.LEAD, Role.SUBTEAM_LEAD, Role.SERVICE):
        membership = MembershipFactory(program=program, user=person, role=role)
        if role != Role.LEAD:
            own = team if role == Role.SUBTEAM_LEAD else SubteamFactory(program=program, kind="SERVICE")
            MembershipSubteamFactory(membership=membership, program=program, subteam=own)
    return person


def owe_everything(program, team, person):
    """One thing of each kind, for this person, and one of each that is late for somebody else."""
    here = {"program": program}
    going = {"status": "IN_PROGRESS", "committed_on": OVER - timedelta(days=30)}
    for owner in (person, None):
        row = MilestoneFactory(**here, owner=owner, target_from_on=OVER, target_to_on=OVER, **going)
        DeliverableFactory(**here, milestone=row, owner=owner, due_on=OVER)
        for factory in (BlockerFactory, UnknownFactory):
            factory(**here, milestone=row, owner=owner, resolve_by_on=OVER)
        DependencyFactory(**here, milestone=row, owner=owner, needed_by_on=OVER)
        RiskFactory(**here, milestone=row, owner=owner)
        GateFactory(**here, milestone=row, planned_on=OVER)
        CommunicationFactory(**here, milestone=row, owner=owner, due_on=OVER)
        MilestoneSignOffFactory(**here, milestone=row, signer=owner)
        TaskFactory(**here, deliverable__accountable=team, assignee=owner, planned_week="2026-W08")
    MilestoneFactory(**here, **going, decision_owed_on=OVER, decision_owed_reason="12 of 10")
    gone = MilestoneFactory(**here, owner=person, status="DROPPED")
    GateFactory(**here, milestone=gone, kind="POST_MORTEM", planned_on=OVER)
    MilestoneFactory(**here, **going | {"status": "DELIVERED"}, delivered_on=OVER - timedelta(days=30))
    DeliverableFactory(**here, status="CLOSE_REQUESTED")
    DeliverableFactory(**here, accountable=team, due_on=OVER)
    ready = DeliverableFactory(**here, accountable=team, status="IN_PROGRESS")
    ChecklistItemFactory(**here, deliverable=ready, state="DONE", evidence="a link")
    HandoverFactory(**here, receiver=team, status="OFFERED", offered_on=OVER, due_on=OVER)
    PinFactory(**here, statement=StatementFactory(**here, letter="P"))


def words(client, path="/kit/"):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())


def test_home_groups_every_kind_and_the_programs_count_the_same(client, program, team, me):
    EvidenceRequirementFactory(program=program)
    owe_everything(program, team, me)
    client.force_login(me)

    response = client.get("/kit/")
    groups = response.context["owed"]

    assert sorted(group["title"] for group in groups) == KINDS
    late = [any(line["is_over"] for line in group["lines"]) for group in groups]
    assert late == sorted(late, reverse=True)
    count = response.context["owed_count"]
    assert count == sum(group["count"] for group in groups)
    assert f"{count} things are yours to do" in words(client, "/")
    for group in groups:
        for line in group["lines"]:
            assert client.get(line["url"].partition("#")[0]).status_code == 200, line


@pytest.mark.parametrize("rows", [1, 3])
def test_home_query_count_does_not_grow(client, program, team, me, rows, django_assert_num_queries):
    EvidenceRequirementFactory(program=program)
    for _ in range(rows):
        owe_everything(program, team, me)
    for person, queries in ((me, QUERIES), (member_of(program, Role.LEAD), LEAD_QUERIES)):
        client.force_login(person)
        client.get("/kit/")

        with django_assert_num_queries(queries):
            client.get("/kit/")


def test_who_ensures_sees_what_is_late_of_others_with_its_rows(client, program, team, me):
    owe_everything(program, team, me)
    manager = member_of(program, Role.MANAGER)
    client.force_login(manager)

    late = {one.words: one.url for one in client.get("/kit/").context["elsewhere"]}

    assert sorted(words for words in late if words[0].isdigit()) == [
        "1 handover past its day",
        "2 blockers past their day",
        "2 deliverables without an update of 2026-W09",
        "2 dependencies past their day",
        "2 tasks planned for earlier weeks",
        "2 unknowns past their day",
        "3 overdue deliverables",
    ]
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, team))
    late |= {one.words.removeprefix("Core: "): one.url for one in client.get("/kit/").context["elsewhere"]}
    for said, url in late.items():
        page = client.get(url.partition("#")[0])
        assert page.status_code == 200, url
        if said[0].isdigit():
            assert page.context["count"].split()[0] == said.split()[0], said
    client.force_login(manager)
    assert "Late elsewhere" in words(client)
    assert words(client).count("overdue deliverable") == 1


@pytest.mark.parametrize(
    ("role", "kinds", "ensures"),
    [
        (Role.LEAD, ["Closes to accept", "Decisions", "Gates", "Impact reviews"], True),
        (Role.MANAGER, ["Closes to accept", "Decisions", "Gates"], True),
        (
            Role.SUBTEAM_LEAD,
            ["Effort", "Handovers", "Ready to close", "Tasks nobody has", "Weekly updates"],
            ["Core: 1 overdue deliverable", "Core: 2 tasks planned for earlier weeks"],
        ),
        (Role.MEMBER, ["Handovers", "Tasks nobody has", "Weekly updates"], []),
        (Role.SERVICE, ["Evidence"], False),
        (Role.STAKEHOLDER, [], False),
    ],
)
def test_each_role_sees_what_it_does(client, program, team, me, role, kinds, ensures):
    EvidenceRequirementFactory(program=program)
    owe_everything(program, team, me)
    bound = role in {Role.SUBTEAM_LEAD, Role.MEMBER}
    client.force_login(member_of(program, role, *([team] if bound else [])))

    response = client.get("/kit/")

    assert sorted(group["title"] for group in response.context["owed"]) == kinds
    told = [one.words for one in response.context["elsewhere"]]
    assert (told if bound else len(told) > 5) == ensures
    assert bool(response.context["tour"]) == (not kinds)


def test_what_is_owed_of_an_internal_milestone_is_told_to_nobody_outside(client):
    program = ProgramFactory(slug="kit", is_public=True)
    me = UserFactory()
    hidden = MilestoneFactory(
        program=program,
        owner=me,
        is_internal=True,
        title="Quiet",
        status="IN_PROGRESS",
        committed_on=OVER,
        target_from_on=OVER,
        target_to_on=OVER,
    )
    team = SubteamFactory(program=program, slug="core")
    row = DeliverableFactory(program=program, milestone=hidden, accountable=team, owner=me, due_on=OVER)
    HandoverFactory(program=program, deliverable=row, due_on=OVER, title="Quiet too")
    BlockerFactory(program=program, milestone=hidden, owner=me, resolve_by_on=OVER, title="Quiet as well")

    for person in (me, None):
        if person:
            client.force_login(person)
        else:
            client.logout()
        assert "Quiet" not in words(client)
        assert "Quiet" not in words(client, "/kit/teams/core/")


def test_a_subteams_page_shows_what_it_owes_as_a_whole_and_where_it_enters_it(client, program, team, me):
    owe_everything(program, team, me)
    client.force_login(member_of(program, Role.MEMBER, team))
    member = client.get("/kit/teams/core/").content.decode()
    client.force_login(member_of(program, Role.STAKEHOLDER))
    reader = client.get("/kit/teams/core/").content.decode()

    for page in (member, reader):
        assert "What it owes as a subteam" in page
        assert "Write the updates of Core for 2026-W09" in page
        assert "Enter the effort of Core in 2026-W09" in page
        assert 'href="/kit/updates/?subteam=core"' in page
    assert 'href="/kit/effort/2026-W10/core/"' in member
    assert 'href="/kit/effort/2026-W09/core/"' in member
    assert "/kit/effort/" not in reader


def test_a_long_kind_is_folded_after_six():
    dues = tuple(Due(1, str(place), "", "/", "Open") for place in range(SHOWN + 2))

    [long] = group_lines([Group("Tasks", dues)], TODAY)
    [short] = group_lines([Group("Tasks", dues[1:])], TODAY)

    assert (long["count"], len(long["lines"]), len(long["more"])) == (SHOWN + 2, SHOWN, 2)
    assert (len(short["lines"]), short["more"]) == (SHOWN + 1, [])
