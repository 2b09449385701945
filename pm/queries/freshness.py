"""How old the computed figures of a program are, and what keeps them from being newer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from pm.models import JobRun, Program
from pm.registry import JOBS

# Figures are computed every night; two nights missed is too old to read without a word.
STALE_AFTER = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class FiguresAge:
    """When figures were last computed, how many runs failed since, since when one waits."""

    computed_at: datetime | None
    failed: int
    waiting_since: datetime | None
    now: datetime

    @property
    def is_old(self) -> bool:
        """Computed once, but not within two nightly periods."""
        return self.computed_at is not None and self.now - self.computed_at > STALE_AFTER

    @property
    def is_stuck(self) -> bool:
        """A run was asked for more than two periods ago and has not been done."""
        return self.waiting_since is not None and self.now - self.waiting_since > STALE_AFTER

    @property
    def is_stale(self) -> bool:
        return self.failed > 0 or self.is_old or self.is_stuck

    @property
    def sentence(self) -> str:
        """What is wrong with the figures, in words; empty when nothing is."""
        if not self.is_stale:
            return ""
        age = f"Figures are {age_in_words(self.now - self.computed_at)} old" if self.computed_at else ""
        if self.failed:
            one = self.failed == 1
            words = "run that computes them has" if one else "runs that compute them have"
            why = f"{self.failed} {words} failed"
        elif self.is_stuck and self.waiting_since:
            why = f"a run has waited for {age_in_words(self.now - self.waiting_since)}"
        else:
            why = "no run has been done since"
        return f"{age or 'No background run has computed figures yet'}: {why}."


def age_in_words(age: timedelta) -> str:
    """`3 days`, `2 hours`, `5 minutes`, `12 seconds`: the largest unit that fits twice or is whole."""
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size * (2 if unit != "minute" else 1) or seconds == size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def compute_jobs() -> list[str]:
    """The jobs that compute figures: those that also run every night."""
    return [job.name for job in JOBS if job.nightly is not None]


def figures_age(program: Program, *, now: datetime) -> FiguresAge:
    """The age of the program's figures, in one query."""
    runs = JobRun.objects.filter(program=program, job__in=compute_jobs())
    found = runs.aggregate(
        computed_at=Max("finished_at", filter=Q(state=JobRun.State.DONE)),
        failed=Count("pk", filter=Q(state=JobRun.State.FAILED)),
        waiting_since=Min("requested_at", filter=Q(state__in=[JobRun.State.QUEUED, JobRun.State.RUNNING])),
    )
    return FiguresAge(now=now, **found)


def stale_banner(program: Program, *, now: datetime, may_see_jobs: bool) -> dict[str, str] | None:
    """What base.html shows under its top bar when figures are old or a run failed; None when all is well."""
    sentence = figures_age(program, now=now).sentence
    if not sentence:
        return None
    link = {"url": reverse("jobs", args=[program.slug]), "label": "Open jobs"} if may_see_jobs else {}
    return {"text": sentence, **link}
