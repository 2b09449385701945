"""Allocation estimates as an import wants them, and how they are written.

An allocation has no range: low, likely and high are one number. Estimates are append-only.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from estimates.exchange.parts import CENT, Part, months_of
from estimates.models import AllocationLine, Estimate
from milestones.exchange.deliverables import team_ref
from milestones.models import Milestone
from milestones.pure.markdown.document import MilestoneDoc
from pm.exchange.keepers import Items, RowKeeper
from pm.exchange.plan import Contribution, ImportContext, Ref, Step, Wanted
from pm.models import Program
from pm.services.history import Recorder

LONGEST_TEXT = 300


def want_estimate(
    into: Contribution, doc: MilestoneDoc, milestone: Ref, parts: list[Part], context: ImportContext
) -> None:
    """One allocation estimate for a milestone whose source says people and months."""
    days = min((months_of(parts) * context.program.days_per_month).quantize(CENT), Decimal(9_999_999))
    text = "; ".join(part.text for part in parts)
    wanted = Wanted(
        noun=Estimate._meta.label_lower,
        path=doc.path,
        anchor="@estimate",
        line=doc.allocations[0].line if doc.allocations else doc.line,
        title=f"estimate of “{doc.title}”",
        fields={
            "milestone": milestone,
            "likely_days": days,
            "text": text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…",
        },
        extra={
            "lines": tuple(
                (team_ref(part.team) if part.team else None, part.people, part.months, part.text)
                for part in parts
            ),
        },
        subject=milestone,
    )
    into.wanted.append(wanted)


class EstimateKeeper(RowKeeper):
    """Estimates are append-only: what the source changes is a new estimate, and the baseline stays."""

    def __init__(self) -> None:
        super().__init__(Estimate, likeness=(("milestone",),), slots=(("likely_days", "text"),))

    def rows(self, program: Program) -> Mapping[int, Estimate]:
        """For each imported estimate the newest of its milestone: what stands now."""
        if not program.pk:
            return {}
        made = Estimate.objects.filter(program=program, milestone__isnull=False).totals().newest_first()
        newest: dict[int | None, Estimate] = {}
        for row in made:
            newest.setdefault(row.milestone_id, row)
        return {row.pk: newest[row.milestone_id] for row in made}

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Items,
        subjects: Sequence[str],
    ) -> list[Estimate]:
        lines = [values.pop("lines") for values in items]
        owed = without_baseline(program)
        rows = [
            self._estimate(record, program, {"is_baseline": values["milestone_id"] in owed, **values})
            for values in items
        ]
        made = record.create_many(rows, subjects=subjects)
        self._add_lines(record, made, lines, subjects)
        return made

    def update(self, record: Recorder, step: Step) -> Estimate:
        old: Estimate = step.row
        values = {
            "milestone_id": old.milestone_id,
            "likely_days": step.changes.get("likely_days", old.likely_days),
            "text": step.changes.get("text", old.text),
            "reason": step.why[:300],
        }
        made = record.create(
            self._estimate(record, record.lock(old).program, values), subject=step.subject, why=step.why
        )
        self._add_lines(record, [made], [step.extra["lines"]], [step.subject])
        return made

    def _estimate(self, record: Recorder, program: Program, values: dict[str, Any]) -> Estimate:
        return Estimate(
            program=program,
            kind=Estimate.Kind.ALLOCATION,
            purpose=Estimate.Purpose.TOTAL,
            low_days=values["likely_days"],
            high_days=values["likely_days"],
            by_id=record.actor.user_id,
            happened_on=record.actor.today,
            recorded_at=record.actor.moment,
            **values,
        )

    def _add_lines(
        self,
        record: Recorder,
        estimates: Sequence[Estimate],
        lines: Sequence[tuple[tuple[int | None, Decimal, Decimal, str], ...]],
        subjects: Sequence[str],
    ) -> None:
        made = [
            (
                AllocationLine(
                    program_id=estimate.program_id,
                    estimate=estimate,
                    subteam_id=team,
                    people=people,
                    months=months,
                    text=text,
                ),
                subject,
            )
            for estimate, parts, subject in zip(estimates, lines, subjects, strict=True)
            for team, people, months, text in parts
        ]
        record.create_many([line for line, _ in made], subjects=[subject for _, subject in made])


def choose_baselines(program: Program, record: Recorder) -> None:
    """A commitment without a baseline has its newest estimate as one."""
    owed = without_baseline(program)
    for row in Estimate.objects.filter(milestone__in=owed).totals().newest_first():
        if row.milestone is not None and row.milestone_id in owed:
            owed.remove(row.milestone_id)
            record.update(record.lock(row), {"is_baseline": True}, subject=row.milestone.key)


def without_baseline(program: Program) -> set[int]:
    """The committed milestones whose baseline is still owed."""
    held = Estimate.objects.filter(program=program, milestone__isnull=False, is_baseline=True)
    committed = Milestone.objects.filter(program=program, committed_on__isnull=False)
    return set(committed.exclude(pk__in=held.values("milestone")).values_list("pk", flat=True))
