"""Effort: one figure a week, compared with what the editor saw."""

from decimal import Decimal

import pytest

from estimates.models import EffortEntry
from estimates.services import effort as service
from pm.errors import StaleEdit
from pm.models import Change, JobRun
from tests.factories.actors import actor
from tests.factories.estimates import part, running
from tests.factories.pm import SubteamFactory

pytestmark = pytest.mark.django_db


def log(row, days, week="2026-W09", **more):
    team = getattr(row, "accountable", None) or SubteamFactory(program=row.program)
    return service.log_week(**({"target": row, "subteam": team, "week": week, "actor": actor(),
                                "person_days": Decimal(str(days))} | more))  # fmt: skip


def test_a_week_is_logged_with_history_and_asks_for_figures():
    milestone = running()
    row = part(milestone)

    entry = log(row, 4.5)

    assert (entry.person_days, entry.happened_on.isoformat()) == (Decimal("4.5"), "2026-03-01")
    assert Change.objects.get().subject == row.key
    assert JobRun.objects.get().args == {"milestone_id": milestone.pk}


def test_this_week_is_of_today():
    assert log(part(running()), 1, week="2026-W10").happened_on == actor().today


def test_a_weeks_figure_is_changed_from_what_was_seen():
    row = part(running())
    log(row, 4)

    log(row, 6, base=Decimal(4))

    assert EffortEntry.objects.get().person_days == 6


def test_a_figure_changed_meanwhile_is_a_conflict():
    row = part(running())
    log(row, 5)

    with pytest.raises(StaleEdit):
        log(row, 6, base=Decimal(4))
    with pytest.raises(StaleEdit):
        log(row, 6)

    assert EffortEntry.objects.get().person_days == 5


def test_the_same_figure_again_changes_nothing():
    row = part(running())
    log(row, 5)

    log(row, 5)

    assert Change.objects.count() == 1


def test_a_budget_line_takes_effort_itself():
    line = running(kind="BUDGET_LINE")

    assert log(line, 3).milestone == line


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"week": "2026-W11"}, "2026-W11 has not begun"),
        ({"week": "2026-W54"}, "The year 2026 has no week 54"),
        ({"week": "week 9"}, "“week 9” is no week"),
        ({"person_days": Decimal(-1)}, "A week of a subteam holds 0 to 500"),
        ({"person_days": Decimal(501)}, "A week of a subteam holds 0 to 500"),
    ],
)
def test_effort_that_cannot_be_is_refused(more, sentence):
    with pytest.raises(service.EffortRefused, match=sentence):
        log(part(running()), 1, **more)


def test_effort_on_a_milestone_goes_to_its_deliverables():
    with pytest.raises(service.EffortRefused, match="Effort is spent on deliverables"):
        log(running(), 1)


def test_another_programs_subteam_spends_nothing_here():
    with pytest.raises(service.EffortRefused, match="is not a subteam of this program"):
        log(part(running()), 1, subteam=SubteamFactory())
