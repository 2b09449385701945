"""The verbs of a handover: work passes from one subteam to another, and the giver never accepts."""

from collections.abc import Mapping, Sequence
from typing import Any

from milestones.models import Deliverable, Handover, HandoverItem, HandoverKind, HandoverKindItem, Side
from milestones.pure.checklist import is_evidence
from milestones.pure.delivery_states import HANDOVER_STEPS, RECEIVER, SIDE_OF_STEP
from milestones.pure.states import Step, find_step
from milestones.queries.subteam import people_of
from milestones.services.milestone import check_years, tell
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import Program, Subteam
from pm.services.history import Recorder, recording
from pm.services.key import take_numbers

Status = Handover.Status
EDITABLE = frozenset(
    {"title", "receiver", "receiving_deliverable", "due_on", "discussion", "discussion_text"}
)
# What may still be changed while it is offered: neither the contract nor who receives.
WHILE_OFFERED = frozenset({"due_on", "discussion", "discussion_text"})
GIVERS_TURN = (Status.DRAFT, Status.RETURNED)


class NeverTheGiver(DomainError):
    """Who gives cannot take."""


def check_sides(
    kind: HandoverKind | None, giver: Subteam, receiver: Subteam, receiving: Deliverable | None
) -> None:
    """Raise DomainError unless it passes between two subteams, of the kinds that the contract names."""
    if giver == receiver:
        raise DomainError(
            f"{giver} cannot hand over to itself. Choose the subteam that receives.", field="receiver"
        )
    for team, wanted, field in (
        (giver, kind.giver_kind if kind else None, "giver"),
        (receiver, kind.receiver_kind if kind else None, "receiver"),
    ):
        if wanted is not None and team.kind != wanted:
            raise DomainError(
                f"“{kind}” asks for a subteam of the kind {Subteam.Kind(wanted).label}; "
                f"{team} is {team.get_kind_display()}. Choose another.",
                field=field,
            )
    if receiving is not None and receiving.accountable_id != receiver.pk:
        raise DomainError(
            f"{receiver} is not accountable for {receiving.key}. Choose a deliverable of theirs.",
            field="receiving_deliverable",
        )


def check_discussion(discussion: str, text: str) -> None:
    """Raise DomainError for a link or a meeting that nobody could find."""
    if discussion != Handover.Discussion.ASYNC and not text.strip():
        what = "the link" if discussion == Handover.Discussion.LINK else "when and where the meeting is"
        raise DomainError(f"Write {what}, so that {'both find it' if what == 'the link' else 'both come'}.",
                          field="discussion_text")  # fmt: skip


def create(
    *,
    program: Program,
    deliverable: Deliverable,
    giver: Subteam,
    receiver: Subteam,
    actor: Actor,
    kind: HandoverKind | None = None,
    title: str = "",
    give: Sequence[str] = (),
    accept: Sequence[str] = (),
    **fields: Any,
) -> Handover:
    """Draft a handover with the lines of its contract, then its own."""
    check_sides(kind, giver, receiver, fields.get("receiving_deliverable"))
    check_years(fields.get("due_on"))
    check_discussion(fields.get("discussion", Handover.Discussion.ASYNC), fields.get("discussion_text", ""))
    if kind is not None and kind.is_archived:
        raise DomainError(f"“{kind}” is not in use any more. Choose another contract.", field="kind")
    if not deliverable.is_open:
        raise DomainError(
            f"{deliverable.key} is {deliverable.get_status_display().lower()}. Reopen it to hand it over.",
            field="deliverable",
        )
    lines = [
        (one.side, one.text) for one in HandoverKindItem.objects.filter(kind=kind).order_by("rank", "pk")
    ]
    lines = (
        (lines if kind else [])
        + [(Side.GIVE, text) for text in give]
        + [(Side.ACCEPT, text) for text in accept]
    )
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter=Handover.LETTER)
        name = title.strip() or f"{kind.name if kind else f'{giver} → {receiver}'}: {deliverable.title}"[:200]
        row = record.create(
            Handover(
                program=program, number=number, title=name, kind=kind, deliverable=deliverable,
                giver=giver, receiver=receiver, **fields,
            )
        )  # fmt: skip
        add_lines(record, row, lines, first=0)
        tell(deliverable.milestone, program, actor)
    return row


def add_lines(
    record: Recorder, row: Handover, lines: Sequence[tuple[str, str]], *, first: int
) -> list[HandoverItem]:
    """Lines of one handover, after those that are there."""
    rows = [
        HandoverItem(program_id=row.program_id, handover=row, side=side, text=text.strip(), rank=first + rank)
        for rank, (side, text) in enumerate(lines)
        if text.strip()
    ]
    return record.create_many(rows, subjects=[row.key] * len(rows))


def edit(
    *, handover: Handover, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Handover:
    """Change its words, its receiver, its day. An offered one keeps its contract, an accepted one all."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    check_years(changes.get("due_on"))
    program = handover.program
    with recording(actor, program) as record:
        row = record.lock(handover)
        if row.status == Status.ACCEPTED or (row.status == Status.OFFERED and set(changes) - WHILE_OFFERED):
            raise DomainError(
                f"{row.key} is {row.get_status_display().lower()}: its contract stands as both have seen it."
            )
        if not changes.get("title", "-").strip():
            raise DomainError("Write in a few words what passes on.", field="title")
        now = {name: changes.get(name, getattr(row, name)) for name in EDITABLE}
        check_sides(row.kind, row.giver, now["receiver"], now["receiving_deliverable"])
        check_discussion(now["discussion"], now["discussion_text"])
        if record.update(row, changes, base=base):
            tell(row.deliverable.milestone, program, actor)
    return row


def check_givers_turn(row: Handover) -> None:
    """Raise DomainError unless it lies with the giver."""
    if row.status not in GIVERS_TURN:
        raise DomainError(
            f"{row.key} is {row.get_status_display().lower()}: its lines stand as the receiver sees them."
        )


def add_item(*, handover: Handover, side: str, text: str, actor: Actor) -> HandoverItem:
    """Add a line that this handover asks for beyond its contract."""
    if not text.strip():
        raise DomainError("A line is a sentence: what is brought, or what is agreed to.", field="text")
    with recording(actor, handover.program) as record:
        row = record.lock(handover)
        check_givers_turn(row)
        first = HandoverItem.objects.filter(handover=row).count()
        [item] = add_lines(record, row, [(Side(side), text)], first=first)
    return item


def remove_item(*, item: HandoverItem, actor: Actor) -> None:
    """Take a line away while it lies with the giver; history keeps it."""
    with recording(actor, item.program) as record:
        row = record.lock(item.handover)
        check_givers_turn(row)
        record.delete(record.lock(item), subject=row.key)


def bring(
    *, item: HandoverItem, evidence: str, base: Mapping[str, Any] | None = None, actor: Actor
) -> HandoverItem:
    """Bring what the contract asks of the giver; an empty evidence takes it back."""
    if evidence.strip() and not is_evidence(evidence):
        raise DomainError("Evidence is a link, or a sentence that says where to look.", field="evidence")
    with recording(actor, item.program) as record:
        handover = record.lock(item.handover)
        check_givers_turn(handover)
        row = record.lock(item)
        if row.side != Side.GIVE:
            raise DomainError("The receiver answers this line, with a tick.")
        changes = {"evidence": evidence.strip(), "is_done": bool(evidence.strip())}
        record.update(row, changes, base=base, subject=handover.key)
    return row


def agree(
    *, item: HandoverItem, is_done: bool, base: Mapping[str, Any] | None = None, actor: Actor
) -> HandoverItem:
    """The receiver agrees to a line, or takes that back, while it is offered."""
    with recording(actor, item.program) as record:
        handover = record.lock(item.handover)
        if handover.status != Status.OFFERED:
            raise DomainError(
                f"{handover.key} is {handover.get_status_display().lower()}. "
                "Lines are agreed to while it is offered."
            )
        check_receiver(handover, actor)
        row = record.lock(item)
        if row.side != Side.ACCEPT:
            raise DomainError("The giver answers this line, with evidence.")
        record.update(row, {"is_done": is_done}, base=base, subject=handover.key)
    return row


def check_receiver(row: Handover, actor: Actor) -> None:
    """Raise NeverTheGiver for who offered it, and for everybody of the giving subteam."""
    if actor.user_id in {None, row.offered_by_id} or actor.user_id in people_of([row.giver_id]):
        raise NeverTheGiver(
            f"{row.key} waits for {row.receiver}: who gives can neither accept nor return it."
        )


def take_step(
    *, handover: Handover, to: str, base_status: str | None = None, reason: str = "", actor: Actor
) -> Handover:
    """Take a step of the table of states. Raises IllegalStep with what is missing, NeverTheGiver."""
    program = handover.program
    with recording(actor, program) as record:
        row = record.lock(handover)
        base = {"status": base_status} if base_status is not None else None
        step = find_step(HANDOVER_STEPS, row.status, to)
        if step is None and row.status != to and base_status in {None, row.status}:
            raise IllegalStep(
                f"{row.key} is {row.get_status_display().lower()}; "
                f"it cannot become {Status(to).label.lower()} in one step."
            )
        if step is not None and base_status in {None, row.status}:
            refuse_unready(row, step, reason, actor)
        changes = {"status": to, **(marks_of(to, reason, actor) if step is not None else {})}
        if record.update(row, changes, base=base, why=reason):
            tell(row.deliverable.milestone, program, actor)
    return row


def refuse_unready(row: Handover, step: Step, reason: str, actor: Actor) -> None:
    """Raise IllegalStep unless what the step needs holds; NeverTheGiver for the wrong side."""
    if SIDE_OF_STEP[step.target] == RECEIVER:
        check_receiver(row, actor)
    if "discussion" in step.needs:
        check_discussion(row.discussion, row.discussion_text)
    side = {"given": Side.GIVE, "agreed": Side.ACCEPT}
    for need in step.needs:
        if need in side:
            left = HandoverItem.objects.filter(handover=row, side=side[need], is_done=False)
            words = "has no evidence yet" if need == "given" else "is not agreed to"
            missing = [f"“{one.text}” {words}" for one in left.order_by("rank", "pk")]
            if missing:
                verb = "be offered" if need == "given" else "be accepted"
                raise IllegalStep(f"{row.key} cannot {verb} yet: {'; '.join(missing)}.")
    if step.needs_reason and not reason.strip():
        raise IllegalStep(
            f"To {step.verb.lower()} {row.key}, write one sentence that says why.", field="reason"
        )


def marks_of(to: str, reason: str, actor: Actor) -> dict[str, Any]:
    """The days, people and words that a step sets."""
    if to == Status.OFFERED:
        return {"offered_on": actor.today, "offered_by_id": actor.user_id, "returned_because": ""}
    if to == Status.ACCEPTED:
        return {"accepted_on": actor.today, "accepted_by_id": actor.user_id}
    return {"returned_because": reason.strip()}
