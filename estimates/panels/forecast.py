"""What the bet adds to the plan's pages: the forecast, the drift table, columns, a line of the navigation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # panels of many rows give a dict by id, those of one a context

from django.urls import reverse

from estimates.models import Estimate, Forecast
from estimates.pure.drawing import Step, axis_of, spend_of, waterfall
from estimates.pure.drift import REST
from estimates.queries.estimate import remember
from estimates.queries.forecast import (
    Figures,
    columns_of,
    columns_of_one,
    count_risky,
    effort_of,
    figures_of,
    items_of,
    reasons_of,
)
from milestones.models import Deliverable, Milestone
from pm.http import UserRequest, actor_of
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.registry import NAV, NavItem, Panel, panels
from pm.templatetags.ui import NONE, months, person_days

EFFORTS = ("likely", "spent", "left")
SHOWN_LINES = 3
SHOWN_REASONS = 4
STROKES = {"LATE": "late", "AT_RISK": "risk", "WATCH": "watch", "ON_TRACK": "ok", "UNKNOWN": "unknown"}
JUDGED = ("PROPOSED", "COMMITTED", "IN_PROGRESS")


def figures_for(request: UserRequest, milestone_id: int) -> Figures:
    """The figures of a milestone, read once a request: its page shows them at four places."""
    known: dict[int, Figures] = vars(request).setdefault("figures", {})
    if milestone_id not in known:
        known[milestone_id] = figures_of(milestone_id)
    return known[milestone_id]


def plus(days: float) -> str:
    """`+12`, `−6`, `0`."""
    sign = "+" if days >= 0.05 else "−" if days <= -0.05 else ""
    return f"{sign}{person_days(abs(round(days, 1)))}"


def lines_text(lines: Sequence[Sequence[Any]]) -> str:
    """`D-105 +12, D-108 −6 and 2 more`."""
    shown = [f"{key} {plus(days)}" for key, days in lines[:SHOWN_LINES]]
    more = f" and {len(lines) - SHOWN_LINES} more" if len(lines) > SHOWN_LINES else ""
    return ", ".join(shown) + more


# --- The side of a milestone's page


def build_side(request: UserRequest, row: Milestone) -> dict[str, Any]:
    """How late it is expected, P50 on an axis, spend on appetite, and where the reasons are."""
    program, today = request.program, actor_of(request, request.program).today
    made = figures_for(request, row.pk).forecast
    address = [program.slug, row.key]
    context = {
        "row": row,
        "refresh_url": reverse("milestone_forecast", args=address),
        "is_judged": row.status in JUDGED and row.kind != Milestone.Kind.BUDGET_LINE,
        "target": short_day(row.target_to_on, today),
        "made": made,
    }
    if made is None:
        return context
    late, reasons = made.expected_days_late, reasons_of(row)
    return context | {
        "big": NONE if late is None else f"{late:.0f} d",
        "axis": axis_of(today, row.target_from_on, row.target_to_on, made.p50_on),
        "stroke": STROKES[made.level],
        "end": short_day(made.p50_on, today),
        "drift": drift_words(made.date_drift_target_days, "the target"),
        "first_drift": first_drift(made),
        "reasons": reasons[:SHOWN_REASONS],
        "more_reasons": max(0, len(reasons) - SHOWN_REASONS),
        "reasons_url": f"{reverse('at_risk', args=[program.slug])}#{row.key}",
        **spend_parts(program, made, row),
    }


def drift_words(days: int | None, what: str) -> str:
    """`22 d after the target`; nothing where it is unknown."""
    if days is None:
        return ""
    return f"{abs(days)} d {'after' if days > 0 else 'before'} {what}" if days else f"on {what}"


def first_drift(made: Forecast) -> str:
    """The same against the first target, where that is another day."""
    days = made.date_drift_baseline_days
    return "" if days == made.date_drift_target_days else drift_words(days, "the first target")


def spend_parts(program: Program, made: Forecast, row: Milestone) -> dict[str, Any]:
    per_month = program.days_per_month
    appetite = float(row.appetite_days) if row.appetite_days is not None else None
    return {
        "spend": spend_of(made.spent_days, made.forecast_days, appetite),
        "spent": months(made.spent_days, per_month),
        "forecast": months(made.forecast_days, per_month) if made.forecast_days is not None else "",
        "appetite": months(appetite, per_month) if appetite else "",
    }


# --- The drift table


@dataclass(frozen=True, slots=True)
class DriftRow:
    """One line of the waterfall: name, days, its bar and what it comes from. No bar: it is unknown."""

    css: str
    name: str
    days: str
    step: Step | None
    source: str


def build_effort(request: UserRequest, row: Milestone) -> dict[str, Any]:
    """Baseline, the four parts, forecast; every unknown with its reason."""
    program, today = request.program, actor_of(request, request.program).today
    figures = figures_for(request, row.pk)
    made = figures.forecast
    address = [program.slug, row.key]
    may_estimate = request.access.can(Permission.ESTIMATE)
    context = {
        "row": row,
        "made": made,
        "refresh_url": reverse("milestone_effort", args=address),
        "estimate_url": reverse("milestone_estimate", args=address) if may_estimate else "",
        "note": effort_note(made, figures.own, row),
    }
    if made is None:
        return context
    rows, limit = drift_rows(made, row, today)
    return context | {"rows": rows, "limit": limit, "appetite": person_days(row.appetite_days),
                      "notes": notes_of(made, today)}  # fmt: skip


def effort_note(made: Forecast | None, own: Estimate | None, row: Milestone) -> str:
    """The answer of the section in a few words."""
    if row.kind == Milestone.Kind.BUDGET_LINE:
        planned = f" of {person_days(own.likely_days)} planned" if own else ", nothing planned"
        return f"{person_days(made.spent_days if made else 0)} person-days spent{planned}"
    if made is None:
        return "not computed yet"
    if made.effort_drift_days is not None:
        return f"{plus(made.effort_drift_days)} person-days against the baseline"
    return "no baseline yet" if made.baseline_days is None else "drift unknown"


def drift_rows(made: Forecast, row: Milestone, today: date) -> tuple[list[DriftRow], str]:
    """The rows of the waterfall and where the appetite stands on its axis."""
    details, base = made.details, made.baseline_days
    if base is None:
        return [], ""
    parts = [
        ("Finished work cost more or less", made.part_finished_days, lines_text(details["finished"])),
        ("Scope added and removed", made.part_scope_days, lines_text(details["scope"])),
        ("Remaining work re-estimated", made.part_remaining_days, lines_text(details["remaining"])),
        ("Reference class", made.part_class_days, "0 until milestones like it have ended"),
    ]
    appetite = float(row.appetite_days) if row.appetite_days is not None else None
    known = [days or 0.0 for _, days, _ in parts]
    steps, limit = waterfall(base, known, appetite)
    on = details.get("baseline_on")
    source = "own estimate" if details.get("is_baseline_own") else "sum of its deliverables"
    day = f" of {short_day(date.fromisoformat(on), today)}" if on else ""
    rows = [DriftRow("wf-base", "Baseline, as of commitment", person_days(base), steps[0], source + day)]
    for (name, days, lines), step in zip(parts, steps[1:-1], strict=True):
        shown = plus(days) if days is not None else NONE
        rows.append(DriftRow("wf-inc", name, shown, step if days is not None else None, lines))
    total = made.forecast_days
    rows.append(
        DriftRow("wf-tot", "Forecast", NONE if total is None else person_days(total),
                 steps[-1] if total is not None else None, "spent + remaining")
    )  # fmt: skip
    return rows, limit


def notes_of(made: Forecast, today: date) -> list[str]:
    """What the figures rest on, in sentences."""
    details = made.details
    left = "unknown" if made.remaining_days is None else person_days(made.remaining_days)
    if details.get("has_effort"):
        notes = [f"Spent {person_days(made.spent_days)}, remaining {left} person-days."]
    else:
        notes = [f"Nothing spent is recorded; remaining {left} person-days."]
    if stated := details.get("stated_on"):
        notes.append(
            f"What remains was stated for the whole on {short_day(date.fromisoformat(stated), today)}."
        )
    if spread := details.get("spread"):
        share = person_days(round(details["share"], 1))
        notes.append(
            f"{joined(spread)} without an estimate: the milestone's own is spread over them, {share} each."
        )
    if unknown := details.get("unknown"):
        notes.append(f"{joined(unknown)} without an estimate, so what remains is unknown.")
    if unrecorded := details.get("unrecorded"):
        notes.append(
            f"{joined(unrecorded)} closed without effort entered, so drift and forecast are unknown."
        )
    if overrun := details.get("overrun"):
        notes.append(
            f"{joined(overrun)}: estimate overrun, not re-estimated, so a tenth of it is taken to remain."
        )
    if details.get("loose", 0) >= 0.05:
        notes.append(
            f"{person_days(round(details['loose'], 1))} of what remains is {REST} into deliverables."
        )
    if made.effort_drift_days is not None:
        notes.append("The four parts sum to the drift.")
    return notes


def joined(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - SHOWN_LINES} more" if len(keys) > SHOWN_LINES else ""
    return ", ".join(keys[:SHOWN_LINES]) + more


# --- Columns, a deliverable's effort, navigation


def build_columns(request: UserRequest, milestone_ids: Sequence[int]) -> Any:
    """Estimate in months, P50 and claimed share of the milestones on the roadmap, by id."""
    today = actor_of(request, request.program).today
    per_month = request.program.days_per_month
    place = request.resolver_match
    if request.method == "POST" and len(milestone_ids) == 1:  # the row that an edit gives back
        found = {pk: columns_of_one(pk) for pk in milestone_ids}
    elif place is not None and "key" in place.kwargs:  # a milestone's own page: its panels read the same
        found = {pk: figures_for(request, pk).columns for pk in milestone_ids}
    else:
        found = columns_of(milestone_ids)
    return {
        pk: {
            "estimate": months(one["days"], per_month) if one["days"] is not None else "",
            "estimate_days": one["days"],
            "p50": short_day(one["p50_on"], today) if one["p50_on"] else "",
            "p50_on": one["p50_on"],
            "claimed": None if one["claimed"] is None else round(one["claimed"] * 100),
            "claimed_words": claimed_words(one),
            **{name: one[name] for name in ("closed_days", "held_days", "remaining")},
        }
        for pk, one in found.items()
    }


def claimed_words(one: dict[str, Any]) -> str:
    """`58 of 116 person-days claimed`, or why that is unknown; nothing before anything is computed."""
    if one["unsized"]:
        return f"share of the effort unknown: {joined(one['unsized'])} without an estimate"
    if one["claimed"] is None or one["held_days"] is None:
        return ""
    closed, held = (person_days(round(one[name], 1)) for name in ("closed_days", "held_days"))
    return f"{closed} of {held} person-days claimed"


def build_items(request: UserRequest, rows: Sequence[Deliverable]) -> Any:
    """Likely, spent and left of deliverables in person-days by id; nothing when nothing is known of any."""
    ids = {row.milestone_id for row in rows}
    if len(ids) == 1:  # a milestone's own page: its panels read the same
        made = [figures_for(request, pk).forecast for pk in ids]
        items = {one.milestone_id: one.details.get("items", {}) for one in made if one}
    else:
        items = items_of(ids)
    known = {row.pk: items.get(row.milestone_id, {}).get(row.key) for row in rows}
    found = {pk: dict(zip(EFFORTS, one, strict=True)) for pk, one in known.items() if one is not None}
    is_blank = all(value is None for one in found.values() for value in one.values())
    return {} if is_blank else found


def build_deliverable(request: UserRequest, row: Deliverable) -> dict[str, Any]:
    """What is estimated of a deliverable and what was spent on it, week by week."""
    known = effort_of(row)
    may_estimate = request.access.can(Permission.ESTIMATE)
    remember(row, {one.purpose: one for one in (known.total, known.remaining) if one})
    return {
        "row": row,
        "known": known,
        "says_rest": bool(known.remaining) or (may_estimate and row.is_open),
        "today": actor_of(request, request.program).today,
        "estimate_url": reverse("deliverable_estimate", args=[request.program.slug, row.key])
        if may_estimate
        else "",
        "log_url": log_url(request, row),
    }


def log_url(request: UserRequest, row: Deliverable) -> str:
    """Where the accountable subteam enters what it spent, for those who may."""
    may_log = row.accountable is not None and request.access.can(
        Permission.LOG_EFFORT, subteam_id=row.accountable.pk
    )
    return reverse("deliverable_log", args=[request.program.slug, row.key]) if may_log else ""


def nav_count(request: UserRequest) -> int | None:
    """How many are late or at risk; nothing for none."""
    return count_risky(request.program, request.access) or None


NAV.add(
    "at_risk",
    NavItem(
        group="",
        label="At risk",
        url_name="at_risk",
        icon="at-risk",
        permission="VIEW",
        count=nav_count,
        key="a",
    ),
)
panels("milestone_side").add("forecast", Panel("Forecast", "estimates/forecast/_side.html", build_side))
panels("milestone_effort").add(
    "drift", Panel("Estimate and actual", "estimates/forecast/_effort.html", build_effort)
)
panels("roadmap_columns").add("forecast", Panel("Forecast", "", build_columns))
panels("milestone_deliverables").add("effort", Panel("Effort", "", build_items))
panels("deliverable_effort").add(
    "effort", Panel("Effort", "estimates/estimate/_deliverable.html", build_deliverable)
)
