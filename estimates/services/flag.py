"""Flags: opened when a milestone gets a level, closed when it leaves it; reasons say since when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from estimates.models import Flag, FlagReason
from estimates.pure.assess import Assessment
from estimates.pure.level import ON_TRACK, Reason
from pm.models import Program
from pm.services.history import computing

BATCH = 500
LONGEST_SENTENCE = 400


@dataclass
class Open:
    """A flag that is open now, and since when each of its reasons holds."""

    pk: int
    level: str
    since: dict[str, date] = field(default_factory=dict)


def write_flags(*, program: Program, found: Sequence[Assessment], today: date, now: datetime) -> None:
    """Bring the flags of these milestones to their levels. An open flag at the same level stays open."""
    before = open_flags([one.facts.id for one in found])
    kept: list[int] = []
    closed: list[int] = []
    new: list[Flag] = []
    reasons: list[FlagReason] = []
    for one in found:
        old = before.get(one.facts.id)
        level = one.verdict.level if one.verdict.level != ON_TRACK else None
        if old is not None and old.level == level:
            kept.append(old.pk)
            reasons += [
                reason_row(program, reason, old, today, flag_id=old.pk) for reason in one.verdict.reasons
            ]
            continue
        if old is not None:
            closed.append(old.pk)
        if level is not None:
            flag = flag_row(program, one, level, old, now)
            new.append(flag)
            reasons += [reason_row(program, reason, old, today, flag=flag) for reason in one.verdict.reasons]
    with computing():
        Flag.objects.filter(pk__in=closed).update(closed_at=now)
        Flag.objects.bulk_create(new, batch_size=BATCH)
        FlagReason.objects.filter(flag_id__in=kept).delete()
        for reason in reasons:
            if reason.flag_id is None:
                reason.flag_id = reason.flag.pk
        FlagReason.objects.bulk_create(reasons, batch_size=BATCH)


def open_flags(milestone_ids: Sequence[int]) -> dict[int, Open]:
    """The open flag of each milestone with its reasons."""
    rows = Flag.objects.filter(milestone_id__in=milestone_ids, closed_at=None).values_list(
        "pk", "milestone_id", "level", "reasons__rule", "reasons__since_on"
    )
    flags: dict[int, Open] = {}
    for pk, milestone_id, level, rule, since in rows:
        flag = flags.setdefault(milestone_id, Open(pk, level))
        if rule is not None:
            flag.since[rule] = since
    return flags


def flag_row(program: Program, one: Assessment, level: str, old: Open | None, now: datetime) -> Flag:
    return Flag(
        program=program,
        milestone_id=one.facts.id,
        level=level,
        previous_level=old.level if old else "",
        opened_at=now,
    )


def reason_row(program: Program, reason: Reason, old: Open | None, today: date, **flag: Any) -> FlagReason:
    """A reason that held before keeps its day; a new one begins where the records say, or today."""
    begun = min(reason.since or today, today)
    return FlagReason(
        program=program,
        rule=reason.rule,
        weight=reason.weight,
        number=reason.number,
        threshold=reason.threshold,
        unit=reason.unit,
        since_on=old.since.get(reason.rule, begun) if old else begun,
        sentence=reason.sentence[:LONGEST_SENTENCE],
        highlight=reason.highlight[:60],
        mend=reason.mend,
        mend_key=reason.mend_key,
        **flag,
    )
