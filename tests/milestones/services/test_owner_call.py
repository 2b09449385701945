"""The owner's weekly call: every one is kept, the newest stands on the milestone."""

from datetime import date, timedelta

import pytest

from milestones.models import OwnerCall
from milestones.services import owner_call as service
from pm.errors import DomainError, StaleEdit
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory

pytestmark = pytest.mark.django_db
NEXT = date(2026, 3, 9)


def call(milestone, moment=NOW, **fields):
    given = {"health": "WATCH", "confidence": 60, "sentence": "Receipts may move.", "next_on": NEXT, **fields}
    return service.make(milestone=milestone, actor=actor(moment=moment), **given)


def test_the_same_call_a_week_later_is_a_record_and_moves_the_day():
    milestone = MilestoneFactory()

    call(milestone)
    row = call(milestone, moment=NOW + timedelta(days=7))

    assert (row.owner_call, row.owner_call_confidence, row.owner_call_text) == (
        "WATCH", 60, "Receipts may move.",
    )  # fmt: skip
    assert (row.owner_call_on, row.owner_call_next_on) == (date(2026, 3, 9), NEXT)
    assert list(OwnerCall.objects.order_by("pk").values_list("health", "confidence", "happened_on")) == [
        ("WATCH", 60, NOW.date()),
        ("WATCH", 60, date(2026, 3, 9)),
    ]


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"health": "UNKNOWN"}, "Choose how it stands"),
        ({"confidence": 101}, "0 to 100"),
        ({"next_on": date(2026, 3, 1)}, "lies in the past"),
    ],
)
def test_what_no_call_can_be_is_refused(fields, match):
    with pytest.raises(DomainError, match=match):
        call(MilestoneFactory(), **fields)


def test_a_call_from_a_stale_page_writes_nothing():
    milestone = MilestoneFactory()
    call(milestone)

    with pytest.raises(StaleEdit):
        call(milestone, health="LATE", base={"owner_call": ""})

    assert OwnerCall.objects.count() == 1
