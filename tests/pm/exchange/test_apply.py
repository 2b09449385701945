"""Writing a plan: all or nothing."""

from pathlib import Path

import pytest
from django.db import IntegrityError

from estimates.models import Estimate
from milestones.models import Milestone
from milestones.services import milestone as milestones
from pm.errors import StaleEdit
from pm.exchange.apply import ProgramMoved
from pm.exchange.apply_import import ProgramMissing, carry_out
from pm.exchange.plan import Wanted
from pm.models import Change, ChangeSet, ImportIdentity, JobRun, KeySequence, Program
from tests.factories.actors import actor
from tests.milestones.exchange.tree import LAMP, SAMPLE, bring, copy, importer, look, rewrite

pytestmark = pytest.mark.django_db


def test_apply_plan_that_fails_at_its_last_row_writes_nothing() -> None:
    prepared = look(SAMPLE)
    last = prepared.plan.creations[-1]
    broken = Wanted(
        noun=last.noun,
        path=last.path,
        anchor="@broken",
        line=1,
        title="an estimate of nothing",
        fields={**last.fields, "milestone": None},
        extra=last.extra,
    )
    prepared.plan.creations.append(broken)

    with pytest.raises(IntegrityError):
        carry_out(prepared, title="Import of a test", actor=importer())

    for model in (Program, Milestone, Estimate, Change, ChangeSet, ImportIdentity, KeySequence, JobRun):
        assert not model._default_manager.exists(), model


def test_apply_plan_after_another_import_is_refused(tmp_path: Path) -> None:
    root = copy(tmp_path)
    bring(root)
    rewrite(root, LAMP, "without asking anybody.", "without asking.")
    prepared = look(root)
    (root / LAMP).write_text((root / LAMP).read_text() + "\n### A Bell\n\n**Owner**: shore dev\n")
    bring(root)

    with pytest.raises(ProgramMoved, match="Run the command again"):
        carry_out(prepared, title="Import of a test", actor=importer())


def test_apply_plan_after_an_edit_of_the_same_field_is_refused_whole(tmp_path: Path) -> None:
    root = copy(tmp_path)
    bring(root)
    rewrite(root, LAMP, "without asking anybody.", "without asking.")
    (root / LAMP).write_text((root / LAMP).read_text() + "\n### A Bell\n\n**Owner**: shore dev\n")
    prepared = look(root)
    row = Milestone.objects.get(title="Light the First Lamp")
    milestones.edit(milestone=row, changes={"narrative": "Ours."}, actor=actor())
    changes = Change.objects.count()

    with pytest.raises(StaleEdit):
        carry_out(prepared, title="Import of a test", actor=importer())

    assert Change.objects.count() == changes
    row.refresh_from_db()
    assert row.narrative == "Ours."


def test_carry_out_without_a_program_or_its_name_is_refused() -> None:
    prepared = look(SAMPLE)
    prepared.context.program.name = ""

    with pytest.raises(ProgramMissing, match="--name"):
        carry_out(prepared, title="Import of a test", actor=importer())
