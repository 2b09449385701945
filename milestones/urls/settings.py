"""Addresses under /<program>/settings/: the templates and policies of the delivery."""

from collections.abc import Sequence
from types import ModuleType

from django.urls import URLPattern, path

from milestones.views import checklist_template, evidence, handover_kind, task_kind, work_cycle

LINES = (
    ("<int:pk>/lines/new/", "line_create"),
    ("<int:pk>/lines/<int:line>/edit/", "line_edit"),
    ("<int:pk>/lines/<int:line>/remove/", "line_remove"),
)
PARTS = (
    ("<int:pk>/parts/new/", "part_create"),
    ("<int:pk>/parts/<int:part>/edit/", "part_edit"),
    ("<int:pk>/parts/<int:part>/remove/", "part_remove"),
    ("<int:pk>/parts/<int:part>/steps/new/", "step_create"),
    ("<int:pk>/steps/<int:step>/edit/", "step_edit"),
    ("<int:pk>/steps/<int:step>/remove/", "step_remove"),
)


def kinds(
    segment: str, noun: str, views: ModuleType, lines: Sequence[tuple[str, str]] = LINES
) -> list[URLPattern]:
    """The addresses of a kind and of the lines it brings; each view has the name of its address."""
    below = f"settings/{segment}/"
    return [
        path(f"{below}{rest}", getattr(views, f"{noun}_{verb}"), name=f"{noun}_{verb}")
        for rest, verb in (
            ("", "list"),
            ("new/", "create"),
            ("<int:pk>/", "detail"),
            ("<int:pk>/edit/", "edit"),
            ("<int:pk>/archive/", "archive"),
            ("<int:pk>/restore/", "restore"),
            *lines,
        )
    ]


patterns: list[URLPattern] = [
    path("settings/checklist/", checklist_template.checklist_template_list, name="checklist_template_list"),
    path(
        "settings/checklist/new/",
        checklist_template.checklist_template_create,
        name="checklist_template_create",
    ),
    path(
        "settings/checklist/<int:pk>/edit/",
        checklist_template.checklist_template_edit,
        name="checklist_template_edit",
    ),
    path("settings/evidence/", evidence.evidence_list, name="evidence_list"),
    path("settings/evidence/new/", evidence.evidence_create, name="evidence_create"),
    path("settings/evidence/<int:pk>/edit/", evidence.evidence_edit, name="evidence_edit"),
    *kinds("handovers", "handover_kind", handover_kind),
    *kinds("tasks", "task_kind", task_kind),
    *kinds("cycles", "work_cycle", work_cycle, PARTS),
]
