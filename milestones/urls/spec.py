"""Addresses of risks, blockers, unknowns, dependencies and what a milestone specifies."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from milestones.views import (
    acceptance_check,
    artefact,
    blocker,
    communication,
    coverage,
    dependency,
    gate,
    milestone_signoff,
    risk,
    stakeholder,
    success_criterion,
    unknown,
)

registers: list[URLPattern] = [
    path("risks/", risk.risk_list, name="risk_list"),
    path("risks/new/", risk.risk_create, name="risk_create"),
    path("risks/<str:key>/", risk.risk_detail, name="risk_detail"),
    path("risks/<str:key>/edit/", risk.risk_edit, name="risk_edit"),
    path("risks/<str:key>/step/", risk.risk_step, name="risk_step"),
    path("risks/<str:key>/review/", risk.risk_review, name="risk_review"),
    path("blockers/", blocker.blocker_list, name="blocker_list"),
    path("blockers/new/", blocker.blocker_create, name="blocker_create"),
    path("blockers/<str:key>/", blocker.blocker_detail, name="blocker_detail"),
    path("blockers/<str:key>/edit/", blocker.blocker_edit, name="blocker_edit"),
    path("blockers/<str:key>/step/", blocker.blocker_step, name="blocker_step"),
    path("unknowns/", unknown.unknown_list, name="unknown_list"),
    path("unknowns/new/", unknown.unknown_create, name="unknown_create"),
    path("unknowns/<str:key>/", unknown.unknown_detail, name="unknown_detail"),
    path("unknowns/<str:key>/edit/", unknown.unknown_edit, name="unknown_edit"),
    path("unknowns/<str:key>/step/", unknown.unknown_step, name="unknown_step"),
    path("dependencies/", dependency.dependency_list, name="dependency_list"),
    path("dependencies/new/", dependency.dependency_create, name="dependency_create"),
    path("dependencies/<str:key>/", dependency.dependency_detail, name="dependency_detail"),
    path("dependencies/<str:key>/edit/", dependency.dependency_edit, name="dependency_edit"),
    path("dependencies/<str:key>/step/", dependency.dependency_step, name="dependency_step"),
    path("dependencies/<str:key>/confirm/", dependency.dependency_confirm, name="dependency_confirm"),
    path("dependencies/<str:key>/doubt/", dependency.dependency_doubt, name="dependency_doubt"),
]


def line(segment: str, noun: str, **verbs: Callable[..., HttpResponse]) -> list[URLPattern]:
    """The addresses of one kind of lines below a milestone: the form of a new one, and verbs of each."""
    below = f"milestones/<str:key>/{segment}/"
    return [
        path(f"{below}new/" if verb == "create" else f"{below}<int:pk>/{verb}/", view, name=f"{noun}_{verb}")
        for verb, view in verbs.items()
    ]


lines: list[URLPattern] = [
    path("milestones/<str:key>/coverage/", coverage.coverage_edit, name="coverage_edit"),
    *line(
        "criteria",
        "success_criterion",
        create=success_criterion.success_criterion_create,
        edit=success_criterion.success_criterion_edit,
        meet=success_criterion.success_criterion_meet,
        unmeet=success_criterion.success_criterion_unmeet,
        lift=success_criterion.success_criterion_lift,
        remove=success_criterion.success_criterion_remove,
    ),
    *line(
        "signoffs",
        "milestone_signoff",
        create=milestone_signoff.milestone_signoff_create,
        edit=milestone_signoff.milestone_signoff_edit,
        step=milestone_signoff.milestone_signoff_step,
        remove=milestone_signoff.milestone_signoff_remove,
    ),
    *line(
        "acceptance",
        "acceptance_check",
        create=acceptance_check.acceptance_check_create,
        edit=acceptance_check.acceptance_check_edit,
        remove=acceptance_check.acceptance_check_remove,
    ),
    *line(
        "artefacts",
        "artefact",
        create=artefact.artefact_create,
        edit=artefact.artefact_edit,
        remove=artefact.artefact_remove,
    ),
    *line(
        "gates",
        "gate",
        create=gate.gate_create,
        edit=gate.gate_edit,
        hold=gate.gate_hold,
        remove=gate.gate_remove,
    ),
    *line(
        "communication",
        "communication",
        create=communication.communication_create,
        edit=communication.communication_edit,
        finish=communication.communication_finish,
        reopen=communication.communication_reopen,
        remove=communication.communication_remove,
    ),
    path("stakeholders/", stakeholder.stakeholder_list, name="stakeholder_list"),
    path("stakeholders/new/", stakeholder.stakeholder_create, name="stakeholder_create"),
    path("stakeholders/<int:pk>/edit/", stakeholder.stakeholder_edit, name="stakeholder_edit"),
    path("stakeholders/<int:pk>/archive/", stakeholder.stakeholder_archive, name="stakeholder_archive"),
    path("stakeholders/<int:pk>/restore/", stakeholder.stakeholder_restore, name="stakeholder_restore"),
]
patterns: list[URLPattern] = [*registers, *lines]
