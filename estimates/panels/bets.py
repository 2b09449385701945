"""Sections and menu lines of bets, decisions, capacity, effort and impact."""

from dataclasses import dataclass
from datetime import date
from typing import Any  # a section's context is a dict

from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString

from estimates.models import Bet, BetOption, Decision
from estimates.panels.worth import worth_words
from estimates.queries.bet import bets_of_milestone
from estimates.queries.cost import worth_of_milestone
from estimates.queries.decision import decisions_of
from estimates.queries.impact import impact_of
from milestones.models import Milestone
from pm.http import UserRequest, actor_of
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.queries.presence import hangs_on
from pm.registry import ACTIONS, NAV, SUBJECTS, Action, NavItem, Panel, Subject, panels
from pm.rules import Access
from pm.templatetags.cells import draw, looker_of
from pm.templatetags.ui import NONE, person_days
from pm.text import plain_line, render_markdown

SHOWN_DECISIONS = 5
DAYS = ("appetite", "baseline", "spent", "remaining", "forecast")
LABELS = {
    "bet_appetite": "Appetite of the bet",
    "appetite": "Appetite of the milestone",
    "baseline": "Baseline",
    "spent": "Spent",
    "remaining": "Remaining",
    "forecast": "P50 of the effort",
    "progress": "Claimed",
    "p50_on": "P50 of the date",
    "target_on": "Target",
    "value": "Value, stated",
    "as_of": "Computed on",
}


def text_of(name: str, value: Any, today: date) -> str:
    """One kept number as people read it."""
    if value is None or value == "":
        return ""
    if name in DAYS or name == "bet_appetite":
        return f"{person_days(value)} person-days"
    if name == "progress":
        return f"{round(value * 100)} %"
    return short_day(date.fromisoformat(value), today) if name.endswith(("_on", "_of")) else str(value)


def numbers_rows(numbers: dict[str, Any], today: date) -> list[tuple[str, str, str]]:
    """The numbers that were kept with a review or a decision: label and text of each that was known."""
    rows = [(label, text_of(name, numbers.get(name), today), "") for name, label in LABELS.items()]
    return [row for row in rows if row[1]]


@dataclass(frozen=True, slots=True)
class BetRow:
    """A bet as the milestone's section prints it."""

    stage: str
    title: str
    url: str
    appetite: str
    estimate: str
    spent: str
    outcome: str


def bet_row(program: Program, row: Bet, chosen: BetOption | None, today: date) -> BetRow:
    spent = row.numbers.get("spent")
    return BetRow(
        stage=row.get_stage_display(),
        title=f"{row.key} {row.title}",
        url=reverse("bet_detail", args=[program.slug, row.key]),
        appetite=person_days(row.appetite_days),
        estimate=person_days(chosen.estimate_days) if chosen and chosen.estimate_days is not None else NONE,
        spent=NONE if spent is None else person_days(spent),
        outcome=outcome_of(row, today),
    )


def outcome_of(row: Bet, today: date) -> str:
    """Where a bet stands, in a few words."""
    if row.status == Bet.Status.REVIEWED:
        return f"{short_day(row.reviewed_on, today)}: {plain_line(row.review_text, 120)}"
    if row.status == Bet.Status.DRAFT:
        return "Draft, not placed yet"
    if row.midway_on:
        return f"Mid-way review on {short_day(row.midway_on, today)}"
    due = f", review by {short_day(row.review_by_on, today)}" if row.review_by_on else ""
    return f"Placed {short_day(row.placed_on, today)}{due}"


def bet_facts(program: Program, row: Bet, today: date) -> list[tuple[str, str, str]]:
    """The facts of a bet's own page: label, text, address."""
    milestone = reverse("milestone_detail", args=[program.slug, row.milestone.key])
    found = [
        ("Milestone", str(row.milestone), milestone),
        ("Stage", row.get_stage_display(), ""),
        ("Status", row.get_status_display(), ""),
        ("Appetite", f"{person_days(row.appetite_days)} person-days", ""),
        ("Placed", short_day(row.placed_on, today), ""),
        ("Review by", short_day(row.review_by_on, today), ""),
        ("Reviewed", short_day(row.reviewed_on, today), ""),
        ("Next bet", row.next_bet, ""),
    ]
    return [fact for fact in found if fact[1] not in {"", NONE}]


def build_bets(request: UserRequest, row: Milestone) -> dict[str, Any]:
    """The bets on a milestone, and the decision that is owed."""
    program, today = request.program, actor_of(request, request.program).today
    address = [program.slug, row.key]
    found = bets_of_milestone(row)
    rows = [bet for bet, _ in found]
    may_place = request.access.can(Permission.PLACE_BET) and row.is_open
    may_decide = request.access.can(Permission.DECIDE)
    placed = [one for one in rows if one.status == Bet.Status.PLACED]
    newest = placed[-1] if placed else None
    worth = worth_of_milestone(row, rows) if request.access.can(Permission.VIEW_COSTS) else None
    return {
        "bets": [bet_row(program, bet, chosen, today) for bet, chosen in found],
        "worth": worth_words(worth, program) if worth else "",
        "note": note_of(newest, today) if newest else "",
        "owed": row.decision_owed_reason if row.decision_owed_on else "",
        "owed_on": short_day(row.decision_owed_on, today),
        "decide_url": reverse("milestone_decide", args=address) if may_decide else "",
        "status_url": reverse("milestone_status", args=address),
        "create_url": f"{reverse('bet_create', args=[program.slug])}?milestone={row.key}"
        if may_place
        else "",
        "allocations_url": reverse("milestone_allocations", args=address)
        if request.access.can(Permission.VIEW_INTERNAL)
        else "",
    }


def note_of(row: Bet, today: date) -> str:
    """The newest placed bet in a few words: `Minimal viable product, placed 3 Jul`."""
    words = outcome_of(row, today)
    return f"{row.get_stage_display()}, {words[0].lower()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as a list prints it."""

    key: str
    title: str
    url: str
    why: str
    day: str
    by: str
    is_internal: bool
    withdrawn: str


def build_decisions(request: UserRequest, row: Milestone) -> dict[str, Any]:
    """The newest decisions about a milestone."""
    program, today = request.program, actor_of(request, request.program).today
    rows = decisions_of(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    found = list(rows.filter(milestone=row)[: SHOWN_DECISIONS + 1]) if hangs_on(row, Decision) else []
    may_decide = request.access.can(Permission.DECIDE)
    if not found and not may_decide:
        return {}
    return {
        "decisions": [
            DecisionRow(
                key=one.key,
                title=one.title,
                url=reverse("decision_detail", args=[program.slug, one.key]),
                why=plain_line(one.rationale, 200),
                day=short_day(one.happened_on, today),
                by=str(one.by or ""),
                is_internal=one.is_internal,
                withdrawn=one.withdrawn_because,
            )
            for one in found[:SHOWN_DECISIONS]
        ],
        "decide_url": reverse("milestone_decide", args=[program.slug, row.key]) if may_decide else "",
        "all_url": f"{reverse('decision_list', args=[program.slug])}?milestone={row.key}&withdrawn=on"
        if len(found) > SHOWN_DECISIONS
        else "",
        "is_shown": True,
    }


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric as the milestone's section prints it."""

    called: str
    name: SafeString
    unit: SafeString | str
    baseline: SafeString
    expected: SafeString
    by: SafeString
    newest: str
    observe_url: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """An impact review as the milestone's section prints it."""

    title: str
    realised: str
    feedback: SafeString
    by: str


def build_impact(request: UserRequest, row: Milestone) -> dict[str, Any]:
    """What the milestone is meant to move, what was observed, and what came of it."""
    program, today = request.program, actor_of(request, request.program).today
    known = impact_of(row)
    may_edit = request.access.can(Permission.EDIT_SPEC)
    may_review = request.access.can(Permission.REVIEW_MILESTONE) and bool(known.due)
    if not known.metrics and not known.reviews and not may_edit:
        return {}
    address = [program.slug, row.key]
    looker = looker_of(request, program)
    for metric, _ in known.metrics:
        metric.milestone = row
    due = [f"{dict(LABELS_OF_REVIEW)[moment]}: {short_day(day, today)}" for moment, day in known.due]
    return {
        "metrics": [
            MetricRow(
                called=metric.name,
                name=draw(looker, metric, "name"),
                unit=draw(looker, metric, "unit") if metric.unit else "",
                baseline=draw(looker, metric, "baseline"),
                expected=draw(looker, metric, "expected"),
                by=draw(looker, metric, "by_on"),
                newest=f"{figure(seen.value)} on {short_day(seen.happened_on, today)}" if seen else NONE,
                observe_url=reverse("observation_create", args=[*address, metric.pk]) if may_edit else "",
                edit_url=reverse("metric_edit", args=[*address, metric.pk]) if may_edit else "",
            )
            for metric, seen in known.metrics
        ],
        "reviews": [
            ReviewRow(
                title=str(one),
                realised="" if one.realised_value is None else f"realised value {one.realised_value} of 10",
                feedback=render_markdown(one.feedback),
                by=str(one.by or ""),
            )
            for one in known.reviews
        ],
        "due": "; ".join(due),
        "metric_url": reverse("metric_create", args=address) if may_edit else "",
        "review_url": reverse("impact_review", args=address) if may_review else "",
        "is_shown": True,
    }


LABELS_OF_REVIEW = (("T30", "Review at 30 days"), ("T90", "Review at 90 days"))


def figure(value: Any) -> str:
    """A metric's figure without needless zeros."""
    return NONE if value is None else f"{value.normalize():f}"


# --- What has a key, the menu


def find_in(model: type[models.Model]) -> Any:
    """Finds a bet or a decision by its number, internal ones only for insiders."""

    def find(program: Program, access: Access, number: int) -> models.Model | None:
        rows: Any = model._default_manager  # both managers have `visible`
        sees = access.can(Permission.VIEW_INTERNAL)
        found: models.Model | None = (
            rows.visible(sees_internal=sees).filter(program=program, number=number).first()
        )
        return found

    return find


SUBJECTS.add(Bet.LETTER, Subject(Bet.LETTER, "Bet", "bet_detail", "plan", find_in(Bet)))
SUBJECTS.add(
    Decision.LETTER, Subject(Decision.LETTER, "Decision", "decision_detail", "decide", find_in(Decision))
)
NAV.add("decisions", NavItem("Plan", "Decisions", "decision_list", "decide", "VIEW", rank=3, key="c"))
NAV.add("capacity", NavItem("Plan", "Capacity", "capacity_home", "plan", "VIEW_INTERNAL", rank=4, key="b"))
NAV.add("effort", NavItem("Work", "Effort", "effort_list", "clock", "LOG_EFFORT", rank=5, key="e"))
ACTIONS.add("bet", Action("Draft a bet", "bet_create", "PLACE_BET", "plan"))
ACTIONS.add("decision", Action("Record a decision", "decision_create", "DECIDE", "decide"))
panels("milestone_section").add("bets", Panel("Bet", "estimates/bet/_section.html", build_bets))
panels("milestone_section").add(
    "decisions", Panel("Decisions", "estimates/decision/_section.html", build_decisions)
)
panels("milestone_section").add("impact", Panel("Impact", "estimates/impact/_section.html", build_impact))
