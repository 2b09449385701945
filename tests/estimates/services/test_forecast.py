"""Computing: forecasts appended, flags opened and closed, health pushed down, each once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from estimates.models import Flag, FlagReason, Forecast
from estimates.services.forecast import compute, median_value
from milestones.models import Milestone
from pm.models import RuleSetting
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.estimates import part, running, worked
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def run(program, today=TODAY, now=NOW, **more):
    return compute(program=program, today=today, now=now, **more)


def change(row, **fields):
    with computing():
        type(row).objects.filter(pk=row.pk).update(**fields)


def late(**fields):
    milestone = running(target_from_on=date(2026, 2, 20), target_to_on=date(2026, 2, 20), **fields)
    worked(part(milestone, 60), "2026-W07", "2026-W08", "2026-W09", days=10)
    return milestone


def test_compute_keeps_a_forecast_a_flag_with_reasons_and_the_health():
    milestone = late(value=9, title="Store")

    assert run(milestone.program) == 1

    made = Forecast.objects.get()
    assert (made.level, made.spent_days, made.remaining_days, made.is_latest) == ("LATE", 30, 30, True)
    assert (made.p50_on, made.pace_days_per_week) == (date(2026, 3, 23), 10)
    assert (made.expected_days_late, made.rank_score, made.date_drift_target_days) == (31, 279, 31)
    flag = Flag.objects.get()
    assert (flag.level, flag.opened_at, flag.closed_at, flag.previous_level) == ("LATE", NOW, None, "")
    [reason] = FlagReason.objects.all()
    assert (reason.rule, reason.number, reason.since_on) == ("target_passed", 10, date(2026, 2, 21))
    milestone.refresh_from_db()
    assert (milestone.health, milestone.health_at, milestone.rank_score) == ("LATE", NOW, 279)
    assert milestone.health_reason == "The target of 20 Feb passed 10 days ago"


def test_unchanged_inputs_on_the_same_day_change_nothing():
    program = late().program
    run(program)

    assert run(program, now=NOW + timedelta(hours=3)) == 0
    assert Forecast.objects.count() == 1


def test_the_next_day_makes_a_new_forecast_and_keeps_the_flag():
    program = late().program
    run(program)

    run(program, today=TODAY + timedelta(days=1), now=NOW + timedelta(days=1))

    assert list(Forecast.objects.order_by("pk").values_list("is_latest", flat=True)) == [False, True]
    assert Flag.objects.get().opened_at == NOW
    reason = FlagReason.objects.get()
    assert (reason.number, reason.since_on) == (11, date(2026, 2, 21))


def test_a_reason_without_a_day_of_its_own_keeps_the_day_it_was_first_seen():
    milestone = running(owner=None)
    part(milestone)
    run(milestone.program)

    run(milestone.program, today=TODAY + timedelta(days=5), now=NOW + timedelta(days=5))

    reason = FlagReason.objects.get(rule="no_owner")
    assert reason.since_on == TODAY


def test_a_change_of_level_closes_the_flag_and_opens_the_next():
    milestone = late()
    run(milestone.program)
    change(milestone, target_to_on=date(2026, 4, 30), target_from_on=date(2026, 4, 30), owner=None)
    later = NOW + timedelta(hours=1)

    run(milestone.program, now=later)

    first, second = Flag.objects.order_by("pk")
    assert (first.level, first.closed_at) == ("LATE", later)
    assert (second.level, second.previous_level, second.closed_at) == ("WATCH", "LATE", None)
    assert [reason.rule for reason in second.reasons.all()] == ["no_owner"]


def test_a_milestone_that_recovers_has_no_open_flag():
    milestone = late()
    run(milestone.program)
    change(milestone, target_to_on=date(2026, 4, 30), target_from_on=date(2026, 4, 30))

    run(milestone.program, now=NOW + timedelta(hours=1))

    assert Flag.objects.get().closed_at is not None
    milestone.refresh_from_db()
    assert (milestone.health, milestone.health_reason) == (
        "ON_TRACK",
        "P50 is 23 Mar, 38 days before the target",
    )


def test_a_delivered_milestone_loses_its_flag_at_the_next_compute_of_the_program():
    milestone = late()
    run(milestone.program)
    change(milestone, status="DELIVERED", delivered_on=TODAY)

    run(milestone.program, now=NOW + timedelta(hours=1))

    assert Flag.objects.get().closed_at is not None
    milestone.refresh_from_db()
    assert (milestone.health, milestone.rank_score) == ("UNKNOWN", 0)


@pytest.mark.parametrize("fields", [{"status": "IDEA"}, {"kind": "BUDGET_LINE"}])
def test_ideas_and_budget_lines_get_no_flag(fields):
    milestone = late(**fields)

    run(milestone.program)

    assert not Flag.objects.exists()
    assert Forecast.objects.get().spent_days == 30


def test_named_milestones_alone_are_computed():
    program = ProgramFactory()
    one, _ = late(program=program), late(program=program)

    assert run(program, milestone_ids=[one.pk]) == 1


def test_another_programs_milestone_is_not_computed():
    assert run(ProgramFactory(), milestone_ids=[late().pk]) == 0


def test_what_somebody_computed_after_we_read_is_left_alone():
    milestone = late()
    run(milestone.program, now=NOW + timedelta(minutes=5))
    change(milestone, push_count=1)

    assert run(milestone.program, now=NOW) == 0


def test_the_median_stands_in_for_a_value_that_is_not_stated():
    program = ProgramFactory()
    MilestoneFactory(program=program, value=4, status="DELIVERED", delivered_on=TODAY, committed_on=TODAY)
    MilestoneFactory(program=program, value=7)
    milestone = late(program=program)

    run(program)

    made = Forecast.objects.get(milestone=milestone)
    assert (made.value, made.is_value_stated, made.rank_score) == (5.5, False, 31 * 5.5)
    assert median_value(ProgramFactory()) is None


def test_a_program_sets_its_own_weight_and_threshold():
    milestone = late()
    with computing():
        RuleSetting.objects.create(
            program=milestone.program, rule="target_passed", weight="AT_RISK", threshold=14
        )
        RuleSetting.objects.create(program=milestone.program, rule="unheard_of", weight="OFF")

    run(milestone.program)

    assert Forecast.objects.get().level == "ON_TRACK"


def test_replayed_from_the_first_record_the_flags_are_the_same():
    def story():
        milestone = late()
        days = [TODAY + timedelta(days=n) for n in range(4)]
        for n, day in enumerate(days):
            if n == 2:
                change(
                    milestone, target_to_on=date(2026, 5, 30), target_from_on=date(2026, 5, 30), owner=None
                )
            run(milestone.program, today=day, now=NOW + timedelta(days=n))
        return [
            (flag.level, flag.opened_at, flag.closed_at,
             [(one.rule, one.number, one.since_on) for one in flag.reasons.order_by("rule")])
            for flag in Flag.objects.filter(milestone=milestone).order_by("pk")
        ]  # fmt: skip

    assert story() == story()


def test_the_number_of_statements_is_the_same_for_one_and_three():
    def statements(count):
        program = ProgramFactory()
        for _ in range(count):
            late(program=program)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            run(program)
        return len(seen)

    assert statements(1) == statements(3) == 29
    assert Milestone.objects.filter(health="LATE").count() == 4
