"""A weekly update: one for each deliverable, subteam and week."""

from datetime import date

import pytest

from milestones.models import Contribution, WeeklyUpdate
from milestones.services import update as service
from pm.errors import DomainError, StaleEdit
from pm.models import Change
from pm.services.history import computing
from tests.factories.actors import NOW, actor
from tests.factories.milestones import DeliverableFactory
from tests.factories.pm import SubteamFactory

pytestmark = pytest.mark.django_db
THIS_WEEK = "2026-W10"


@pytest.fixture
def deliverable():
    return DeliverableFactory(number=7)


def write(deliverable, **fields) -> WeeklyUpdate:
    given = {"subteam": deliverable.accountable, "week": THIS_WEEK, "achieved": "It resumes.", **fields}
    return service.write(deliverable=deliverable, actor=actor(), **given)


def test_it_is_kept_under_its_week_and_its_deliverable(deliverable):
    now = write(deliverable, next="Quotas.", scope_change="No quotas for guests.")
    earlier = write(deliverable, week="2026-W08")

    assert (now.happened_on, earlier.happened_on) == (NOW.date(), date(2026, 2, 22))
    assert (now.next, now.scope_change, now.recorded_at) == ("Quotas.", "No quotas for guests.", NOW)
    assert set(Change.objects.values_list("subject", flat=True)) == {"D-7"}


def test_a_contributor_writes_its_own(deliverable):
    helper = SubteamFactory(program=deliverable.program, name="Docs")
    with pytest.raises(DomainError, match="Docs neither is accountable for D-7 nor contributes"):
        write(deliverable, subteam=helper)
    with computing():
        Contribution.objects.create(program=deliverable.program, deliverable=deliverable, subteam=helper)

    write(deliverable)
    assert write(deliverable, subteam=helper).subteam == helper


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"achieved": "  "}, "Say what was achieved"),
        ({"week": "2026-W11"}, "2026-W11 has not begun yet"),
        ({"week": "2025-W53"}, "A week is written as"),
        ({"week": THIS_WEEK}, "wrote of D-7 in 2026-W10 already"),
    ],
)
def test_what_no_update_can_be_is_refused(deliverable, fields, match):
    write(deliverable)

    with pytest.raises(DomainError, match=match):
        write(deliverable, **fields)


def test_an_edit_keeps_what_others_wrote_and_never_empties_it(deliverable):
    row = write(deliverable)
    service.edit(update=row, changes={"next": "Quotas."}, base={"next": ""}, actor=actor())

    with pytest.raises(StaleEdit):
        service.edit(update=row, changes={"next": "Mine."}, base={"next": ""}, actor=actor())
    with pytest.raises(DomainError, match="Say what was achieved"):
        service.edit(update=row, changes={"next": "", "achieved": ""}, actor=actor())
    with pytest.raises(DomainError, match="week cannot be edited here"):
        service.edit(update=row, changes={"week": "2026-W09"}, actor=actor())
    row.refresh_from_db()
    assert (row.achieved, row.next) == ("It resumes.", "Quotas.")
