"""The steps of a blocker."""

import pytest

from milestones.services import blocker as blockers
from pm.errors import IllegalStep
from pm.models import Change, JobRun
from tests.factories.actors import NOW, actor
from tests.factories.spec import BlockerFactory

pytestmark = pytest.mark.django_db


def test_it_is_resolved_with_words_and_may_come_back():
    row = BlockerFactory()

    blockers.take_step(blocker=row, to="RESOLVED", base_status="OPEN", reason="A new mast", actor=actor())
    row.refresh_from_db()
    assert (row.status, row.resolved_on, row.resolution) == ("RESOLVED", NOW.date(), "A new mast")
    assert JobRun.objects.count() == 1

    blockers.take_step(blocker=row, to="OPEN", reason="It fell", actor=actor())
    row.refresh_from_db()
    assert (row.status, row.resolved_on, row.resolution) == ("OPEN", None, "")


def test_steps_are_refused_without_words_and_from_elsewhere():
    row = BlockerFactory()
    with pytest.raises(IllegalStep, match="one sentence"):
        blockers.take_step(blocker=row, to="RESOLVED", actor=actor())
    blockers.take_step(blocker=row, to="RESOLVED", base_status="RESOLVED", reason="x", actor=actor())
    blockers.take_step(blocker=row, to="OPEN", actor=actor())
    assert not Change.objects.exists()
