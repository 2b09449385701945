"""A milestone in a half-year from the browser: rank, effort by subteam, out again."""

from decimal import Decimal

import pytest

from milestones.models import PlanLine, PlannedEffort
from pm.permissions import Role
from tests.factories.milestones import MilestoneFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db

NEW = "/kit/milestones/M-31/plan/new/"
LINE = "/kit/milestones/M-31/plan/2026H1/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def teams(program):
    return [SubteamFactory(program=program, name=name, slug=name.lower()) for name in ("Core", "Docs")]


@pytest.fixture(autouse=True)
def row(client, program):
    client.force_login(member_of(program, Role.MANAGER))
    return MilestoneFactory(program=program, number=31)


def efforts():
    return list(PlannedEffort.objects.order_by("subteam__name").values_list("subteam__name", "person_days"))


def test_a_milestone_is_planned_ranked_and_taken_out(client, row, teams):
    core, docs = (f"effort_{team.pk}" for team in teams)
    client.post(NEW, typed(client.get(NEW), period="2026H1", rank="2", **{core: "2 months"}))
    first = (PlanLine.objects.get().rank, efforts())
    twice = client.post(NEW, typed(client.get(NEW), period="2026H1"))
    shown = client.get(LINE)
    client.post(LINE, typed(shown, rank="1", **{core: "", docs: "5"}))

    assert first == (2, [("Core", Decimal(40))])
    assert "M-31 is in 2026H1 already." in twice.content.decode()
    assert 'value="40 d"' in shown.content.decode()
    assert (PlanLine.objects.get().rank, efforts()) == (1, [("Docs", Decimal(5))])
    gone = client.post(f"{LINE}remove/", follow=True)
    assert "M-31 is not planned in 2026H1 any more." in gone.content.decode()
    assert (PlanLine.objects.count(), PlannedEffort.objects.count(), client.get(LINE).status_code) == (
        0,
        0,
        404,
    )


def test_what_is_no_effort_or_no_half_year_is_refused(client, teams):
    data = typed(client.get(NEW), period="1999H9", **{f"effort_{teams[0].pk}": "much"})

    response = client.post(NEW, data)

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="much"' in html
    assert html.count('<p class="err') >= 2


def test_readers_do_not_plan(client, program):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    assert client.get(NEW).status_code == 403
