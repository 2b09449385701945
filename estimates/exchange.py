"""Allocation estimates out of a program kept in Markdown.

A milestone's estimate is its file's resources when every line with people says for how long; else the
shares of its row in a planning table. Where both say a whole and disagree, the file wins and both are
reported. An allocation has no range: low, likely and high are one number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from estimates.models import AllocationLine, Estimate
from estimates.services import recompute
from milestones.exchange.deliverables import team_ref
from milestones.exchange.reading import PARSED, ReadProgram
from milestones.models import Milestone
from milestones.pure.markdown.document import AllocationDoc, MilestoneDoc, ShareDoc
from pm.exchange.plan import Contribution, ImportContext, Keeper, Problem, Ref, Step, Wanted
from pm.models import Program
from pm.registry import IMPORTERS, Importer
from pm.services.history import Recorder

MOST = Decimal(9_000)
CENT = Decimal("0.01")
LONGEST_TEXT, LONGEST_LINE = 300, 200


@dataclass(frozen=True, slots=True)
class Part:
    """So many people of a subteam for so many months."""

    team: str | None
    people: Decimal
    months: Decimal
    text: str


def read_estimates(context: ImportContext) -> Contribution:
    """One allocation estimate for each milestone whose source says people and months."""
    read: ReadProgram = context.parsed[PARSED]
    out = Contribution()
    for doc in read.doc.milestones:
        ref = read.milestones.get(doc.path)
        if ref is None:
            continue
        parts = _choose(doc, read, out)
        if parts:
            out.wanted.append(_wanted(doc, ref, parts, context))
    return out


def _choose(doc: MilestoneDoc, read: ReadProgram, out: Contribution) -> list[Part]:
    """The file's parts or the table's, as the rule says."""
    stated = [line for line in doc.allocations if line.people is not None]
    own = [part for line in stated if (part := _own_part(line, read)) is not None]
    whole = bool(stated) and len(own) == len(stated)
    shares = _newest_shares(doc, read)
    table = [part for share in shares if (part := _table_part(share, read)) is not None]
    where = stated[0].line if stated else doc.line
    if whole and table:
        mine, theirs = _months(own), _months(table)
        if mine != theirs:
            sentence = (
                f"The resources of “{doc.title}” say {_shown(mine)} person-months, "
                f"{shares[0].path}:{shares[0].line} says {_shown(theirs)}; the file wins."
            )
            out.problems.append(Problem(doc.path, where, "efforts disagree", sentence))
        elif any(part.team is None for part in own):
            return table
        return own
    if whole or table:
        if stated and not whole:
            sentence = (
                f"The resources of “{doc.title}” name people without months; "
                f"the estimate is that of {shares[0].path}:{shares[0].line}."
            )
            out.problems.append(Problem(doc.path, where, "resource without months", sentence))
        return own if whole else table
    if stated:
        sentence = f"The resources of “{doc.title}” name people without months; it has no estimate."
        out.problems.append(Problem(doc.path, where, "resource without months", sentence))
    return []


def _newest_shares(doc: MilestoneDoc, read: ReadProgram) -> Sequence[ShareDoc]:
    """The shares of the newest plan of the milestone that has any."""
    rows = [row for row in read.said[doc.path].plans if row.shares]
    return max(rows, key=lambda row: row.period or "").shares if rows else ()


def _own_part(line: AllocationDoc, read: ReadProgram) -> Part | None:
    team = read.teams.find(line.role)
    return _part(team.key if team is not None else None, line.people, line.months, line.text)


def _table_part(share: ShareDoc, read: ReadProgram) -> Part | None:
    team = read.teams.find(share.subteam)
    text = f"{share.subteam}: {share.text}"
    return _part(team.key if team is not None else None, share.people, share.months, text)


def _part(team: str | None, people: Decimal | None, months: Decimal | None, text: str) -> Part | None:
    """A part that the table of allocations can hold."""
    if people is None or months is None:
        return None
    people, months = people.quantize(CENT), months.quantize(CENT)
    if not (0 < people < MOST and 0 < months < MOST):
        return None
    return Part(team, people, months, text[:LONGEST_LINE])


def _months(parts: Sequence[Part]) -> Decimal:
    return sum((part.people * part.months for part in parts), Decimal(0))


def _shown(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _wanted(doc: MilestoneDoc, milestone: Ref, parts: list[Part], context: ImportContext) -> Wanted:
    days = min((_months(parts) * context.program.days_per_month).quantize(CENT), Decimal(9_999_999))
    text = "; ".join(part.text for part in parts)
    return Wanted(
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


class EstimateKeeper(Keeper):
    """Estimates are append-only: what the source changes is a new estimate, and the baseline stays."""

    model = Estimate
    likeness = (("milestone",),)
    slots = (("likely_days", "text"),)

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
        items: Sequence[dict[str, Any]],
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


def applied(context: ImportContext, record: Recorder, change_set_id: int) -> None:
    """Give each commitment its baseline and ask for one computation of the whole program."""
    choose_baselines(context.program, record)
    recompute.request_program(program=context.program, slot=f"import:{change_set_id}", now=context.moment)


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


IMPORTERS.add(
    "estimates",
    Importer(
        name="estimates",
        read=read_estimates,
        keepers={Estimate._meta.label_lower: EstimateKeeper()},
        applied=applied,
    ),
)
