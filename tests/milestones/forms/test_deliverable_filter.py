from datetime import date

import pytest
from django.http import QueryDict

from milestones.forms.deliverable_filter import DeliverableFilter
from milestones.models import Deliverable
from milestones.queries.deliverable import load_offered
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def program():
    program = ProgramFactory()
    ada = UserFactory(name="Ada")
    core = TrackFactory(program=program, slug="core")
    team = SubteamFactory(program=program, slug="engine")
    store = DeliverableFactory(
        program=program, number=1, title="Store", accountable=team,
        milestone=MilestoneFactory(program=program, number=5005, track=core),
        owner=ada, due_on=date(2026, 3, 1), status="IN_PROGRESS",
    )  # fmt: skip
    ChecklistItemFactory(program=program, deliverable=store, state="DONE", evidence="a link")
    DeliverableFactory(program=program, number=2, title="Fetch", accountable=None, due_on=date(2026, 3, 2))
    DeliverableFactory(
        program=program, number=3, title="Resume", status="CLOSED", closed_on=TODAY, due_on=date(2026, 2, 1)
    )
    return program


def found(program, query, user_id=None):
    rows = DeliverableFilter(
        QueryDict(query), queryset=Deliverable.objects.in_program(program).order_by("number"),
        offered=load_offered(program), user_id=user_id, today=TODAY,
    )  # fmt: skip
    return [row.number for row in rows.qs]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3]),
        ("q=fetch", [2]),
        ("q=d-3", [3]),
        ("q=2", [2]),
        ("track=core", [1]),
        ("subteam=engine", [1]),
        ("subteam=none", [2]),
        ("owner=none", [2, 3]),
        ("milestone=M-5005", [1]),
        ("milestone=five", []),
        ("status=CLOSED&status=IN_PROGRESS", [1, 3]),
        ("overdue=true", [1]),
        ("ready=true", [1]),
        ("track=nothing", [1, 2, 3]),
    ],
)
def test_each_filter_narrows_the_list(program, query, numbers):
    assert found(program, query) == numbers


def test_mine_are_those_i_own(program):
    mine = UserFactory()
    DeliverableFactory(program=program, number=9, owner=mine)

    assert found(program, "owner=me", user_id=mine.pk) == [9]
    assert found(program, f"owner={mine.pk}") == [9]
