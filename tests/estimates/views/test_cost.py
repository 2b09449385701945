"""Costs in the browser: budget and spend of a half-year, value of closed bets, for leads and managers."""

from decimal import Decimal

import pytest

from milestones.models import PlannedEffort
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.bets import BetFactory, CostRateFactory, ImpactReviewFactory
from tests.factories.estimates import EffortEntryFactory, part, running
from tests.factories.milestones import PlanLineFactory
from tests.factories.pm import SubteamFactory, member_of

pytestmark = pytest.mark.django_db
QUERIES = 12


@pytest.fixture
def milestone():
    return running(number=3, value=6)


@pytest.fixture
def program(milestone):
    return milestone.program


def closed_bet(program, milestone, team, days):
    """A reviewed bet on a milestone, with effort of a subteam."""
    EffortEntryFactory(program=program, deliverable=part(milestone), subteam=team, week="2026-W09",
                       person_days=Decimal(days))  # fmt: skip
    BetFactory(
        program=program, milestone=milestone, status="REVIEWED", placed_on="2026-01-05",
        reviewed_on="2026-02-27", review_text="It held.",
    )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_budget_spend_and_value_cost_the_same_statements(
    client, program, milestone, rows, django_assert_num_queries
):
    client.force_login(member_of(program, Role.MANAGER))
    for number in range(rows):
        team = SubteamFactory(program=program, slug=f"t{number}", name=f"Team {number}")
        CostRateFactory(program=program, subteam=team, amount=Decimal(600))
        one = milestone if number == 0 else running(program=program, number=10 + number, value=6)
        closed_bet(program, one, team, 10)
        with computing():
            line = PlanLineFactory(program=program, milestone=one, period="2026H1")
            PlannedEffort.objects.create(program=program, plan_line=line, subteam=team, person_days=20)
    client.get("/kit/")
    address = f"/{program.slug}/costs/2026H1/"
    client.get(address)

    with django_assert_num_queries(QUERIES):
        answer = client.get(address)

    html = answer.content.decode()
    assert html.count("12,000 EUR") == rows + (rows == 1)
    assert html.count("6,000 EUR") >= 2 * rows
    assert answer.context["worths"][-1]["per_month"] == "12.00"
    assert answer.context["worths"][-1]["per_money"] == "1.00 per 1,000 EUR"


def test_the_milestone_says_what_its_closed_bet_was_worth_to_who_sees_costs(client, program, milestone):
    team = SubteamFactory(program=program)
    closed_bet(program, milestone, team, 30)
    ImpactReviewFactory(program=program, milestone=milestone, realised_value=3)
    page = f"/{program.slug}/milestones/M-3/"
    said = "Spent 30 person-days. Its realised value of 3 is 2.00 per person-month."

    client.force_login(member_of(program, Role.LEAD))
    of_lead = client.get(page).content.decode()
    client.force_login(member_of(program, Role.MEMBER))
    of_member = client.get(page).content.decode()

    assert (said in of_lead, "Its realised value" in of_member) == (True, False)
    assert client.get(f"/{program.slug}/costs/2026H1/").status_code == 403
