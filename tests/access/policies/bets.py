"""Routes of bets, decisions and capacity."""

from typing import Any

from tests.access.graph import Graph
from tests.access.row import WORKERS, Row


def bet(graph: Graph) -> dict[str, Any]:
    return {"milestone": graph.milestone.key, "title": "Next", "stage": "MVP", "appetite_days": "30 d"}


def bet_edit(graph: Graph) -> dict[str, Any]:
    row = graph.bet
    seen = {"title": row.title, "stage": row.stage, "appetite_days": "60", "next_bet": row.next_bet}
    return {
        **seen, "title": "New title", "base_review_by_on": "",
        **{f"base_{name}": text for name, text in seen.items()},
    }  # fmt: skip


def option(graph: Graph) -> dict[str, Any]:
    row = graph.option
    seen = {"summary": row.summary, "estimate_days": "", "state": row.state, "because": row.because}
    return {**seen, "state": "CHOSEN", **{f"base_{name}": text for name, text in seen.items()}}


def decision(graph: Graph) -> dict[str, Any]:
    return {
        "milestone": graph.milestone.key, "kind": "CONTINUE", "rationale": "Go on.", "bet": graph.bet.key,
    }  # fmt: skip


def capacity(graph: Graph) -> dict[str, Any]:
    seen = {"people": "3.00", "support_percent": "20", "note": graph.capacity.note}
    return {**seen, "people": "4", **{f"base_{name}": text for name, text in seen.items()}}


def absence(graph: Graph) -> dict[str, Any]:
    return {"subteam": graph.team.slug, "from_on": "2026-05-04", "to_on": "2026-05-05", "person_days": "2 d"}


def absence_edit(graph: Graph) -> dict[str, Any]:
    row = graph.absence
    return {
        **absence(graph), "reason": row.reason, "base_subteam": row.subteam_id, "base_from_on": row.from_on,
        "base_to_on": row.to_on, "base_person_days": "5", "base_reason": row.reason,
    }  # fmt: skip


def allocation(graph: Graph) -> dict[str, Any]:
    return {
        "milestone": graph.milestone.key, "subteam": graph.team.slug, "people": "1", "from_on": "2026-05-04",
        "to_on": "2026-06-05",
    }  # fmt: skip


def allocation_edit(graph: Graph) -> dict[str, Any]:
    row = graph.allocation
    return {
        **allocation(graph), "note": row.note, "base_subteam": row.subteam_id, "base_people": "1.00",
        "base_person": "", "base_from_on": row.from_on, "base_to_on": row.to_on, "base_note": row.note,
    }  # fmt: skip


def sizes(graph: Graph) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, days in {"s": (5, 10, 20), "m": (10, 25, 40), "l": (30, 60, 120), "xl": (60, 120, 240)}.items():
        for part, value in zip(("low", "likely", "high"), days, strict=True):
            found |= {f"{code}_{part}": f"{value} d", f"base_{code}_{part}": str(value)}
    return {**found, "s_high": "25 d"}


def week(graph: Graph) -> dict[str, Any]:
    name = f"d_{graph.deliverable.number}"
    return {name: "4 d", f"base_{name}": "3"}


def metric_edit(graph: Graph) -> dict[str, Any]:
    row = graph.metric
    seen = {"name": row.name, "unit": row.unit, "source": row.source, "baseline": "", "expected": ""}
    return {**seen, "unit": "%", "base_by_on": "", **{f"base_{name}": text for name, text in seen.items()}}


ALLOWED = {"LOG_OWN_EFFORT": WORKERS}  # each for the subteams of their role
REFUSED = frozenset({200, 302, 409, 422})  # allowed to knock; the state of the row may say no
POLICY: dict[str, Row] = {
    "bet_list": Row("VIEW", queries=("q",)),
    "bet_create": Row("PLACE_BET", "PLACE_BET", bet, foreign=("milestone",)),
    "bet_detail": Row("VIEW"),
    "bet_edit": Row("PLACE_BET", "PLACE_BET", bet_edit),
    "bet_place": Row("PLACE_BET", "PLACE_BET", lambda graph: {"placed_on": "2026-03-02"}, statuses=REFUSED),
    "bet_midway": Row(
        "PLACE_BET", "PLACE_BET", lambda graph: {"midway_on": "2026-03-02", "midway_text": "Held."},
        statuses=REFUSED,
    ),
    "bet_review": Row(
        "REVIEW_MILESTONE", "REVIEW_MILESTONE",
        lambda graph: {"reviewed_on": "2026-03-02", "review_text": "Done."}, statuses=REFUSED,
    ),
    "option_create": Row("PLACE_BET", "PLACE_BET", lambda graph: {"summary": "Third", "state": "HELD"}),
    "option_edit": Row("PLACE_BET", "PLACE_BET", option),
    "decision_list": Row("VIEW", queries=("q", "milestone")),
    "decision_create": Row("DECIDE", "DECIDE", decision, foreign=("milestone", "bet")),
    "decision_detail": Row("VIEW"),
    "decision_withdraw": Row("DECIDE", "DECIDE", lambda graph: {"because": "Wrong milestone."}),
    "milestone_decide": Row("DECIDE", "DECIDE", decision, foreign=("bet",)),
    "milestone_baseline": Row(
        "EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"basis": "OWN"}, statuses=REFUSED
    ),
    "milestone_allocations": Row("VIEW_INTERNAL"),
    "capacity_home": Row("VIEW_INTERNAL"),
    "capacity_list": Row("VIEW_INTERNAL"),
    "capacity_edit": Row("PLAN_CAPACITY", "PLAN_CAPACITY", capacity),
    "absence_create": Row("PLAN_CAPACITY", "PLAN_CAPACITY", absence, foreign=("subteam",)),
    "absence_edit": Row("PLAN_CAPACITY", "PLAN_CAPACITY", absence_edit, foreign=("subteam",)),
    "absence_remove": Row(None, "PLAN_CAPACITY"),
    "allocation_create": Row(
        "PLAN_CAPACITY", "PLAN_CAPACITY", allocation, foreign=("subteam", "milestone")
    ),
    "allocation_edit": Row("PLAN_CAPACITY", "PLAN_CAPACITY", allocation_edit, foreign=("subteam",)),
    "allocation_remove": Row(None, "PLAN_CAPACITY"),
    "cost_list": Row("VIEW_COSTS"),
    "cost_edit": Row(
        "VIEW_COSTS", "VIEW_COSTS",
        lambda graph: {"amount": "700", "currency": "EUR", "base_amount": "600.00", "base_currency": "EUR"},
    ),
    "size_edit": Row("MANAGE_SETTINGS", "MANAGE_SETTINGS", sizes),
    "effort_list": Row("LOG_OWN_EFFORT"),
    "effort_week": Row("LOG_EFFORT", "LOG_EFFORT", week),
    "deliverable_log": Row("LOG_EFFORT", "LOG_EFFORT", queries=("team",)),
    "metric_create": Row("EDIT_SPEC", "EDIT_SPEC", lambda graph: {"name": "Lost messages"}),
    "metric_edit": Row("EDIT_SPEC", "EDIT_SPEC", metric_edit),
    "metric_remove": Row(None, "EDIT_SPEC", statuses=REFUSED),
    "observation_create": Row(
        "EDIT_SPEC", "EDIT_SPEC", lambda graph: {"value": "3", "happened_on": "2026-03-01"}
    ),
    "impact_review": Row(
        "REVIEW_MILESTONE", "REVIEW_MILESTONE",
        lambda graph: {"moment": "T30", "verdict": "WIN", "feedback": "It held."}, statuses=REFUSED,
    ),
}  # fmt: skip
