"""The boards: columns with counts, cards with what may be done; one and three rows cost the same."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from milestones.models import Milestone
from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
BOARDS = {"roadmap": 11, "deliverables": 11, "tasks": 10}


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def track(program):
    return TrackFactory(program=program, slug="core")


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def stacks(response):
    """The cards of each column that has some, by their keys, and its count."""
    html, found = response.content.decode(), {}
    for part in re.split(r'<section class="stack', html)[1:]:
        name, count = re.search(r'data-stack="(\w+)"', part)[1], re.search(r"data-stack-count>(\d+)", part)[1]
        if int(count):
            found[name] = (int(count), re.findall(r'data-card="([^"]+)"', part))
    return found


def attribute(response, key, name):
    card = re.search(rf'<li [^>]*data-card="{key}"[^>]*>', response.content.decode())[0]
    return re.search(rf'data-{name}="([^"]*)"', card)[1]


def test_milestones_stand_in_their_states_with_ideas_and_ended_ones(client, program, track, manager):
    due = TODAY + timedelta(days=9)
    for number, status, target in ((1, "PROPOSED", None), (2, "PROPOSED", due), (3, "DROPPED", None)):
        MilestoneFactory(
            program=program, track=track, number=number, status=status, target_from_on=target,
            target_to_on=target, owner=None,
        )  # fmt: skip

    board = client.get("/kit/roadmap/?view=board")
    filtered = client.get("/kit/roadmap/?view=board&status=DROPPED")

    assert stacks(board) == {"PROPOSED": (2, ["M-2", "M-1"]), "DROPPED": (1, ["M-3"])}
    assert stacks(filtered) == {"DROPPED": (1, ["M-3"])}
    assert attribute(board, "M-2", "to") == "COMMITTED SHELVED DROPPED"
    assert attribute(board, "M-2", "lack") == "COMMITTED|Owner, appetite and benefit are missing"
    why = json.loads(unescape(re.search(r'data-why="([^"]+)"', board.content.decode())[1]))
    assert why["DELIVERED"]["REVIEWED"] == "“Review” needs the role program lead."
    assert why["REVIEWED"] == {"": "Reviewed is an end."}


def test_readers_get_cards_that_stay_and_internal_ones_are_not_there(client, program, track):
    MilestoneFactory(program=program, track=track, number=1, status="PROPOSED")
    client.force_login(member_of(program, Role.STAKEHOLDER))

    board = client.get("/kit/roadmap/?view=board")

    assert attribute(board, "M-1", "to") == ""
    assert "data-card-steps" not in board.content.decode()


def test_a_column_holds_fifty_cards_and_leads_to_the_rest(client, program, track, manager):
    MilestoneFactory.create_batch(52, program=program, track=track, status="IDEA")

    board = client.get("/kit/roadmap/?view=board&track=core")

    count, keys = stacks(board)["IDEA"]
    assert (count, len(keys)) == (52, 50)
    assert 'href="?track=core&amp;view=table&amp;status=IDEA">2 more in the list' in board.content.decode()


def test_deliverables_go_where_their_subteam_may_take_them(client, program, track):
    team, other = SubteamFactory(program=program), SubteamFactory(program=program)
    milestone = MilestoneFactory(program=program, track=track, committed_on=TODAY)
    DeliverableFactory(program=program, milestone=milestone, number=1, accountable=team, status="PLANNED")
    DeliverableFactory(program=program, milestone=milestone, number=2, accountable=other, status="PLANNED")
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, team))

    board = client.get("/kit/deliverables/?view=board")

    assert stacks(board) == {"PLANNED": (2, ["D-1", "D-2"])}
    assert [attribute(board, key, "to") for key in ("D-1", "D-2")] == ["IN_PROGRESS DROPPED", ""]


@pytest.mark.parametrize("rows", [1, 3])
def test_boards_cost_the_same_for_one_and_for_three_rows(
    client, program, track, manager, rows, django_assert_num_queries
):
    for _ in range(rows):
        milestone = MilestoneFactory(program=program, track=track, owner=UserFactory(), status="PROPOSED")
        deliverable = DeliverableFactory(
            program=program,
            milestone=milestone,
            owner=UserFactory(),
            accountable=SubteamFactory(program=program),
        )
        TaskFactory(program=program, deliverable=deliverable, assignee=UserFactory())
    client.get("/kit/")

    for page, count in BOARDS.items():
        with django_assert_num_queries(count):
            board = client.get(f"/kit/{page}/?view=board")
        assert sum(held for held, _ in stacks(board).values()) == rows
    assert Milestone.objects.count() == rows
