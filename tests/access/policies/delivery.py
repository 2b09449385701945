"""Routes of the delivery: deliverables and their lines, tasks, handovers, sign-offs, weekly updates."""

from typing import Any

from tests.access.graph import SERVICE, Graph
from tests.access.row import MANAGERS, WORKERS, Row


def update(graph: Graph) -> dict[str, Any]:
    row = graph.update
    texts = {
        name: getattr(row, name) for name in ("achieved", "next", "blocked", "scope_change", "date_change")
    }
    return {**texts, **{f"base_{name}": text for name, text in texts.items()}, "next": "Quotas."}


def handover(graph: Graph) -> dict[str, Any]:
    return {
        "deliverable": graph.deliverable.key,
        "giver": graph.team.slug,
        "receiver": graph.other_team.slug,
        "discussion": "ASYNC",
    }


def handover_edit(graph: Graph) -> dict[str, Any]:
    seen = {"title": graph.handover.title, "discussion": "ASYNC", "discussion_text": "", "due_on": ""}
    ids = {"base_receiver": graph.handover.receiver_id, "base_receiving_deliverable": ""}
    return {
        **seen,
        **{f"base_{name}": text for name, text in seen.items()},
        **ids,
        "title": "Other",
        "receiver": graph.other_team.slug,
    }


def task_edit(graph: Graph) -> dict[str, Any]:
    names = ("text", "assignee", "subteam", "planned_week", "external_url")
    return {
        "title": "Other",
        "base_title": graph.task.title,
        **dict.fromkeys(names, ""),
        **{f"base_{name}": "" for name in names},
    }


def call(graph: Graph) -> dict[str, Any]:
    row = graph.milestone
    return {
        "health": "LATE",
        "base_health": row.owner_call,
        "confidence": "",
        "base_confidence": "",
        "sentence": row.owner_call_text,
        "base_sentence": row.owner_call_text,
        "next_on": "",
        "base_next_on": "",
    }


# Rights that are no single permission: who hands over for some subteam, who may bring some evidence.
ALLOWED = {
    "HAND_OVER_SOMEWHERE": WORKERS | {SERVICE},
    "GIVE_EVIDENCE": MANAGERS | {SERVICE},
}
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
    "task_list": Row("VIEW", queries=("q", "subteam", "deliverable", "kind")),
    "task_create": Row(
        "WRITE_TASK",
        "WRITE_TASK",
        lambda graph: {"title": "New", "deliverable": graph.deliverable.key},
        foreign=("deliverable", "kind", "caused_by", "assignee", "subteam"),
        queries=("deliverable",),
    ),
    "task_detail": Row("VIEW"),
    "task_edit": Row("WRITE_TASK", "WRITE_TASK", task_edit, foreign=("assignee", "subteam")),
    "task_move": Row(
        "WRITE_TASK",
        "WRITE_TASK",
        lambda graph: {
            "deliverable": graph.deliverable.key,
            "base_deliverable": graph.deliverable.pk,
            "base_kind": "",
        },
        foreign=("deliverable", "kind"),
    ),
    "task_cause": Row(
        "WRITE_TASK",
        "WRITE_TASK",
        lambda graph: {"caused_by": graph.deliverable.key},
        foreign=("caused_by",),
    ),
    "task_step": Row("WRITE_TASK", "WRITE_TASK", lambda graph: {"to": "IN_PROGRESS", "base_to": "OPEN"}),
    "task_criterion_add": Row("WRITE_TASK", "WRITE_TASK", lambda graph: {"text": "It holds."}),
    "task_criterion_meet": Row(None, "WRITE_TASK", lambda graph: {"answer": "met"}),
    "handover_list": Row("VIEW", queries=("q", "subteam", "deliverable")),
    "handover_create": Row(
        "HAND_OVER_SOMEWHERE",
        "HAND_OVER",
        handover,
        foreign=("deliverable", "giver", "receiver", "receiving_deliverable"),
        queries=("deliverable",),
    ),
    "handover_detail": Row("VIEW"),
    "handover_edit": Row(
        "HAND_OVER", "HAND_OVER", handover_edit, foreign=("receiver", "receiving_deliverable")
    ),
    "handover_step": Row(
        "HAND_OVER_SOMEWHERE", "HAND_OVER", lambda graph: {"to": "OFFERED", "base_to": "DRAFT"}
    ),
    "handover_item_add": Row("HAND_OVER", "HAND_OVER", lambda graph: {"side": "GIVE", "text": "A talk."}),
    "handover_item_answer": Row(
        "HAND_OVER",
        "HAND_OVER",
        lambda graph: {"evidence": "a new link", "base_evidence": graph.handover_line.evidence},
    ),
    "handover_item_remove": Row(None, "HAND_OVER"),
    "signoff_list": Row("VIEW", queries=("q", "feature")),
    "signoff_statement": Row("VIEW"),
    "signoff_give": Row(
        "GIVE_EVIDENCE",
        "SIGN_OFF",
        lambda graph: {
            "kind": "SIMULATION",
            "verdict": "SIGNED",
            "link": "https://runs.example/2",
            "subteam": graph.service.slug,
            "revision": graph.statement.revision,
        },
        foreign=("subteam",),
    ),
    "signoff_withdraw": Row("SIGN_OFF", "SIGN_OFF", lambda graph: {"because": "The wrong run."}),
    "my_signoffs": Row("LOGGED_IN"),
    "update_list": Row("VIEW", queries=("subteam", "milestone")),
    "update_week": Row("VIEW", queries=("subteam", "milestone")),
    "update_write": Row("WRITE_UPDATE", "WRITE_UPDATE", update),
    "milestone_updates": Row("VIEW"),
    "owner_call_make": Row("MAKE_CALL", "MAKE_CALL", call),
}
