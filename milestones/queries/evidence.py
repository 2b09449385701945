"""The evidence that a program's policy asks for, and what was signed of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from milestones.models import EvidenceRequirement, SignOff, Statement
from milestones.pure.furps import Answer, EvidenceFact

Need = EvidenceRequirement.Need
Provider = EvidenceRequirement.Provider
COUNTED = ("statement", "kind", "revision", "subteam", "verdict", "expires_on")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One requirement for one statement, the newest standing sign-off for it, and what that answers."""

    requirement: EvidenceRequirement
    signoff: SignOff | None
    answer: Answer

    @property
    def word(self) -> str:
        """`missing`, `signed`, or that it is asked for only where it is relevant."""
        if self.answer == Answer.MISSING and self.requirement.need == Need.IF_RELEVANT:
            return "if relevant"
        return self.answer.value.replace("_", " ").lower()

    @property
    def words(self) -> str:
        """`Simulation missing`."""
        return f"{self.requirement.get_kind_display()} {self.word}"

    @property
    def fact(self) -> EvidenceFact:
        return EvidenceFact(is_required=self.requirement.need == Need.REQUIRED, answer=self.answer)


def policy_of(program_ids: Collection[int]) -> dict[tuple[int, str], list[EvidenceRequirement]]:
    """What is asked for, by program and letter, in one query."""
    found: dict[tuple[int, str], list[EvidenceRequirement]] = defaultdict(list)
    rows = EvidenceRequirement.objects.filter(program_id__in=program_ids).exclude(need=Need.OFF)
    for row in rows.order_by("rank", "pk"):
        found[row.program_id, row.letter].append(row)
    return found


def newest_signoffs(
    statements: Sequence[Statement], *, with_names: bool = True
) -> dict[tuple[int, str], SignOff]:
    """The newest standing sign-off for the current revision, by statement and kind, in one query."""
    revisions = {row.pk: row.revision for row in statements}
    rows = SignOff.objects.standing().filter(statement_id__in=revisions)
    rows = rows.select_related("subteam", "signer") if with_names else rows.only(*COUNTED)
    return {
        (row.statement_id, row.kind): row
        for row in rows.order_by("pk")
        if row.revision == revisions[row.statement_id]
    }


def evidence_of(
    statements: Sequence[Statement],
    builders: Mapping[int, Collection[int]],
    *,
    today: date,
    with_names: bool = True,
) -> dict[int, tuple[Evidence, ...]]:
    """Each evidence asked for, by statement. `builders` holds the subteams that built each statement.

    Without names it is for counting: the sign-offs know neither signer nor texts.
    """
    policy = policy_of({row.program_id for row in statements})
    asked = [row for row in statements if (row.program_id, row.letter) in policy]
    signed = newest_signoffs(asked, with_names=with_names)
    return {
        row.pk: tuple(
            evidence_for(requirement, signed.get((row.pk, requirement.kind)), builders.get(row.pk, ()), today)
            for requirement in policy[row.program_id, row.letter]
        )
        for row in asked
    }


def evidence_for(
    requirement: EvidenceRequirement, signoff: SignOff | None, builders: Collection[int], today: date
) -> Evidence:
    """What a sign-off answers. A team that built the statement by now answers for no other team."""
    is_own = requirement.provider == Provider.OWNER
    if signoff is not None and not is_own and signoff.subteam_id in builders:
        signoff = None
    if signoff is None:
        return Evidence(requirement, None, Answer.MISSING)
    has_expired = signoff.expires_on is not None and signoff.expires_on < today
    is_signed = signoff.verdict == SignOff.Verdict.SIGNED
    return Evidence(
        requirement, signoff, Answer.EXPIRED if is_signed and has_expired else Answer(signoff.verdict)
    )
