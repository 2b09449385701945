"""Routes of the delivery: deliverables and their lines."""

from tests.access.row import Row

POLICY: dict[str, Row] = {
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
}
