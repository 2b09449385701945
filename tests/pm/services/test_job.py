"""A job asked for is done once; the row is the truth."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from pm.models import Heartbeat, JobRun
from pm.registry import JOBS, Job
from pm.services import job, job_hint
from tests.factories.actors import NOW
from tests.factories.pm import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def effects(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """A registered job whose effect is a row in this list; nothing is published."""
    done: list[dict] = []

    def run(*, run: JobRun, now: object) -> None:
        done.append(run.args)
        if run.args.get("fail"):
            raise ValueError("the numbers do not add up")

    monkeypatch.setitem(JOBS._items, "tests.effect", Job("tests.effect", "Effect", run))
    monkeypatch.setattr(job_hint, "publish", lambda run_id, delay_seconds=0: True)
    return done


def ask(slot: str = "a", **args: object) -> JobRun | None:
    return job.request(job="tests.effect", slot=slot, now=NOW, args=args)


def test_request_of_a_taken_slot_makes_no_second_run(effects):
    assert ask() is not None
    assert ask() is None
    assert JobRun.objects.count() == 1


def test_run_is_done_once_whoever_comes_second(effects):
    run = ask(n=1)
    claimed = job.claim(run_id=run.pk, now=NOW)
    job.perform(run=claimed, now=NOW)

    assert job.claim(run_id=run.pk, now=NOW) is None
    assert effects == [{"n": 1}]
    assert JobRun.objects.get().state == "DONE"


def test_claim_before_its_time_gets_nothing(effects):
    run = job.request(job="tests.effect", slot="later", now=NOW, delay_seconds=60)

    assert job.claim(run_id=run.pk, now=NOW) is None


def test_claim_of_a_run_whose_worker_died_waits_for_the_lease(effects):
    run = ask()
    job.claim(run_id=run.pk, now=NOW)

    assert job.claim(run_id=run.pk, now=NOW + timedelta(seconds=5)) is None
    assert job.claim(run_id=run.pk, now=NOW + timedelta(seconds=30)).attempts == 2


def test_perform_of_an_attempt_that_was_overtaken_does_nothing(effects):
    run = ask()
    slow = job.claim(run_id=run.pk, now=NOW)
    quick = job.claim(run_id=run.pk, now=NOW + timedelta(seconds=30))

    job.perform(run=slow, now=NOW)
    job.perform(run=quick, now=NOW)

    assert len(effects) == 1


def test_failure_is_kept_and_tried_again_later(effects):
    run = ask(fail=True)
    job.perform(run=job.claim(run_id=run.pk, now=NOW), now=NOW)

    run.refresh_from_db()
    assert (run.state, run.attempts, run.error) == ("QUEUED", 1, "ValueError: the numbers do not add up")
    assert run.not_before == NOW + timedelta(seconds=10)


def test_failure_at_the_last_attempt_is_for_good_until_retried(effects, settings):
    run = ask(fail=True)
    moment = NOW
    for _ in range(settings.JOB_MAX_ATTEMPTS):
        moment += timedelta(minutes=10)
        job.perform(run=job.claim(run_id=run.pk, now=moment), now=moment)

    run.refresh_from_db()
    assert run.state == "FAILED"
    assert job.claim(run_id=run.pk, now=moment + timedelta(days=1)) is None

    job.retry(run=run, now=moment)
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("QUEUED", 0)


def test_sweep_offers_what_is_late_and_gives_up_what_died_at_the_last_attempt(effects, settings):
    waiting = ask("waiting")
    dead = ask("dead")
    JobRun.objects.filter(pk=dead.pk).update(
        state="RUNNING", attempts=settings.JOB_MAX_ATTEMPTS, lease_until=NOW
    )
    fresh = job.request(job="tests.effect", slot="fresh", now=NOW + timedelta(seconds=9))

    offered = job.sweep(now=NOW + timedelta(seconds=10))

    dead.refresh_from_db()
    assert offered == 1
    assert dead.state == "FAILED"
    assert {waiting.pk, fresh.pk} == set(JobRun.objects.filter(state="QUEUED").values_list("pk", flat=True))


@pytest.mark.parametrize("tenth", range(50))
def test_a_burst_of_five_seconds_makes_two_runs_whenever_it_begins(effects, tenth):
    program, begun = ProgramFactory(), NOW + timedelta(seconds=tenth / 10)
    saves = [begun + timedelta(seconds=0.5 * number) for number in range(10)]

    for moment in saves:
        job.request_debounced(job="tests.effect", subject="milestone:1", now=moment, program=program, args={})

    runs = list(JobRun.objects.order_by("not_before"))
    assert len(runs) <= 2
    assert runs[-1].not_before <= saves[-1] + timedelta(seconds=5)


def test_request_after_its_window_has_run_asks_for_the_next(effects, settings):
    settings.JOB_DEBOUNCE_SECONDS = 4
    program = ProgramFactory()
    again = {"job": "tests.effect", "subject": "m", "now": NOW, "program": program, "args": {}}
    first = job.request_debounced(**again)
    JobRun.objects.filter(pk=first.pk).update(state="DONE")

    second = job.request_debounced(**again)

    assert second.pk != first.pk
    assert second.state == "QUEUED"


def test_beat_is_noted(effects):
    job.beat(part="beat", now=NOW)
    job.beat(part="beat", now=NOW + timedelta(seconds=5))

    assert Heartbeat.objects.get().beat_at == NOW + timedelta(seconds=5)


def test_a_job_this_version_does_not_know_fails_with_a_sentence(effects):
    JobRun.objects.create(job="tests.gone", slot="a", requested_at=NOW, not_before=NOW)
    run = JobRun.objects.get()

    job.perform(run=job.claim(run_id=run.pk, now=NOW), now=NOW)

    run.refresh_from_db()
    assert (run.state, run.error) == ("QUEUED", "This version of Milepost knows no job “tests.gone”.")


def test_a_run_whose_program_was_deleted_is_let_go(effects):
    run = ask()
    claimed = job.claim(run_id=run.pk, now=NOW)
    JobRun.objects.all().delete()

    job.perform(run=claimed, now=NOW)

    assert effects == []
    assert job.claim(run_id=claimed.pk, now=NOW) is None


def test_an_error_no_database_can_hold_is_kept_without_what_it_cannot(effects):
    run = job.claim(run_id=ask().pk, now=NOW)

    job.fail(run=run, now=NOW, error="bad \x00 byte" + "x" * 9000)

    run.refresh_from_db()
    assert (run.error[:10], len(run.error)) == ("bad  bytex", job.ERROR_LENGTH)


def test_a_poison_job_leaves_the_others_alone(effects, settings):
    settings.JOB_MAX_ATTEMPTS = 2
    poison, sound = ask("poison", fail=True), ask("sound", n=1)

    for minute in range(5):
        moment = NOW + timedelta(minutes=minute)
        for run in (poison, sound):
            claimed = job.claim(run_id=run.pk, now=moment)
            if claimed is not None:
                job.perform(run=claimed, now=moment)

    states = dict(JobRun.objects.values_list("slot", "state"))
    assert states == {"poison": "FAILED", "sound": "DONE"}
    assert effects.count({"fail": True}) == 2


HOUR = timedelta(hours=1)


def test_a_run_asked_for_before_the_clock_went_back_does_not_wait_for_it_to_return(effects):
    run = job.request(job="tests.effect", slot="a", now=NOW, delay_seconds=4)

    assert job.sweep(now=NOW - HOUR) == 1
    assert job.claim(run_id=run.pk, now=NOW - HOUR) is not None


def test_a_run_put_off_before_the_clock_went_back_does_not_wait_for_it_to_return(effects):
    run = job.request(job="tests.effect", slot="a", now=NOW - 2 * HOUR, args={"fail": True})
    job.perform(run=job.claim(run_id=run.pk, now=NOW), now=NOW)

    assert job.claim(run_id=run.pk, now=NOW) is None
    assert job.claim(run_id=run.pk, now=NOW - HOUR) is not None


def test_a_run_whose_worker_died_before_the_clock_went_back_is_taken_again(effects):
    run = ask()
    job.claim(run_id=run.pk, now=NOW)

    assert job.claim(run_id=run.pk, now=NOW - timedelta(seconds=30)) is None
    assert job.claim(run_id=run.pk, now=NOW - HOUR).attempts == 2


def test_purge_keeps_the_newest_run_of_each_program_and_what_is_not_done(effects):
    old, program = NOW - timedelta(days=40), ProgramFactory()

    def made(slot, *, finished=old, parent=None, state="DONE", of=program):
        return JobRun.objects.create(
            program=of, job="tests.effect", slot=slot, state=state, parent=parent, requested_at=finished,
            not_before=finished, finished_at=finished,
        )  # fmt: skip

    head = made("head")
    made("part", parent=head)
    kept_head = made("kept head")
    kept = [
        kept_head,
        made("failed part", parent=kept_head, state="FAILED"),
        made("young", finished=NOW - timedelta(days=2)),
        made("newest there is", of=ProgramFactory()),
    ]

    assert job.purge(now=NOW) == 2
    assert list(JobRun.objects.order_by("pk")) == kept


def test_purge_removes_sessions_that_have_ended(effects, client):
    client.force_login(UserFactory())
    Session.objects.update(expire_date=NOW - timedelta(days=1))
    client.logout()
    client.force_login(UserFactory())

    job.purge(now=NOW)

    assert Session.objects.count() == 1


def test_the_purge_is_asked_for_once_a_night(effects, settings):
    for hours in (0, 1, 2, 9, 23):
        job.nightly(now=NOW.replace(hour=0) + timedelta(hours=hours))

    assert list(JobRun.objects.filter(job="pm.purge").values_list("slot", flat=True)) == ["2026-03-02"]


def test_gathered_requests_are_one_statement_and_one_run_each(effects, django_assert_num_queries):
    program = ProgramFactory()

    def soon(subject: str) -> JobRun | None:
        return job.request_debounced(
            job="tests.effect", subject=subject, now=NOW, program=program, args={"of": subject}
        )

    first = soon("a")
    JobRun.objects.filter(pk=first.pk).update(state=JobRun.State.RUNNING)
    with django_assert_num_queries(4), job.gathering():  # one for all, three for the one that is at work
        assert [soon(subject) for subject in "abcb"] == [None] * 4

    window = int(first.slot.partition("@")[2])
    assert set(JobRun.objects.values_list("slot", flat=True)) == {
        f"a@{window}", f"a@{window + 1}", f"b@{window}", f"c@{window}",
    }  # fmt: skip
    assert JobRun.objects.get(slot=f"b@{window}").args == {"of": "b"}
