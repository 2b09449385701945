"""The ranking behind the at-risk page."""

from datetime import timedelta

import pytest

from estimates.queries.at_risk import last_monday, ranking
from tests.factories.actors import NOW, actor
from tests.factories.estimates import fine, running
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_monday_looks_back_a_whole_week():
    program = ProgramFactory(zone="Europe/Berlin")

    assert last_monday(program, NOW).isoformat() == "2026-02-22T23:00:00+00:00"
    assert last_monday(program, NOW + timedelta(days=2)).isoformat() == "2026-03-01T23:00:00+00:00"


def test_the_ranking_holds_every_open_milestone():
    program = ProgramFactory()
    fine(program)
    running(program=program, kind="BUDGET_LINE")
    running(program=program, status="IDEA")
    running(program=program, is_pencilled=True, target_to_on=None, target_from_on=None)

    whole = ranking(program=program, sees_internal=True, since=NOW)

    assert [row.title for row in whole.rows] == ["Calm"]
    assert actor().moment == NOW
