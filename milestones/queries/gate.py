"""What stands between a deliverable and its close: checklist, criteria, handovers, its own evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from milestones.models import (
    AcceptanceCriterion,
    ChecklistItem,
    Deliverable,
    EvidenceRequirement,
    Handover,
    Pin,
    SignOff,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between a deliverable and its close, met or not."""

    lines: tuple[ChecklistItem, ...]
    criteria: tuple[AcceptanceCriterion, ...]
    handovers: tuple[Handover, ...] = ()
    proven: tuple[Statement, ...] = ()
    unproven: tuple[Statement, ...] = ()

    @property
    def binding(self) -> list[ChecklistItem]:
        return [line for line in self.lines if not line.is_should]

    @property
    def open_lines(self) -> list[ChecklistItem]:
        return [line for line in self.binding if line.state == ChecklistItem.State.OPEN]

    @property
    def open_wishes(self) -> list[ChecklistItem]:
        """The lines that should be done and are open: they are told, and not waited for."""
        return [line for line in self.lines if line.is_should and line.state == ChecklistItem.State.OPEN]

    @property
    def wishes(self) -> str:
        """`1 line that should be done is open.`; empty without one."""
        count = len(self.open_wishes)
        words = "line that should be done is" if count == 1 else "lines that should be done are"
        return f"{count} {words} open." if count else ""

    @property
    def open_criteria(self) -> list[AcceptanceCriterion]:
        return [criterion for criterion in self.criteria if not criterion.is_met]

    @property
    def open_handovers(self) -> list[Handover]:
        return [row for row in self.handovers if row.status != Handover.Status.ACCEPTED]

    @property
    def total(self) -> int:
        parts: tuple[Sequence[object], ...] = (
            self.binding, self.criteria, self.handovers, self.proven, self.unproven,
        )  # fmt: skip
        return sum(len(part) for part in parts)

    @property
    def left(self) -> int:
        parts: tuple[Sequence[object], ...] = (
            self.open_lines, self.open_criteria, self.open_handovers, self.unproven,
        )  # fmt: skip
        return sum(len(part) for part in parts)

    @property
    def met(self) -> int:
        return self.total - self.left


def own_requirements() -> QuerySet[EvidenceRequirement]:
    """What the subteam that builds a pinned statement has to bring itself, for an outer row of pins."""
    return EvidenceRequirement.objects.filter(
        program=OuterRef("program"),
        letter=OuterRef("statement__letter"),
        provider=EvidenceRequirement.Provider.OWNER,
        need=EvidenceRequirement.Need.REQUIRED,
    )


def asking_pins() -> QuerySet[Pin]:
    """Pins whose statement asks evidence of the subteam that builds it."""
    rows = Pin.objects.filter(is_dropped=False, statement__state=Statement.State.ACTIVE)
    return rows.filter(Exists(own_requirements()))


def unproven() -> Exists:
    """Of such pins those that lack it: the newest standing word on the current revision is no signature.

    What has expired since was there when it was claimed: it counts against verified, not against a close.
    """
    newest = (
        SignOff.objects.standing()
        .filter(
            statement=OuterRef(OuterRef("statement")),
            revision=OuterRef(OuterRef("statement__revision")),
            kind=OuterRef("kind"),
        )
        .order_by("-pk")
    )
    asked = own_requirements().annotate(word=Subquery(newest.values("verdict")[:1]))
    return Exists(asked.filter(Q(word__isnull=True) | ~Q(word=SignOff.Verdict.SIGNED)))


def load_gate(row: Deliverable) -> Gate:
    """Every condition of a deliverable's close, in four queries."""
    pins = (
        asking_pins().filter(deliverable=row).select_related("statement__feature").annotate(lacks=unproven())
    )
    found = list(pins.order_by("rank", "pk"))
    asked = {pin.statement_id: pin.statement for pin in found}
    lacking = {pin.statement_id for pin in found if pin.lacks}
    return Gate(
        lines=tuple(ChecklistItem.objects.filter(deliverable=row).order_by("rank", "pk")),
        criteria=tuple(AcceptanceCriterion.objects.filter(deliverable=row).order_by("rank", "pk")),
        handovers=tuple(
            Handover.objects.filter(deliverable=row).select_related("receiver").order_by("number")
        ),
        proven=tuple(one for pk, one in asked.items() if pk not in lacking),
        unproven=tuple(one for pk, one in asked.items() if pk in lacking),
    )


def open_conditions(row: Deliverable) -> list[str]:
    """Each unmet condition of the close gate, in words; empty when the gate is met."""
    gate = load_gate(row)
    return [
        *(f"{item.get_kind_display().lower()} is open" for item in gate.open_lines),
        *(f"“{criterion.text}” is not met" for criterion in gate.open_criteria),
        *(f"handover {one.key} to {one.receiver} is not accepted" for one in gate.open_handovers),
        *(f"{one.code} lacks the evidence that its own subteam brings" for one in gate.unproven),
    ]
