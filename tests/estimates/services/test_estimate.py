"""Estimates: appended, compared with what the editor saw, chosen once as the baseline."""

from decimal import Decimal

import pytest

from estimates.models import AllocationLine, Estimate
from estimates.pure.estimate import parse_estimate
from estimates.services import estimate as service
from pm.errors import StaleEdit
from pm.models import Change, JobRun
from tests.factories.actors import actor
from tests.factories.estimates import EstimateFactory, part, running
from tests.factories.pm import UserFactory

pytestmark = pytest.mark.django_db


def put(target, likely, **more):
    days = Decimal(str(likely))
    return service.set_estimate(target=target, **({"low": days, "likely": days, "high": days,
                                                   "actor": actor()} | more))  # fmt: skip


def test_set_estimate_appends_records_and_asks_for_figures():
    milestone, user = running(), UserFactory()

    first = put(milestone, 90, actor=actor(user))
    second = put(milestone, 110, reason="Two nodes more", actor=actor(user))

    assert list(Estimate.objects.order_by("pk").values_list("likely_days", flat=True)) == [90, 110]
    assert (second.by, second.happened_on) == (user, actor().today)
    changes = Change.objects.order_by("pk").values_list("subject", "object_id", "why")
    assert list(changes) == [(milestone.key, first.pk, ""), (milestone.key, second.pk, "Two nodes more")]
    [run] = JobRun.objects.all()
    assert (run.job, run.args) == ("estimates.compute_drift", {"milestone_id": milestone.pk})


def test_an_estimate_is_named_by_its_days_without_needless_zeros():
    milestone = running()
    point, spread = put(milestone, 14), put(milestone, "14.5", low=Decimal("9.00"), high=Decimal("22.00"))

    for made in (point, spread):
        made.refresh_from_db()

    assert [str(point), str(spread)] == ["14 d", "9–14.5–22 d"]


def test_an_estimate_of_a_deliverable_asks_for_its_milestone():
    milestone = running()

    put(part(milestone, None), 12)

    assert JobRun.objects.get().args == {"milestone_id": milestone.pk}


@pytest.mark.parametrize(("low", "likely", "high"), [(-1, 2, 3), (3, 2, 4), (1, 5, 4), (0, 0, 0)])
def test_numbers_out_of_order_are_refused(low, likely, high):
    with pytest.raises(service.EstimateRefused):
        put(running(), likely, low=Decimal(low), high=Decimal(high))


def test_nothing_may_remain():
    row = put(part(running()), 0, purpose=Estimate.Purpose.REMAINING)

    assert row.purpose == "REMAINING"


def test_the_same_estimate_again_adds_nothing():
    milestone = running()

    assert put(milestone, 90) == put(milestone, 90)
    assert Estimate.objects.count() == 1


def test_what_remains_stated_again_is_news():
    row = part(running(), None)

    put(row, 9, purpose=Estimate.Purpose.REMAINING)
    put(row, 9, purpose=Estimate.Purpose.REMAINING)

    assert Estimate.objects.count() == 2


def test_an_estimate_on_top_of_one_the_editor_did_not_see_is_stale():
    milestone = running()
    seen = put(milestone, 90)
    put(milestone, 120, actor=actor(UserFactory(name="Cleo Fenn")))

    with pytest.raises(StaleEdit) as stale:
        put(milestone, 100, base=seen.pk)

    [conflict] = stale.value.conflicts
    assert (conflict.base.likely_days, conflict.theirs.likely_days, conflict.mine.likely_days) == (
        90,
        120,
        100,
    )
    assert conflict.by == "Cleo Fenn"
    assert Estimate.objects.count() == 2


def test_a_first_estimate_where_somebody_made_one_meanwhile_is_stale():
    milestone = running()
    put(milestone, 90)

    with pytest.raises(StaleEdit) as stale:
        put(milestone, 100, base=service.SAW_NONE)

    assert stale.value.conflicts[0].base is None


def test_two_people_who_say_the_same_do_not_conflict():
    milestone = running()
    put(milestone, 90)

    assert put(milestone, 90, base=service.SAW_NONE).likely_days == 90


def test_an_allocation_keeps_its_lines():
    milestone = running()

    row = service.set_parsed(
        target=milestone,
        parsed=parse_estimate("1 researcher for 3 months and 2 engineers for 1 month", days_per_month=20),
        actor=actor(),
    )

    assert (row.kind, row.likely_days) == ("ALLOCATION", 100)
    lines = AllocationLine.objects.order_by("pk").values_list("people", "months", "text")
    assert list(lines) == [(1, 3, "researcher"), (2, 1, "engineers")]


def test_the_own_estimate_becomes_the_baseline_with_its_parts():
    milestone = running()
    part(milestone, 30)
    put(milestone, 90)

    chosen = service.choose_baseline(milestone=milestone, basis="OWN", actor=actor())

    assert (chosen.likely_days, chosen.is_baseline) == (90, True)
    assert Estimate.objects.filter(is_baseline=True).count() == 2


def test_the_sum_of_the_deliverables_becomes_the_baseline():
    milestone = running()
    part(milestone, 30)
    part(milestone, 12.5)
    part(milestone, None, status="DROPPED")

    chosen = service.choose_baseline(milestone=milestone, basis="BOTTOM_UP", actor=actor())

    assert (chosen.basis, chosen.likely_days, chosen.text) == (
        "BOTTOM_UP",
        Decimal("42.5"),
        "sum of 2 deliverables",
    )


@pytest.mark.parametrize(
    ("basis", "parts", "sentence"),
    [
        ("OWN", [30], "has no estimate of its own"),
        ("BOTTOM_UP", [30, None], "without an estimate, so there is no sum"),
        ("BOTTOM_UP", [], "has no deliverable yet"),
    ],
)
def test_a_baseline_needs_its_estimates(basis, parts, sentence):
    milestone = running()
    for days in parts:
        part(milestone, days)

    with pytest.raises(service.NoBaseline, match=sentence):
        service.choose_baseline(milestone=milestone, basis=basis, actor=actor())


def test_a_baseline_is_chosen_once():
    milestone = running()
    EstimateFactory(program=milestone.program, milestone=milestone, deliverable=None, is_baseline=True)

    with pytest.raises(service.NoBaseline, match="it stays for good"):
        service.choose_baseline(milestone=milestone, basis="OWN", actor=actor())
