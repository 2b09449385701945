from datetime import timedelta

import pytest

from pm.models import JobRun
from pm.queries import freshness
from pm.queries.freshness import age_in_words, figures_age, stale_banner
from pm.registry import Job, Registry
from tests.factories.actors import NOW
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def one_nightly_job(monkeypatch):
    jobs: Registry[Job] = Registry()
    jobs.add("x.compute", Job("x.compute", "Compute", lambda **_: None, nightly=lambda **_: None))
    jobs.add("x.import", Job("x.import", "Import", lambda **_: None))
    monkeypatch.setattr(freshness, "JOBS", jobs)


def run(program, state, *, age=HOUR, job="x.compute", slot="s"):
    at = NOW - age
    ended = at if state in {"DONE", "FAILED"} else None
    return JobRun.objects.create(
        program=program, job=job, slot=slot, state=state, requested_at=at, not_before=at, finished_at=ended
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (3600, "1 hour"),
        (3700, "61 minutes"), (7200, "2 hours"), (86_400, "1 day"), (90_000, "25 hours"), (172_800, "2 days"),
    ],
)  # fmt: skip
def test_age_in_words_takes_the_largest_unit_that_says_enough(seconds, words):
    assert age_in_words(timedelta(seconds=seconds)) == words


def test_figures_that_were_never_computed_are_not_stale():
    assert figures_age(ProgramFactory(), now=NOW).is_stale is False


def test_fresh_figures_have_no_banner(django_assert_num_queries):
    program = ProgramFactory()
    run(program, "DONE")

    with django_assert_num_queries(1):
        assert stale_banner(program, now=NOW, may_see_jobs=True) is None


def test_figures_older_than_two_nights_say_their_age():
    program = ProgramFactory(slug="kit")
    run(program, "DONE", age=timedelta(hours=49))

    assert stale_banner(program, now=NOW, may_see_jobs=True) == {
        "text": "Figures are 2 days old: no run has been done since.",
        "url": "/kit/jobs/",
        "label": "Open jobs",
    }


def test_a_failed_run_is_said_even_over_fresh_figures():
    program = ProgramFactory()
    run(program, "DONE", slot="a")
    run(program, "FAILED", slot="b")

    banner = stale_banner(program, now=NOW, may_see_jobs=False)

    assert banner == {"text": "Figures are 1 hour old: 1 run that computes them has failed."}


def test_a_run_that_waits_for_two_nights_is_said():
    program = ProgramFactory()
    run(program, "QUEUED", age=timedelta(days=3))

    age = figures_age(program, now=NOW)

    assert age.sentence == "No background run has computed figures yet: a run has waited for 3 days."


def test_other_jobs_and_other_programs_do_not_count():
    program = ProgramFactory()
    run(program, "FAILED", job="x.import")
    run(ProgramFactory(), "FAILED", slot="other")

    assert figures_age(program, now=NOW).is_stale is False
