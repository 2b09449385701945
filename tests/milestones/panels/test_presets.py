"""What a new program starts with."""

import pytest

from milestones.models import ChecklistTemplateItem, EvidenceRequirement, HandoverKind, TaskKind
from pm.models import Change
from pm.services import program as programs
from tests.factories.actors import actor

pytestmark = pytest.mark.django_db


def test_a_new_program_has_its_policy_its_checklist_its_contracts_and_its_kinds_of_tasks():
    program = programs.create(slug="kit", name="Kit", actor=actor())

    assert [
        (row.letter, row.kind, row.provider, row.need)
        for row in EvidenceRequirement.objects.filter(program=program).order_by("rank")
    ] == [
        ("P", "PANEL", "OWNER", "REQUIRED"),
        ("P", "SIMULATION", "SERVICE", "REQUIRED"),
        ("R", "TEST_SUITE", "SERVICE", "REQUIRED"),
        ("R", "PANEL", "OWNER", "IF_RELEVANT"),
        ("R", "SIMULATION", "SERVICE", "IF_RELEVANT"),
    ]
    assert list(
        ChecklistTemplateItem.objects.filter(program=program).order_by("rank").values_list("kind", flat=True)
    ) == ["SPECS", "CODE", "DOGFOODING", "DOCS"]
    kinds = HandoverKind.objects.filter(program=program).order_by("rank")
    assert [
        (
            kind.giver_kind,
            kind.receiver_kind,
            list(kind.items.order_by("rank").values_list("side", flat=True)),
        )
        for kind in kinds
    ] == [
        ("RESEARCH", "ENGINEERING", ["GIVE"] * 2 + ["ACCEPT"] * 3),
        ("ENGINEERING", "QA", ["GIVE"] * 3 + ["ACCEPT"] * 2),
    ]
    assert list(
        TaskKind.objects.filter(program=program).order_by("rank").values_list("name", "asks_cause")
    ) == [("Bug", False), ("Test", True), ("Release", False), ("Dependencies", False)]
    assert Change.objects.filter(program=program, subject="evidence").count() == 5
