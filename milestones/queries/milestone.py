"""What the page of one milestone shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from milestones.models import (
    CoverageAnswer,
    Deliverable,
    Milestone,
    MilestonePin,
    Pin,
    PlanLine,
    Statement,
    TargetRevision,
)
from milestones.queries.deliverable import as_known
from milestones.queries.pieces import pieces_of
from pm.models import Subteam
from pm.queries.presence import hangs_on

MEMO = "loaded_deliverables"


def load_deliverables(milestone: Milestone) -> list[Deliverable]:
    """Its deliverables in their order, dropped ones last, with subteam and owner; read once a row."""
    found: list[Deliverable] | None = milestone.__dict__.get(MEMO)
    if found is None:
        rows = Deliverable.objects.filter(milestone=milestone).select_related("accountable", "owner")
        ordered = as_known(rows).order_by("rank", F("due_on").asc(nulls_last=True), "number")
        found = sorted(ordered, key=lambda row: row.status == Deliverable.Status.DROPPED)
        for row in found:
            row.milestone = milestone
        milestone.__dict__[MEMO] = found
    return found


@dataclass(frozen=True, slots=True)
class Covered:
    """One kind of subteam: its deliverables here, or why none is needed; neither is an open question."""

    kind: Subteam.Kind
    deliverables: tuple[Deliverable, ...]
    because: str

    @property
    def is_open(self) -> bool:
        return not self.deliverables and not self.because


def load_coverage(
    milestone: Milestone, rows: Sequence[Deliverable], teams: Iterable[Subteam]
) -> list[Covered]:
    """Every kind of these subteams of the program, with what it brings here; in one query.

    Service teams sign off and are asked for nothing; they are named where they bring something.
    """
    kinds = {team.kind for team in teams}
    answers: dict[str, str] = {}
    if hangs_on(milestone, CoverageAnswer):
        answers = dict(CoverageAnswer.objects.filter(milestone=milestone).values_list("kind", "because"))
    held = [row for row in rows if row.status != Deliverable.Status.DROPPED and row.accountable]
    bringing = {row.accountable.kind for row in held if row.accountable}
    asked = (kinds - {Subteam.Kind.SERVICE}) | bringing | set(answers)
    return [
        Covered(
            kind=kind,
            deliverables=tuple(row for row in held if row.accountable and row.accountable.kind == kind),
            because=answers.get(kind, ""),
        )
        for kind in Subteam.Kind
        if kind in asked
    ]


def load_plan_lines(milestone: Milestone) -> list[PlanLine]:
    """The half-years it was planned in, in their order."""
    return pieces_of(milestone, PlanLine)


def load_revisions(milestone: Milestone) -> list[TargetRevision]:
    """Every move of its target, the newest first."""
    if not hangs_on(milestone, TargetRevision):
        return []
    rows = TargetRevision.objects.filter(milestone=milestone).select_related("by")
    return list(rows.order_by("-happened_on", "-recorded_at", "-pk"))


def unpromised_aims(milestone: Milestone) -> list[MilestonePin]:
    """The statements it aims at that none of its deliverables promises."""
    if not hangs_on(milestone, MilestonePin):
        return []
    promised = Pin.objects.filter(
        statement=OuterRef("statement"), deliverable__milestone=milestone, is_dropped=False
    ).exclude(deliverable__status=Deliverable.Status.DROPPED)
    return list(
        MilestonePin.objects.filter(milestone=milestone, statement__state=Statement.State.ACTIVE)
        .filter(~Exists(promised))
        .select_related("statement__feature")
        .order_by("statement__feature__name", "statement__letter", "statement__number")
    )
