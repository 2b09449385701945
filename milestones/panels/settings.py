"""What the plan adds to the settings of a program."""

from django.db import models

from milestones.models import (
    ChecklistTemplateItem,
    EvidenceRequirement,
    HandoverKind,
    Stakeholder,
    TaskKind,
    WorkCycle,
)
from pm.models import Program
from pm.registry import SETTINGS, Level, SettingPage


def counted(rows: models.QuerySet, noun: str) -> str:
    """`1 line`, `no lines`."""
    count = rows.count()
    return f"1 {noun}" if count == 1 else f"{count or 'no'} {noun}s"


def checklist_said(program: Program) -> str:
    rows = ChecklistTemplateItem.objects.filter(program=program).exclude(level=Level.OFF)
    return f"{counted(rows, 'line').capitalize()} in every new deliverable"


def evidence_said(program: Program) -> str:
    rows = EvidenceRequirement.objects.filter(program=program, need=EvidenceRequirement.Need.REQUIRED)
    return f"{counted(rows, 'kind').capitalize()} of evidence required"


def handovers_said(program: Program) -> str:
    return counted(HandoverKind.objects.filter(program=program, is_archived=False), "contract").capitalize()


def stakeholders_said(program: Program) -> str:
    return counted(Stakeholder.objects.filter(program=program, is_archived=False), "stakeholder").capitalize()


def tasks_said(program: Program) -> str:
    return counted(TaskKind.objects.filter(program=program, is_archived=False), "kind").capitalize()


def cycles_said(program: Program) -> str:
    return counted(WorkCycle.objects.filter(program=program, is_archived=False), "cycle").capitalize()


for _page in (
    SettingPage(
        16,
        "Stakeholders",
        "Who must hear of what the program does.",
        "stakeholder_list",
        stakeholders_said,
    ),
    SettingPage(
        50,
        "Checklist",
        "What the checklist of a new deliverable starts with.",
        "checklist_template_list",
        checklist_said,
    ),
    SettingPage(
        60,
        "Evidence",
        "What a statement needs to count as verified, and who brings it.",
        "evidence_list",
        evidence_said,
    ),
    SettingPage(
        70,
        "Handovers",
        "What is brought and agreed to when work passes between subteams.",
        "handover_kind_list",
        handovers_said,
    ),
    SettingPage(
        80,
        "Tasks",
        "What a task outside any deliverable can be, with its checklist.",
        "task_kind_list",
        tasks_said,
    ),
    SettingPage(
        85,
        "Work cycles",
        "The steps by which a milestone is planned: its deliverables, their tasks, the handovers.",
        "work_cycle_list",
        cycles_said,
    ),
):
    SETTINGS.add(_page.url_name, _page)
