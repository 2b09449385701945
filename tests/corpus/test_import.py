"""The import of a real program: everything the parser found is there, and a second run changes nothing."""

import json
import os
import time
from collections import Counter
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Model

from estimates.models import Allocation, AllocationLine, Capacity
from milestones.models import (
    ChecklistItem,
    Deliverable,
    Dependency,
    Feature,
    Milestone,
    MilestonePin,
    Pin,
    PlannedEffort,
    Risk,
    Statement,
    StatementRevision,
    TargetRevision,
)
from milestones.pure.markdown import parse_program
from milestones.pure.markdown.document import ProgramDoc
from pm.exchange.source import open_source
from pm.models import Change, ChangeSet, ImportIdentity, Subteam
from pm.models.base import ProgramModel

pytestmark = [pytest.mark.corpus, pytest.mark.django_db, pytest.mark.real_clock]
SECONDS = 30


def bundle() -> Path:
    [found] = (Path(os.environ["PM_CORPUS"]) / "corpus").glob("*.bundle")
    return found


def run(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_program", str(bundle()), "--program", "real", "--json", *words, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def broken_rules(row: Model) -> list[str]:
    """What a form would refuse in a row; a column the machine fills may be blank."""
    found = []
    for check in (row.clean_fields, row.validate_constraints):
        try:
            check()
        except ValidationError as error:
            found += [f"{type(row).__name__} {name}" for name in told(error)]
    return found


def told(error: ValidationError) -> list[str]:
    return [
        f"{name}: {one.messages}"
        for name, errors in error.error_dict.items()
        for one in errors
        if one.code not in {"blank", "null"}
    ]


@pytest.fixture
def doc() -> ProgramDoc:
    with open_source(bundle()) as source:
        return parse_program(source.files)


@pytest.fixture
def applied() -> dict[str, Any]:
    return run("--apply", "--name", "Real")


def test_import_of_a_real_program_holds_what_the_parser_found(
    applied: dict[str, Any], doc: ProgramDoc
) -> None:
    deliverables = [one for milestone in doc.milestones for one in milestone.deliverables]
    aims = [pin for milestone in doc.milestones for feature in milestone.features for pin in feature.pins]
    expected = {
        Feature: len(doc.features),
        Statement: sum(len(feature.statements) for feature in doc.features),
        StatementRevision: sum(len(feature.statements) for feature in doc.features),
        Milestone: len(doc.milestones),
        TargetRevision: sum(milestone.target.is_known for milestone in doc.milestones),
        Deliverable: len(deliverables),
        Pin: sum(pin.resolved for one in deliverables for pin in one.pins),
        MilestonePin: sum(pin.resolved for pin in aims),
        ChecklistItem: sum(len(one.checklist) for one in deliverables),
        Risk: len(doc.risks) + sum(len(milestone.risks) for milestone in doc.milestones),
        Capacity: len(doc.capacity_rows),
        PlannedEffort: sum(s.person_months is not None for row in doc.plan_rows for s in row.shares),
    }

    assert {model: model._default_manager.count() for model in expected} == expected
    assert applied["lines"]["total"] == sum(
        applied["lines"][name] for name in ("consumed", "ignored", "reported")
    )


def test_import_of_a_real_program_again_changes_nothing_and_is_quick(applied: dict[str, Any]) -> None:
    changes, identities = Change.objects.count(), ImportIdentity.objects.count()

    began = time.monotonic()
    again = run("--apply")
    seconds = time.monotonic() - began

    print(f"\n{identities} rows compared in {seconds:.2f} s")  # noqa: T201 -- the figure is the point
    assert (again["change_set"], again["changes"], again["created"], again["conflicts"]) == (None, [], [], [])
    assert (Change.objects.count(), ChangeSet.objects.count()) == (changes, 1)
    assert seconds < SECONDS
    assert applied["change_set"] == ChangeSet.objects.get().pk


def test_import_of_a_real_program_keeps_every_rule_of_the_tables(applied: dict[str, Any]) -> None:
    connection.check_constraints()
    wrong: Counter[str] = Counter()
    for model in apps.get_models():
        if issubclass(model, ProgramModel):
            for row in model._default_manager.all():
                wrong.update(broken_rules(row))

    assert wrong == Counter()
    assert applied["applied"] is True


def test_import_of_a_real_program_is_plausible(applied: dict[str, Any]) -> None:
    teams = Subteam.objects.count()

    assert 3 <= teams <= 8
    assert Milestone.objects.filter(status="DELIVERED", delivered_on__isnull=True).count() == 0
    assert Milestone.objects.filter(target_to_on__lt=F("target_from_on")).count() == 0
    assert Milestone.objects.filter(target_to_on__year__lt=2020).count() == 0
    assert Deliverable.objects.filter(accountable__isnull=True).count() == 0
    assert not ChecklistItem.objects.filter(state="DONE").exists()
    assert not Deliverable.objects.filter(status="CLOSED").exists()
    assert applied["counts"]["milestones.pin"]["created"] == Pin.objects.count()


def test_import_of_a_real_program_finds_what_waits_and_who_is_promised_when(
    applied: dict[str, Any],
) -> None:
    inside = Dependency.objects.filter(kind="INTERNAL")

    assert (inside.count(), Dependency.objects.count()) == (3, 3)
    assert Deliverable.objects.exclude(dependencies_text="").count() == 0
    assert Milestone.objects.exclude(risks_text="").count() == 0
    assert sum(row.people for row in Capacity.objects.all()) == Decimal("15.5")
    assert {row.support_percent for row in Capacity.objects.all()} == {30}
    for row in Allocation.objects.select_related("milestone"):
        assert row.from_on <= row.to_on == row.milestone.target_to_on  # type: ignore[union-attr]
    told = [one["rule"] for one in applied["problems"]]
    left = sum(told.count(rule) for rule in ("allocation without days", "allocation of no subteam"))
    assert Allocation.objects.count() + left == AllocationLine.objects.count()
