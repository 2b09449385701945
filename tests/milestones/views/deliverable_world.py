"""A deliverable at work, and the three who may do something to it: what its pages are tested with."""

import re
from datetime import date, timedelta

import pytest

from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

TODAY = NOW.date()
PAGE = "/kit/deliverables/D-9103/"
STEP = f"{PAGE}step/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="clients", name="Clients")


@pytest.fixture
def row(program, team):
    milestone = MilestoneFactory(
        program=program, number=9031, title="Store MVP", status="IN_PROGRESS", committed_on=date(2026, 1, 5),
        track=TrackFactory(program=program, slug="core", name="Core"),
    )  # fmt: skip
    return DeliverableFactory(
        program=program, milestone=milestone, number=9103, title="Fetch and resume", accountable=team,
        status="IN_PROGRESS", due_on=TODAY + timedelta(days=4), output="Both clients **resume**.",
    )  # fmt: skip


@pytest.fixture
def line(row):
    return ChecklistItemFactory(program=row.program, deliverable=row, kind="DOGFOODING")


@pytest.fixture
def criterion(row):
    return AcceptanceCriterionFactory(program=row.program, deliverable=row)


@pytest.fixture
def member(client, program, team):
    person = member_of(program, Role.MEMBER, team)
    client.force_login(person)
    return person


@pytest.fixture
def team_lead(client, program, team):
    person = member_of(program, Role.SUBTEAM_LEAD, team)
    client.force_login(person)
    return person


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def words_of(response):
    """What a reader sees of an answer."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
