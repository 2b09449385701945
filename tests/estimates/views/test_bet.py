"""Bets, decisions, impact: registers, pages, forms; each answer once, and what the milestone's page shows."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from estimates.models import Bet, Decision, ImpactMetric, ImpactReview
from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.bets import (
    BetFactory,
    BetOptionFactory,
    DecisionFactory,
    ImpactMetricFactory,
    ImpactObservationFactory,
)
from tests.factories.estimates import EstimateFactory, part, running
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
BETS_QUERIES = 5
DECISIONS_QUERIES = 4
SECTION_QUERIES = 6


@pytest.fixture
def milestone():
    return running(appetite_days=100, number=3, title="Store")


@pytest.fixture
def program(milestone):
    return milestone.program


@pytest.fixture
def lead(client, program):
    person = member_of(program, Role.LEAD)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person


def url(name, program, *args):
    return reverse(name, args=[program.slug, *args])


def test_a_bet_is_drafted_chosen_placed_and_reviewed_in_the_browser(client, program, milestone, lead):
    typed = {"milestone": "M-3", "title": "Keep messages", "stage": "MVP", "appetite_days": "3 months",
             "options": "On opt-in nodes | 30 d\nOn every node"}  # fmt: skip
    answer = client.post(url("bet_create", program), typed)
    bet = Bet.objects.get()
    assert (answer.status_code, answer.url) == (302, url("bet_detail", program, "BT-1"))
    assert (bet.appetite_days, bet.options.count()) == (60, 2)

    option = bet.options.get(rank=0)
    seen = {"summary": option.summary, "estimate_days": "30", "state": "HELD", "because": ""}
    bases = {f"base_{name}": text for name, text in seen.items()}
    edit = url("option_edit", program, "BT-1", option.pk)
    assert client.post(edit, {**seen, **bases, "state": "CHOSEN"}).status_code == 302
    third = {"summary": "Nothing", "state": "REJECTED", "because": "Messages are lost."}
    assert client.post(url("option_create", program, "BT-1"), third).status_code == 302
    assert client.post(url("bet_place", program, "BT-1"), {"placed_on": "2026-03-01"}).status_code == 302
    midway = {"midway_on": "2 Mar 2026", "midway_text": "It resumes."}
    assert client.post(url("bet_midway", program, "BT-1"), midway).status_code == 302
    review = {"reviewed_on": "2 Mar 2026", "review_text": "It works."}
    assert client.post(url("bet_review", program, "BT-1"), review).status_code == 302

    bet.refresh_from_db()
    assert (bet.status, bet.placed_on, bet.midway_text) == ("REVIEWED", date(2026, 3, 1), "It resumes.")
    page = client.get(url("bet_detail", program, "BT-1")).content.decode()
    for words in ("On opt-in nodes", "Chosen", "It resumes.", "It works.", "Appetite of the milestone"):
        assert words in page
    assert url("bet_edit", program, "BT-1") not in page


NEW_BET = {"milestone": "M-3", "title": "x", "stage": "MVP", "appetite_days": "3 d"}
NEW_DECISION = {"milestone": "M-3", "kind": "CONTINUE", "rationale": "x"}


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("bet_create", NEW_BET | {"appetite_days": "soon"}, "appetite_days"),
        ("bet_create", NEW_BET | {"milestone": "M-99"}, "milestone"),
        ("bet_create", NEW_BET | {"options": "A | many"}, "options"),
        ("bet_create", NEW_BET | {"options": "\n".join("A" * 13)}, "options"),
        ("bet_create", NEW_BET | {"options": "| 3 d"}, "options"),
        ("decision_create", NEW_DECISION | {"rationale": ""}, "rationale"),
        ("decision_create", NEW_DECISION | {"kind": "SHELVE"}, "kind"),
    ],
)
def test_a_wrong_form_answers_422_with_all_that_was_typed(client, program, lead, name, typed, field):
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.post(url(name, program), typed, headers=headers)

        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (422, [field])
        assert all(form.data[key] == text for key, text in typed.items())
    assert not Bet.objects.exists()
    assert not Decision.objects.exists()


def test_placing_without_a_chosen_option_says_so_beside_the_form(client, program, milestone, lead):
    BetOptionFactory(bet=BetFactory(program=program, milestone=milestone, number=1))

    answer = client.post(url("bet_place", program, "BT-1"), {"placed_on": "2026-03-01"})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "BT-1 has nothing chosen yet. Choose its option, then place it."
    ]


def test_a_bet_changed_meanwhile_shows_both(client, program, milestone, lead):
    BetFactory(program=program, milestone=milestone, number=1, title="Theirs")
    typed = {"title": "Mine", "stage": "MVP", "appetite_days": "60 d", "review_by_on": "", "next_bet": ""}
    bases = {"base_title": "Seen", "base_stage": "MVP", "base_appetite_days": "60", "base_review_by_on": "",
             "base_next_bet": ""}  # fmt: skip

    answer = client.post(url("bet_edit", program, "BT-1"), typed | bases)

    assert answer.status_code == 409
    [clash] = answer.context["form"].clashes()
    assert (clash["base"], clash["theirs"], clash["mine"]) == ("Seen", "Theirs", "Mine")


def test_a_decision_is_recorded_beside_its_numbers_and_withdrawn(client, program, milestone, lead):
    page = client.get(url("milestone_decide", program, "M-3"))
    assert "Store: appetite 100 d" in page.content.decode()

    answer = client.post(url("milestone_decide", program, "M-3"), {"kind": "RESHAPE", "rationale": "Less."})
    decision = Decision.objects.get()
    assert (answer.url, decision.by) == (url("decision_detail", program, "DC-1"), lead)
    assert "Less." in client.get(answer.url).content.decode()

    answer = client.post(url("decision_withdraw", program, "DC-1"), {"because": "Wrong one."})
    assert answer.status_code == 302
    assert "Wrong one." in client.get(url("decision_detail", program, "DC-1")).content.decode()
    assert client.get(url("decision_list", program)).context["total"] == 0
    assert client.get(url("decision_list", program), {"withdrawn": "on"}).context["total"] == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_registers_cost_the_same_for_one_and_three_and_give_a_file(
    client, program, milestone, lead, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        bet = BetFactory(program=program, milestone=milestone, number=number, title=f"=Bet {number}")
        BetOptionFactory(bet=bet, state="CHOSEN")
        DecisionFactory(program=program, milestone=milestone, bet=bet, number=number, by=lead)
    client.get(url("bet_list", program))

    for name, count in (("bet_list", BETS_QUERIES), ("decision_list", DECISIONS_QUERIES)):
        with django_assert_num_queries(count + 3):  # session, person, program and access are among them
            answer = client.get(url(name, program))
        assert answer.context["total"] == rows
        lines = client.get(url(name, program), {"format": "csv"}).content.decode().splitlines()
        assert len(lines) == rows + 1
    assert "'=Bet 1" in client.get(url("bet_list", program), {"format": "csv"}).content.decode()


def test_filters_narrow_the_register(client, program, milestone, lead):
    other = MilestoneFactory(program=program, number=8)
    DecisionFactory(program=program, milestone=milestone, number=1, happened_on=date(2026, 1, 1))
    DecisionFactory(program=program, milestone=other, number=2, kind="RESHAPE", rationale="Smaller")

    def keys(**query):
        page = client.get(url("decision_list", program), query).content.decode()
        return re.findall(r">(DC-\d+)</a>", page)

    assert keys() == ["DC-2", "DC-1"]
    assert (
        keys(milestone="M-8")
        == keys(kind="RESHAPE")
        == keys(q="smaller")
        == keys(since="2026-01-02")
        == ["DC-2"]
    )
    assert keys(milestone="nonsense") == []


def test_public_readers_see_neither_internal_decisions_nor_internal_milestones(client):
    program = ProgramFactory(is_public=True)
    milestone = MilestoneFactory(program=program, number=1)
    hidden = MilestoneFactory(program=program, number=2, is_internal=True)
    DecisionFactory(program=program, milestone=milestone, number=1)
    DecisionFactory(program=program, milestone=milestone, number=2, is_internal=True)
    DecisionFactory(program=program, milestone=hidden, number=3)
    BetFactory(program=program, milestone=hidden, number=4)

    assert client.get(url("decision_list", program)).context["total"] == 1
    assert client.get(url("bet_list", program)).context["total"] == 0
    for name, key in (("decision_detail", "DC-2"), ("decision_detail", "DC-3"), ("bet_detail", "BT-4")):
        assert client.get(url(name, program, key)).status_code == 404
    assert "DC-2" not in client.get(url("milestone_detail", program, "M-1")).content.decode()
    assert client.get(url("capacity_list", program, "2026H1")).status_code == 302


def test_the_milestone_shows_bets_decisions_and_impact(client, program, milestone, lead):
    bet = BetFactory(program=program, milestone=milestone, number=1, status="PLACED", placed_on=NOW.date())
    BetOptionFactory(bet=bet, state="CHOSEN", estimate_days=Decimal(44))
    DecisionFactory(program=program, milestone=milestone, number=1, rationale="**Go** on.")
    metric = ImpactMetricFactory(program=program, milestone=milestone, name="Lost", expected=Decimal("0.5"))
    ImpactObservationFactory(metric=metric, value=Decimal(18))

    page = client.get(url("milestone_detail", program, "M-3")).content.decode()

    for words in (
        'id="bets"',
        "BT-1",
        "44",
        'id="decisions"',
        "Go on.",
        'id="impact"',
        "Lost",
        "0.5",
        "18 on 5 Jan",
    ):
        assert words in page


def test_metrics_observations_and_reviews_are_written_in_the_browser(client, program, lead):
    done = running(program=program, number=9, status="DELIVERED", delivered_on=date(2026, 1, 20))
    typed = {"name": "Lost", "unit": "%", "baseline": "18", "expected": "1", "by_on": "1 Jul 2026"}

    assert client.post(url("metric_create", program, "M-9"), typed).status_code == 302
    metric = ImpactMetric.objects.get()
    edit = url("metric_edit", program, "M-9", metric.pk)
    form = client.get(edit).context["form"]
    bases = dict(form.bases())
    assert client.post(edit, {**typed, **bases, "name": "Lost messages"}).status_code == 302
    observe = url("observation_create", program, "M-9", metric.pk)
    assert client.post(observe, {"value": "4", "happened_on": "3 Mar 2026"}).status_code == 422
    assert client.post(observe, {"value": "4", "happened_on": "2 Mar 2026"}).status_code == 302
    assert client.post(url("metric_remove", program, "M-9", metric.pk)).status_code == 409
    review = {"moment": "T30", "verdict": "WIN", "feedback": "It held.", "realised_value": "8"}
    assert client.post(url("impact_review", program, "M-9"), review).status_code == 302
    done.refresh_from_db()
    assert (done.realised_value, ImpactReview.objects.get().by) == (8, lead)
    foreign = url("metric_edit", program, "M-3", metric.pk)
    assert client.get(foreign).status_code == 404


def test_the_baseline_is_chosen_once(client, program, milestone, lead):
    item = part(milestone, 20)
    address = url("milestone_baseline", program, "M-3")

    assert client.post(address, {"basis": "OWN"}).status_code == 422
    EstimateFactory(program=program, milestone=milestone, deliverable=None, likely_days=Decimal(30))
    assert client.post(address, {"basis": "OWN"}).status_code == 302
    answer = client.post(address, {"basis": "BOTTOM_UP"})

    assert "has its baseline already" in answer.context["form"].non_field_errors()[0]
    assert item.milestone == milestone


def test_a_member_is_refused(client, program, milestone):
    person = UserFactory()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(url("bet_list", program)).status_code == 404
