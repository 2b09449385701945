"""One row for every route of ours. A route without a row fails the build."""

from tests.access.machinery import Row
from tests.access.world import Graph


def target(graph: Graph) -> dict[str, str]:
    row = graph.milestone
    return {
        "target": "30 Sep 2027",
        "reason_class": "SCOPE",
        "reason": "More to do.",
        "base_target": "|".join([str(row.target_from_on), str(row.target_to_on), row.target_text]),
    }


def new_program(graph: Graph) -> dict[str, str]:
    return {"name": "New", "slug": "new", "zone": "UTC", "days_per_month": "20"}


def words(graph: Graph) -> dict[str, str]:
    names = ("title", "benefit", "audience", "objective", "narrative", "scope_in", "scope_out", "risks_text")
    seen = {name: str(getattr(graph.milestone, name)) for name in names}
    return {**seen, "title": "New title", **{f"base_{name}": text for name, text in seen.items()}}


POLICY: dict[str, Row] = {
    "healthz": Row("ANYONE"),
    "readyz": Row("ANYONE"),
    "programs": Row("LOGGED_IN"),
    "program_create": Row("INSTANCE", "INSTANCE", new_program),
    "account_theme": Row(None, "LOGGED_IN", lambda graph: {"theme": "dark", "next": "/"}),
    "sample_load": Row(None, "INSTANCE"),
    "invitation_accept": Row("ANYONE", "ANYONE", statuses=frozenset({410})),
    "sample_remove": Row(None, "MANAGE_SETTINGS"),
    "people": Row(
        "MANAGE_PEOPLE",
        "MANAGE_PEOPLE",
        lambda graph: {"email": "new@example.org", "role": "MEMBER", "subteams": [graph.team.slug]},
        foreign=("subteams",),
    ),
    "member_deactivate": Row("MANAGE_PEOPLE", "MANAGE_PEOPLE"),
    "member_activate": Row(None, "MANAGE_PEOPLE"),
    "invitation_withdraw": Row(None, "MANAGE_PEOPLE"),
    "history": Row("VIEW_HISTORY"),
    "jobs": Row("VIEW_JOBS"),
    "job_retry": Row(None, "RECOMPUTE"),
    "program_home": Row("VIEW"),
    "roadmap": Row("VIEW", queries=("track", "subteam", "owner", "q")),
    "milestone_detail": Row("VIEW"),
    "milestone_target": Row("EDIT_MILESTONE", "EDIT_MILESTONE", target),
    "milestone_status": Row(
        "STEP_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {"status": "SHELVED", "base_status": "IN_PROGRESS", "reason": "Later."},
    ),
    "milestone_owner": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {"owner": "", "base_owner": graph.membership.user_id},
        foreign=("owner",),
    ),
    "milestone_value": Row("EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"value": 3, "base_value": 7}),
    "milestone_appetite": Row(
        "EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"appetite": "90 d", "base_appetite": "60"}
    ),
    "milestone_start": Row(
        "EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"start": "2026-01-01", "base_start": ""}
    ),
    "milestone_edit": Row("EDIT_MILESTONE", "EDIT_MILESTONE", words),
    "milestone_estimate": Row("ESTIMATE", "ESTIMATE", lambda graph: {"estimate": "90 d"}),
    "milestone_forecast": Row("VIEW"),
    "milestone_effort": Row("VIEW"),
    "deliverable_list": Row("VIEW", queries=("q", "track", "subteam", "owner")),
    "deliverable_detail": Row("VIEW"),
    "deliverable_step": Row(
        None,
        "CLOSE_DELIVERABLE",
        lambda graph: {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS", "reason": "Waived."},
    ),
    "checklist_answer": Row(
        None,
        "WORK_ON_DELIVERABLE",
        lambda graph: {"state": "DONE", "evidence": "https://example.org/spec", "base_state": "OPEN"},
    ),
    "criterion_answer": Row(
        None, "WORK_ON_DELIVERABLE", lambda graph: {"is_met": "yes", "base_is_met": "no"}
    ),
    "deliverable_estimate": Row("ESTIMATE", "ESTIMATE", lambda graph: {"estimate": "9 d"}),
    "feature_list": Row("VIEW", queries=("q",)),
    "feature_detail": Row("VIEW"),
    "statement_reword": Row(
        "EDIT_FEATURE",
        "EDIT_FEATURE",
        lambda graph: {"text": "In 2 s.", "base_text": graph.statement.text, "why": "Measured."},
    ),
    "subteam_detail": Row("VIEW"),
    "at_risk": Row("VIEW", queries=("track", "owner")),
    "at_risk_review": Row(None, "REVIEW_RISK"),
    "at_risk_recompute": Row(None, "RECOMPUTE"),
    "at_risk_progress": Row("VIEW"),
}
