"""Routes of the settings, and of what people say about a thing."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.graph import Graph
from tests.access.policies.structure import seen
from tests.access.row import Row

SET = "MANAGE_SETTINGS"
# Nobody who knocks wrote the comment: its writer alone edits it.
ALLOWED: dict[str, frozenset[str]] = {"EDIT_OWN_COMMENT": frozenset()}


class Note(SimpleUploadedFile):
    """A file that can be sent again and again."""

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return bytes(self.file.read())


def process(graph: Graph) -> dict[str, Any]:
    names = ("update_weekday", "asks_close_acceptance", "allows_contributors", "breaker_factor")
    return seen(graph.program, *names, update_weekday=2)


def evidence(graph: Graph) -> dict[str, Any]:
    return {"letter": "S", "kind": "OTHER", "need": "REQUIRED", "provider": "OWNER", "rank": 1}


def evidence_edit(graph: Graph) -> dict[str, Any]:
    typed = seen(graph.requirement, "need", "provider", "text", "rank", need="OFF")
    return {**typed, "expires_after_days": "", "base_expires_after_days": ""}


def contract(graph: Graph) -> dict[str, Any]:
    kinds = {"giver_kind": "RESEARCH", "receiver_kind": "QA"}
    return {"name": "New", **kinds, "rank": 1, "give": "One\nTwo", "accept": "Three"}


def line_form(graph: Graph) -> dict[str, Any]:
    return seen(graph.contract_line, "side", "text", "rank", rank=7)


POLICY: dict[str, Row] = {
    "setting_list": Row(SET),
    "setting_process": Row(SET, SET, process),
    "setting_access": Row(SET, SET, lambda graph: {"is_public": "on", "base_is_public": ""}),
    "setting_calendar": Row(
        SET,
        SET,
        lambda graph: {
            **seen(graph.program, "weekdays", "days_per_month", days_per_month=18),
            "weekdays": list("0123"),
        },
    ),
    "rule_list": Row(SET),
    "rule_edit": Row(
        SET,
        SET,
        lambda graph: {
            "weight": "INFO",
            "threshold": "30",
            "base_weight": graph.rule_setting.weight,
            "base_threshold": str(graph.rule_setting.threshold),
        },
    ),
    "rule_reset": Row(None, SET),
    "holiday_list": Row(SET),
    "holiday_create": Row(SET, SET, lambda graph: {"on": "2026-12-25", "name": "Christmas"}),
    "holiday_paste": Row(SET, SET, lambda graph: {"lines": "2026-12-25 Christmas"}),
    "holiday_remove": Row(None, SET),
    "checklist_template_list": Row(SET),
    "checklist_template_create": Row(
        SET, SET, lambda graph: {"kind": "OTHER", "text": "New", "level": "MUST", "rank": 1}
    ),
    "checklist_template_edit": Row(
        SET, SET, lambda graph: seen(graph.template_item, "kind", "text", "level", "rank", rank=7)
    ),
    "evidence_list": Row(SET),
    "evidence_create": Row(SET, SET, evidence),
    "evidence_edit": Row(SET, SET, evidence_edit),
    "handover_kind_list": Row(SET),
    "handover_kind_create": Row(SET, SET, contract),
    "handover_kind_detail": Row(SET),
    "handover_kind_edit": Row(
        SET, SET, lambda graph: seen(graph.contract, "name", "giver_kind", "receiver_kind", "rank", rank=7)
    ),
    "handover_kind_archive": Row(None, SET),
    "handover_kind_restore": Row(None, SET),
    "handover_kind_line_create": Row(SET, SET, lambda graph: {"side": "GIVE", "text": "New"}),
    "handover_kind_line_edit": Row(SET, SET, line_form),
    "handover_kind_line_remove": Row(None, SET),
    "task_kind_list": Row(SET),
    "task_kind_create": Row(SET, SET, lambda graph: {"name": "New", "rank": 1, "lines": "One"}),
    "task_kind_detail": Row(SET),
    "task_kind_edit": Row(
        SET,
        SET,
        lambda graph: {**seen(graph.task_kind, "name", "rank", rank=7), "base_asks_cause": "true"},
    ),
    "task_kind_archive": Row(None, SET),
    "task_kind_restore": Row(None, SET),
    "task_kind_line_create": Row(SET, SET, lambda graph: {"text": "New"}),
    "task_kind_line_edit": Row(SET, SET, lambda graph: seen(graph.kind_line, "text", "rank", rank=7)),
    "task_kind_line_remove": Row(None, SET),
    "comment_create": Row("COMMENT", "COMMENT", lambda graph: {"text": "Said."}),
    "comment_edit": Row("EDIT_OWN_COMMENT", "EDIT_OWN_COMMENT", lambda graph: {"text": "Said."}),
    "comment_remove": Row(None, "MANAGE_PEOPLE"),
    "watch_start": Row(None, "COMMENT"),
    "watch_end": Row(None, "COMMENT"),
    "attachment_create": Row("COMMENT", "COMMENT", lambda graph: {"file": Note("note.txt", b"A note.")}),
    "attachment_download": Row("VIEW_INTERNAL"),
    "attachment_remove": Row(None, "MANAGE_PEOPLE"),
}
