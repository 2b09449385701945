"""The coverage grid: each kind of subteam brings something here, or is not needed."""

import re

import pytest

from milestones.models import CoverageAnswer
from pm.models import Subteam
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
Kind = Subteam.Kind


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("rows", [1, 3])
def test_each_kind_of_subteam_answers_or_stays_open(client, rows, django_assert_max_num_queries):
    program = ProgramFactory(slug="kit")
    milestone = MilestoneFactory(program=program, number=1)
    teams = {kind: SubteamFactory(program=program, kind=kind) for kind in (Kind.QA, Kind.DOCS, Kind.RESEARCH)}
    SubteamFactory(program=program, kind=Kind.SERVICE)
    for number in range(1, rows + 1):
        DeliverableFactory(program=program, milestone=milestone, number=number, accountable=teams[Kind.QA])
    DeliverableFactory(program=program, milestone=milestone, number=9, accountable=teams[Kind.RESEARCH],
                       status="DROPPED")  # fmt: skip
    with computing():
        CoverageAnswer.objects.create(program=program, milestone=milestone, kind=Kind.DOCS, because="no text")
    client.force_login(member_of(program, Role.STAKEHOLDER))

    with django_assert_max_num_queries(30):
        page = words(client.get("/kit/milestones/M-1/"))

    keys = ", ".join(f"D-{number}" for number in range(1, rows + 1)).replace(", ", " , ")
    assert "Coverage 2 of 3 kinds of subteams answered" in page
    assert f"QA {keys} Docs Not needed, because no text" in page
    assert "Open Research: no deliverable, and no reason why none is needed" in page


def test_a_program_without_subteams_and_a_budget_line_have_no_grid(client):
    program = ProgramFactory(slug="kit")
    MilestoneFactory(program=program, number=1)
    client.force_login(member_of(program, Role.STAKEHOLDER))
    bare = words(client.get("/kit/milestones/M-1/"))
    SubteamFactory(program=program)
    MilestoneFactory(program=program, number=2, kind="BUDGET_LINE")

    assert ("Coverage" in bare, "Coverage" in words(client.get("/kit/milestones/M-2/"))) == (False, False)
