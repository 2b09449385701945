"""Background work of one program: failed first, then what runs, waits and was done lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, IntegerField, Q, Value, When

from pm.models import Heartbeat, JobRun, Program
from pm.pure.days import short_day
from pm.queries.freshness import age_in_words
from pm.registry import JOBS

SHOWN = 100
BEAT_EXPECTED_EVERY = timedelta(minutes=1)
FAILED_LAST = Case(
    When(state=JobRun.State.FAILED, then=Value(0)),
    When(state=JobRun.State.RUNNING, then=Value(1)),
    When(state=JobRun.State.QUEUED, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class JobLine:
    """One run in ready words."""

    pk: int
    title: str
    slot: str
    about: str
    state: str
    when: str
    attempts: str
    error: str
    progress: str


@dataclass(frozen=True, slots=True)
class Beat:
    """When the scheduler last gave a sign of life."""

    is_alive: bool
    sentence: str


def job_lines(program: Program, *, now: datetime) -> dict[str, list[JobLine]]:
    """The newest runs by state, in one query; parts of a larger run only when they failed."""
    rows = (
        JobRun.objects.filter(program=program)
        .filter(Q(parent=None) | Q(state=JobRun.State.FAILED))
        .annotate(
            parts=Count("children"),
            parts_done=Count("children", filter=~Q(children__state__in=["QUEUED", "RUNNING"])),
            place=FAILED_LAST,
        )
        .order_by("place", "-requested_at", "-pk")[:SHOWN]
    )
    held = list(rows)
    said: dict[int, str] = {}
    for job in JOBS:
        if job.about is not None:
            said |= job.about([row for row in held if row.job == job.name])
    found: dict[str, list[JobLine]] = {state: [] for state in JobRun.State.values}
    for row in held:
        found[row.state].append(line_of(row, now, said.get(row.pk, "")))
    return found


def line_of(row: JobRun, now: datetime, about: str = "") -> JobLine:
    """A run in words; what it is for, or its slot where its kind has no words for that."""
    parts, done = getattr(row, "parts", 0), getattr(row, "parts_done", 0)
    return JobLine(
        pk=row.pk,
        title=JOBS.get(row.job).title if row.job in JOBS else row.job,
        slot=row.slot,
        about=about or row.slot,
        state=row.get_state_display(),
        when=when_of(row, now),
        attempts=f"{row.attempts} attempt{'' if row.attempts == 1 else 's'}" if row.attempts else "",
        error=row.error,
        progress=f"{done} of {parts} parts done" if parts else "",
    )


def when_of(row: JobRun, now: datetime) -> str:
    """`failed 3 hours ago`, `waiting for 12 seconds`, `done 4 Mar in 2 seconds`."""
    if row.state == JobRun.State.FAILED:
        return f"failed {age_in_words(now - (row.finished_at or row.requested_at))} ago"
    if row.state == JobRun.State.RUNNING:
        return f"running for {age_in_words(now - (row.started_at or row.requested_at))}"
    if row.state == JobRun.State.QUEUED:
        if row.not_before > now:
            return f"starts in {age_in_words(row.not_before - now)}"
        return f"waiting for {age_in_words(now - row.requested_at)}"
    ended = row.finished_at or row.requested_at
    age = now - ended
    return f"{age_in_words(age)} ago" if age < timedelta(days=7) else short_day(ended.date(), now.date())


def last_beat(*, now: datetime) -> Beat:
    """The scheduler's last sign of life, in words."""
    row = Heartbeat.objects.filter(part="beat").first()
    if row is None:
        return Beat(False, "The scheduler has never run here. Nothing starts by itself until it does.")
    age = now - row.beat_at
    if age > BEAT_EXPECTED_EVERY:
        return Beat(
            False,
            f"The scheduler was last seen {age_in_words(age)} ago. Nothing starts until it is back.",
        )
    if age < -BEAT_EXPECTED_EVERY:
        return Beat(False, "The clock went back. The scheduler has given no sign of life since.")
    return Beat(True, f"The scheduler was seen {age_in_words(age)} ago.")
