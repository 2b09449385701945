"""Routes of the plan: roadmap, milestones, features, subteams."""

from tests.access.graph import Graph
from tests.access.row import Row


def target(graph: Graph) -> dict[str, str]:
    row = graph.milestone
    return {
        "target": "30 Sep 2027",
        "reason_class": "SCOPE",
        "reason": "More to do.",
        "base_target": "|".join([str(row.target_from_on), str(row.target_to_on), row.target_text]),
    }


def words(graph: Graph) -> dict[str, str]:
    names = ("title", "benefit", "audience", "objective", "narrative", "scope_in", "scope_out", "risks_text")
    seen = {name: str(getattr(graph.milestone, name)) for name in names}
    return {**seen, "title": "New title", **{f"base_{name}": text for name, text in seen.items()}}


POLICY: dict[str, Row] = {
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
    "feature_list": Row("VIEW", queries=("q",)),
    "feature_detail": Row("VIEW"),
    "statement_reword": Row(
        "EDIT_FEATURE",
        "EDIT_FEATURE",
        lambda graph: {"text": "In 2 s.", "base_text": graph.statement.text, "why": "Measured."},
    ),
    "subteam_detail": Row("VIEW"),
}
