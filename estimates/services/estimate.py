"""Estimates: appended, never changed; the one chosen at commitment is the baseline."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from estimates.models import AllocationLine, Estimate
from estimates.pure.estimate import Line, Parsed
from estimates.queries.estimate import Target, newest_estimate, newest_of_deliverables
from estimates.services import recompute
from milestones.models import Deliverable, Milestone
from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Change, Subteam
from pm.services.history import Recorder, recording

SAW_NONE = 0


class EstimateRefused(DomainError):
    """An estimate that makes no sense; the message says why."""


class NoBaseline(DomainError):
    """A baseline cannot be chosen; the message says what is missing."""


def set_estimate(
    *,
    target: Target,
    low: Decimal,
    likely: Decimal,
    high: Decimal,
    actor: Actor,
    kind: str = Estimate.Kind.RANGE,
    purpose: str = Estimate.Purpose.TOTAL,
    basis: str = Estimate.Basis.OWN,
    size: str = "",
    text: str = "",
    reason: str = "",
    lines: Sequence[tuple[Line, Subteam | None]] = (),
    base: int | None = None,
    happened_on: date | None = None,
    is_baseline: bool = False,
) -> Estimate:
    """Append an estimate. `base` is the id of the newest one the editor saw (SAW_NONE: there was none).

    Raises StaleEdit when somebody estimated meanwhile, EstimateRefused when the numbers are out of order.
    """
    check_numbers(low, likely, high, purpose)
    row = Estimate(
        **about(target), kind=kind, purpose=purpose, basis=basis, low_days=low, likely_days=likely,
        high_days=high, size=size, text=text, reason=reason, is_baseline=is_baseline, by_id=actor.user_id,
        happened_on=happened_on or actor.today, recorded_at=actor.moment,
    )  # fmt: skip
    return append(target=target, row=row, lines=lines, base=base, actor=actor)


def append(
    *,
    target: Target,
    row: Estimate,
    lines: Sequence[tuple[Line, Subteam | None]],
    base: int | None,
    actor: Actor,
) -> Estimate:
    """Append an estimate where the newest one is that which was seen; the newest when it says the same."""
    with recording(actor, target.program) as record:
        record.lock(target)
        newest = newest_estimate(target, purpose=row.purpose)
        check_base(newest, base, row)
        if newest is not None and not row.is_baseline and says_the_same(newest, row):
            return newest
        record.create(row, subject=target.key, happened_on=row.happened_on, why=row.reason)
        add_lines(record, row, lines, target.key)
        ask(target, actor)
    return row


def about(target: Target) -> dict[str, Any]:
    """The columns that say what an estimate is of."""
    noun = "milestone" if isinstance(target, Milestone) else "deliverable"
    return {"program_id": target.program_id, noun: target}


def ask(target: Target, actor: Actor) -> None:
    """Ask for new figures of the milestone."""
    milestone_id = target.pk if isinstance(target, Milestone) else target.milestone_id
    recompute.request_one(milestone_id=milestone_id, program=target.program, now=actor.moment)


def set_parsed(
    *,
    target: Target,
    parsed: Parsed,
    actor: Actor,
    purpose: str = Estimate.Purpose.TOTAL,
    reason: str = "",
    base: int | None = None,
) -> Estimate:
    """Append an estimate as it was read from a text."""
    return set_estimate(
        target=target,
        kind=parsed.kind,
        purpose=purpose,
        low=parsed.low,
        likely=parsed.likely,
        high=parsed.high,
        size=parsed.size,
        text=parsed.text,
        reason=reason,
        lines=[(line, None) for line in parsed.lines],
        base=base,
        actor=actor,
    )


def check_numbers(low: Decimal, likely: Decimal, high: Decimal, purpose: str) -> None:
    """Raise EstimateRefused unless 0 ≤ low ≤ likely ≤ high, and the whole work is more than nothing."""
    if not 0 <= low <= likely <= high:
        raise EstimateRefused("Low, likely and high go from small to large, and none is below 0.")
    if likely == 0 and purpose == Estimate.Purpose.TOTAL:
        raise EstimateRefused("Work takes more than 0 person-days. Leave the estimate empty while unknown.")


def check_base(newest: Estimate | None, base: int | None, mine: Estimate) -> None:
    """Raise StaleEdit when the newest estimate is not the one the editor saw and says something else."""
    if base is None or base == (newest.pk if newest else SAW_NONE):
        return
    if newest is None or says_the_same(newest, mine):
        return
    seen = Estimate.objects.filter(pk=base, program_id=mine.program_id).first() if base else None
    written = Change.objects.filter(noun="estimates.estimate", object_id=newest.pk).order_by("-id").first()
    raise StaleEdit(
        [Conflict("estimate", seen, newest, mine, written.actor_name if written else "")],
    )


def says_the_same(one: Estimate, other: Estimate) -> bool:
    """Whether a new estimate of the whole work would add nothing. What remains is news every time."""
    if other.purpose == Estimate.Purpose.REMAINING or other.reason:
        return False
    return values_of(one) == values_of(other)


def values_of(row: Estimate) -> tuple[object, ...]:
    """What an estimate says."""
    return (row.kind, row.basis, row.low_days, row.likely_days, row.high_days, row.size, row.text)


def add_lines(
    record: Recorder, row: Estimate, lines: Sequence[tuple[Line, Subteam | None]], key: str
) -> None:
    """The people and months of an allocation."""
    record.create_many(
        [
            AllocationLine(
                program_id=row.program_id,
                estimate=row,
                subteam=subteam,
                people=line.people,
                months=line.months,
                text=line.text,
            )
            for line, subteam in lines
        ],
        subjects=[key] * len(lines),
    )


def choose_baseline(*, milestone: Milestone, basis: str, actor: Actor) -> Estimate:
    """Choose what drift is measured against, once: the own estimate or the sum of the deliverables'.

    The newest estimate of each deliverable becomes that deliverable's part of the baseline.
    """
    program = milestone.program
    with recording(actor, program) as record:
        row = record.lock(milestone)
        if Estimate.objects.filter(milestone=row, is_baseline=True).exists():
            raise NoBaseline(f"{row.key} has its baseline already; it stays for good.")
        parts = newest_of_deliverables(row)
        chosen = own_total(row) if basis == Estimate.Basis.OWN else add_up(record, row, parts, actor)
        for estimate in (chosen, *parts.values()):
            record.update(record.lock(estimate), {"is_baseline": True}, subject=row.key)
        recompute.request_one(milestone_id=row.pk, program=program, now=actor.moment)
    chosen.refresh_from_db()
    return chosen


def own_total(milestone: Milestone) -> Estimate:
    """The milestone's own newest estimate; raises NoBaseline without one."""
    newest = newest_estimate(milestone)
    if newest is None:
        raise NoBaseline(
            f"{milestone.key} has no estimate of its own. Give it one, or add up its deliverables."
        )
    return newest


def add_up(record: Recorder, milestone: Milestone, parts: dict[int, Estimate], actor: Actor) -> Estimate:
    """A bottom-up estimate: the sum over all deliverables; raises NoBaseline while one has none."""
    held = Deliverable.objects.filter(milestone=milestone).exclude(status=Deliverable.Status.DROPPED)
    rows = list(held.order_by("number"))
    lacking = [row.key for row in rows if row.pk not in parts]
    if lacking or not rows:
        missing = f"{', '.join(lacking)} without an estimate" if lacking else "no deliverable yet"
        raise NoBaseline(
            f"{milestone.key} has {missing}, so there is no sum. Estimate first, or use its own."
        )
    used = [parts[row.pk] for row in rows]
    return record.create(
        Estimate(
            program=milestone.program,
            milestone=milestone,
            basis=Estimate.Basis.BOTTOM_UP,
            low_days=sum((one.low_days for one in used), Decimal(0)),
            likely_days=sum((one.likely_days for one in used), Decimal(0)),
            high_days=sum((one.high_days for one in used), Decimal(0)),
            text=f"sum of {len(used)} deliverables",
            by_id=actor.user_id,
            happened_on=actor.today,
            recorded_at=actor.moment,
        ),
        subject=milestone.key,
    )
