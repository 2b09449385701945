"""Routes of the kernel: programs, people, history, jobs."""

from tests.access.graph import Graph
from tests.access.row import Row


def new_program(graph: Graph) -> dict[str, str]:
    return {"name": "New", "slug": "new", "zone": "UTC", "days_per_month": "20"}


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
    "member_deactivate": Row("MANAGE_PEOPLE", "MANAGE_PEOPLE", foreign=("to_all",)),
    "member_activate": Row(None, "MANAGE_PEOPLE"),
    "invitation_withdraw": Row(None, "MANAGE_PEOPLE"),
    "cell_edit": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {"owner": "", "base_owner": graph.membership.user_id},
        foreign=("owner",),
    ),
    "markdown_preview": Row(None, "COMMENT", lambda graph: {"of": "text", "text": "*So*"}),
    "history": Row("VIEW_HISTORY"),
    "deleted_list": Row("VIEW_HISTORY"),
    "undo": Row("EDIT_MILESTONE", "EDIT_MILESTONE"),
    "jobs": Row("VIEW_JOBS"),
    "job_retry": Row(None, "RECOMPUTE"),
}
