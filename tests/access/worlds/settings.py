"""Rows of the settings."""

from datetime import date

from tests.access.graph import Graph
from tests.factories.delivery import EvidenceRequirementFactory
from tests.factories.settings import (
    ChecklistTemplateItemFactory,
    HandoverKindFactory,
    HandoverKindItemFactory,
    HolidayFactory,
    RuleSettingFactory,
    TaskKindItemFactory,
)

KEYS: dict[str, dict[str, str]] = {
    "rule": {"rule": "=no_update"},
    "holiday": {"pk": "holiday.pk"},
    "checklist_template": {"pk": "template_item.pk"},
    "evidence": {"pk": "requirement.pk"},
    "handover_kind": {"pk": "contract.pk", "line": "contract_line.pk"},
    "task_kind": {"pk": "task_kind.pk", "line": "kind_line.pk"},
}
FOREIGN: dict[str, tuple[str, ...]] = {}
INTERNAL: tuple[str, ...] = ()


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of this area to the graph."""
    own = {"program": graph.program}
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
