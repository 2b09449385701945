"""The verbs of the evidence policy: what a statement of a letter needs to count as verified."""

from collections.abc import Mapping, Sequence
from typing import Any

from milestones.models import EvidenceRequirement, Statement
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording

EDITABLE = frozenset({"text", "provider", "need", "expires_after_days", "rank"})
SUBJECT = "evidence"
Need = EvidenceRequirement.Need


def check_days(days: int | None) -> None:
    """Raise DomainError for an expiry that is none."""
    if days is not None and not 1 <= days <= 3650:
        raise DomainError(
            "Evidence expires after 1 to 3650 days. Leave it empty when it never does.",
            field="expires_after_days",
        )


def add(
    *,
    program: Program,
    letter: str,
    kind: str,
    actor: Actor,
    text: str = "",
    provider: str = EvidenceRequirement.Provider.SERVICE,
    need: str = Need.REQUIRED,
    expires_after_days: int | None = None,
    rank: int | None = None,
) -> EvidenceRequirement:
    """Ask for one more kind of evidence for a letter."""
    if letter not in Statement.Letter.values:
        raise DomainError("Choose a letter of F U R P S +.", field="letter")
    if kind not in EvidenceRequirement.Kind.values:
        raise DomainError("Choose what the evidence is.", field="kind")
    check_days(expires_after_days)
    rows = EvidenceRequirement.objects.filter(program=program)
    if rows.filter(letter=letter, kind=kind).exists():
        words = EvidenceRequirement.Kind(kind).label
        raise DomainError(f"The policy of {letter} has a line “{words}” already. Edit it.", field="kind")
    with recording(actor, program) as record:
        return record.create(
            EvidenceRequirement(
                program=program,
                letter=letter,
                kind=kind,
                text=text.strip(),
                provider=provider,
                need=need,
                expires_after_days=expires_after_days,
                rank=rows.count() if rank is None else rank,
            ),
            subject=SUBJECT,
        )


def edit(
    *,
    requirement: EvidenceRequirement,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> EvidenceRequirement:
    """Change who brings it, whether it is required, when it expires. What was signed stays signed."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    check_days(changes.get("expires_after_days"))
    with recording(actor, requirement.program) as record:
        row = record.lock(requirement)
        record.update(row, changes, base=base, subject=SUBJECT)
    return row


def archive(*, requirement: EvidenceRequirement, actor: Actor) -> EvidenceRequirement:
    """Ask for it no more."""
    return edit(requirement=requirement, changes={"need": Need.OFF}, actor=actor)


def lay(program: Program, lines: Sequence[tuple[str, str, str, str]], actor: Actor) -> None:
    """The policy a new program starts with: letter, kind, provider, need."""
    with recording(actor, program) as record:
        rows = [
            EvidenceRequirement(
                program=program, letter=letter, kind=kind, provider=provider, need=need, rank=rank
            )
            for rank, (letter, kind, provider, need) in enumerate(lines)
        ]
        record.create_many(rows, subjects=[SUBJECT] * len(rows))
