"""Rows of the settings, and of what people say about a milestone."""

from datetime import date
from typing import Any

from tests.access.graph import Graph
from tests.factories.delivery import (
    ChecklistTemplateItemFactory,
    EvidenceRequirementFactory,
    HandoverKindFactory,
    HandoverKindItemFactory,
    TaskKindItemFactory,
)
from tests.factories.settings import (
    AttachmentContentFactory,
    AttachmentFactory,
    CommentFactory,
    HolidayFactory,
    RuleSettingFactory,
    WatchFactory,
)

KEYS: dict[str, dict[str, str]] = {
    "rule": {"rule": "=no_update"},
    "holiday": {"pk": "holiday.pk"},
    "checklist_template": {"pk": "template_item.pk"},
    "evidence": {"pk": "requirement.pk"},
    "handover_kind": {"pk": "contract.pk", "line": "contract_line.pk"},
    "task_kind": {"pk": "task_kind.pk", "line": "kind_line.pk"},
    "comment": {"key": "milestone.key", "pk": "comment.pk"},
    "watch": {"key": "milestone.key"},
    "attachment": {"key": "milestone.key", "pk": "attachment.pk"},
}
FOREIGN: dict[str, tuple[str, ...]] = {}
INTERNAL: tuple[str, ...] = ("comment", "file")


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of this area to the graph."""
    own: dict[str, Any] = {"program": graph.program}
    contract = HandoverKindFactory(**own, name=f"{mark} contract")
    graph.rows |= {
        "rule_setting": RuleSettingFactory(**own),
        "holiday": HolidayFactory(**own, on=date(2026, 4, 6), name=f"{mark} holiday"),
        "template_item": ChecklistTemplateItemFactory(**own, text=f"{mark} template"),
        "requirement": EvidenceRequirementFactory(**own, letter="U", kind="OTHER", text=f"{mark} evidence"),
        "contract": contract,
        "contract_line": HandoverKindItemFactory(kind=contract, text=f"{mark} contract line"),
        "kind_line": TaskKindItemFactory(kind=graph.task_kind, text=f"{mark} kind line"),
    }
    own |= {"subject": graph.milestone.key, "by": graph.membership.user}
    content = AttachmentContentFactory(
        attachment=AttachmentFactory(**own, name=f"{mark} file.txt"), data=f"{mark} bytes".encode()
    )
    graph.rows |= {
        "comment": CommentFactory(**own, text=f"{mark} comment"),
        "watch": WatchFactory(program=graph.program, subject=graph.milestone.key, user=graph.membership.user),
        "attachment": content.attachment,
    }
