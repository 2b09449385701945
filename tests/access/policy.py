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


POLICY: dict[str, Row] = {
    "healthz": Row("ANYONE"),
    "readyz": Row("ANYONE"),
    "programs": Row("LOGGED_IN"),
    "program_create": Row("INSTANCE", "INSTANCE", lambda graph: {"name": "New", "slug": "new"}),
    "account_theme": Row(None, "LOGGED_IN", lambda graph: {"theme": "dark", "next": "/"}),
    "sample_load": Row(None, "INSTANCE"),
    "invitation_accept": Row("ANYONE", "ANYONE", statuses=frozenset({410})),
    "sample_remove": Row(None, "MANAGE_SETTINGS"),
    "people": Row(
        "VIEW",
        "MANAGE_PEOPLE",
        lambda graph: {"email": "new@example.org", "role": "MEMBER", "subteams": [graph.team.pk]},
        foreign=("subteams",),
    ),
    "member_deactivate": Row("MANAGE_PEOPLE", "MANAGE_PEOPLE"),
    "member_activate": Row(None, "MANAGE_PEOPLE"),
    "invitation_withdraw": Row("MANAGE_PEOPLE", "MANAGE_PEOPLE"),
    "history": Row("VIEW_HISTORY"),
    "jobs": Row("VIEW_JOBS"),
    "job_retry": Row(None, "RECOMPUTE"),
    "program_home": Row("VIEW"),
    "roadmap": Row("VIEW", queries=("track", "subteam", "owner", "q")),
    "milestone_detail": Row("VIEW"),
    "milestone_target": Row("EDIT_MILESTONE", "EDIT_MILESTONE", target),
    "milestone_status": Row(
        "STEP_MILESTONE", "STEP_MILESTONE", lambda graph: {"to": "SHELVED", "reason": "Later."}
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
    "milestone_edit": Row("EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"title": "New title"}),
}
