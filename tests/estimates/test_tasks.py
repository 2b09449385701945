"""The job of drift: on change, by night, on demand in parts."""

from datetime import timedelta

import pytest

from estimates.models import Forecast
from estimates.queries.recompute import newest_request
from estimates.services import recompute
from estimates.tasks import about, nightly
from milestones.services import milestone as milestones
from pm.models import JobRun
from pm.services import job
from tests.factories.actors import NOW, actor
from tests.factories.estimates import part, running
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def work(now=NOW + timedelta(minutes=1)):
    """Do what is queued, as a worker does."""
    for run in JobRun.objects.open().order_by("pk"):
        taken = job.claim(run_id=run.pk, now=now)
        assert taken is not None
        job.perform(run=taken, now=now)


def test_a_changed_plan_asks_for_one_run_of_the_burst():
    milestone = running()
    part(milestone)

    milestones.edit(milestone=milestone, changes={"title": "Store"}, actor=actor())
    milestones.edit(milestone=milestone, changes={"value": 7}, actor=actor())

    [run] = JobRun.objects.all()
    assert run.args == {"milestone_id": milestone.pk}
    work()
    assert JobRun.objects.get().state == "DONE"
    assert Forecast.objects.get().value == 7


def test_on_demand_the_program_is_computed_in_parts_with_progress(monkeypatch):
    monkeypatch.setattr(recompute, "CHUNK", 2)
    program = ProgramFactory()
    for _ in range(5):
        part(running(program=program))

    parent = recompute.request_all(program=program, actor=actor())

    assert job.progress(parent=parent) == (0, 3)
    assert recompute.request_all(program=program, actor=actor()) == parent
    work()
    assert job.progress(parent=parent) == (3, 3)
    assert Forecast.objects.filter(is_latest=True).count() == 5
    assert newest_request(program).is_running is False


def test_by_night_each_program_is_asked_for_once(settings):
    settings.NIGHTLY_HOUR = 2
    one, _ = running().program, running().program

    nightly(now=NOW)
    nightly(now=NOW + timedelta(minutes=15))

    assert JobRun.objects.count() == 2
    assert JobRun.objects.filter(program=one).get().slot == f"program:{one.pk}:2026-03-02"
    work()
    assert Forecast.objects.count() == 2


def test_before_the_hour_of_the_programs_own_night_nothing_is_asked(settings):
    settings.NIGHTLY_HOUR = 2
    ProgramFactory(zone="America/Los_Angeles")

    nightly(now=NOW)  # 1 in the morning there

    assert not JobRun.objects.exists()


def test_runs_say_what_they_are_for():
    milestone = MilestoneFactory(number=7)
    one, some, everything = (
        JobRun(pk=pk, args=args)
        for pk, args in enumerate(
            ({"milestone_id": milestone.pk}, {"milestone_ids": [1, 2]}, {"program_id": milestone.program_id})
        )
    )

    assert about([one, some, everything]) == {0: "M-7", 1: "2 milestones", 2: "all milestones"}
