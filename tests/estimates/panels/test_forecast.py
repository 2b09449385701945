"""What the bet adds to the plan's pages."""

import re

import pytest
from django.http import HttpRequest

from estimates.models import Forecast
from estimates.panels.forecast import build_items, notes_of
from estimates.queries.forecast import columns_of, columns_of_one
from estimates.services.forecast import compute
from milestones.queries.milestone import load_deliverables
from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.estimates import EstimateFactory, part, running, worked
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def signed_in(client, program):
    client.force_login(member_of(program, Role.MANAGER))
    return client


def bet(program, **fields):
    """Baseline 60; 20 spent on closed work of 15; 30 spent on open work of 45: 15 left."""
    milestone = running(program=program, number=5, appetite_days=100, **fields)
    EstimateFactory(program=program, milestone=milestone, deliverable=None, likely_days=60, is_baseline=True)
    worked(part(milestone, 15, number=1, status="CLOSED", closed_on=NOW.date()), "2026-W07", days=20)
    worked(part(milestone, 45, number=2), "2026-W08", "2026-W09", days=15)
    return milestone


def figure(program):
    compute(program=program, today=NOW.date(), now=NOW)


def words(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_drift_table_has_every_part(program, signed_in):
    bet(program)
    figure(program)

    answer = signed_in.get("/kittiwake/milestones/M-5/effort/", headers=HTMX)

    rows = [(row.name, row.days, row.source) for row in answer.context["rows"]]
    assert rows == [
        ("Baseline, as of commitment", "60", "own estimate of 5 Jan"),
        ("Finished work cost more or less", "+5", "D-1 +5"),
        ("Scope added and removed", "0", ""),
        ("Remaining work re-estimated", "0", ""),
        ("Reference class", "0", "0 until milestones like it have ended"),
        ("Forecast", "65", "spent + remaining"),
    ]
    assert answer.context["note"] == "+5 person-days against the baseline"
    assert answer.context["notes"] == [
        "Spent 50, remaining 15 person-days.", "The four parts sum to the drift."
    ]  # fmt: skip


def test_the_side_says_how_late_and_from_what(program, signed_in):
    bet(program)
    figure(program)

    text = words(signed_in.get("/kittiwake/milestones/M-5/forecast/", headers=HTMX).content.decode())

    assert text.startswith("Forecast 0 d expected late, target 30 Apr")
    assert "16.7 person-days a week, recorded over the last 3 weeks" in text


@pytest.mark.parametrize(("name", "title"), [("effort", "Estimate and actual"), ("forecast", "Forecast")])
def test_a_panel_for_a_browser_is_a_page(program, signed_in, name, title):
    bet(program)

    html = signed_in.get(f"/kittiwake/milestones/M-5/{name}/").content.decode()

    assert '<h1><a href="/kittiwake/milestones/M-5/">' in html
    assert title in html


def test_both_panels_stand_on_the_page(program, signed_in):
    bet(program)
    figure(program)

    text = words(signed_in.get("/kittiwake/milestones/M-5/").content.decode())

    assert "Estimate and actual +5 person-days against the baseline" in text
    assert "Forecast 0 d expected late" in text


def test_before_anything_is_computed_the_page_says_so(program, signed_in):
    bet(program)

    text = words(signed_in.get("/kittiwake/milestones/M-5/").content.decode())

    assert "not computed yet" in text
    assert "It is not computed yet." in text


def test_without_commitment_there_is_no_drift(program, signed_in):
    running(program=program, number=5, status="PROPOSED", committed_on=None)
    figure(program)

    text = words(signed_in.get("/kittiwake/milestones/M-5/").content.decode())

    assert "Drift is measured once it is committed with an estimate." in text


def test_a_budget_line_shows_spent_of_planned(program, signed_in):
    bet(program, kind="BUDGET_LINE")
    figure(program)

    answer = signed_in.get("/kittiwake/milestones/M-5/")

    assert "50 person-days spent of 60 planned" in words(answer.content.decode())
    assert "budget line: no level is computed" in words(answer.content.decode())


def test_the_notes_say_what_the_figures_rest_on(program):
    milestone = running(program=program, number=5)
    EstimateFactory(program=program, milestone=milestone, deliverable=None, likely_days=60, is_baseline=True)
    part(milestone, None, number=1)
    part(milestone, 20, number=2, status="CLOSED", closed_on=NOW.date())
    figure(program)

    made = columns_of([milestone.pk])
    assert columns_of_one(milestone.pk) == made[milestone.pk]
    assert made[milestone.pk] | {"p50_on": None} == {
        "days": 60, "p50_on": None, "claimed": 20 / 60, "closed_days": 20, "held_days": 60, "remaining": 40,
        "unsized": [],
    }  # fmt: skip
    assert notes_of(Forecast.objects.get(), NOW.date()) == [
        "Nothing spent is recorded; remaining 40 person-days.",
        "D-1 without an estimate: the milestone's own is spread over them, 40 each.",
        "D-2 closed without effort entered, so drift and forecast are unknown.",
    ]


def test_the_roadmap_shows_a_sum_where_there_is_no_own_estimate(program):
    milestone = running(program=program)
    part(milestone, 20)
    part(milestone, 12.5)
    figure(program)

    assert columns_of([milestone.pk])[milestone.pk]["days"] == 32.5


def test_the_deliverables_of_a_milestone_show_likely_spent_and_left(program):
    milestone = bet(program)
    figure(program)
    rows = load_deliverables(milestone)

    found = build_items(HttpRequest(), rows)

    assert [found[row.pk] for row in rows] == [
        {"likely": 15, "spent": 20, "left": None}, {"likely": 45, "spent": 30, "left": 15}
    ]  # fmt: skip


def test_a_deliverables_page_shows_its_estimate_and_weeks(program, signed_in):
    bet(program)

    text = words(signed_in.get("/kittiwake/deliverables/D-2/").content.decode())

    assert "Estimate 45 d Of 5 Jan." in text
    assert "2026-W09" in text


def test_the_navigation_counts_what_is_late_or_at_risk(program, signed_in):
    running(program=program, health="LATE")
    running(program=program, health="WATCH")

    nav = signed_in.get("/kittiwake/at-risk/").context["nav"]

    [line] = [item for group in nav for item in group.items if item.label == "At risk"]
    assert (line.count, line.current) == (1, True)
