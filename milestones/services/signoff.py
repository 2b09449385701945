"""The verbs of a sign-off: evidence for the current revision of a statement, never by who built it."""

from datetime import date, timedelta

from milestones.models import EvidenceRequirement, Pin, SignOff, Statement
from milestones.pure.checklist import is_evidence
from milestones.queries.subteam import people_of
from milestones.services.milestone import check_years
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Subteam
from pm.services.history import recording

Verdict = SignOff.Verdict
Provider = EvidenceRequirement.Provider
# Subteams that sign for the work of others.
SIGNING_KINDS = frozenset({Subteam.Kind.SERVICE, Subteam.Kind.QA})


class NotTheirs(DomainError):
    """This evidence is for another team to give."""


def builders_of(statement: Statement) -> frozenset[int]:
    """The subteams accountable for a deliverable that promises the statement."""
    pins = Pin.objects.filter(statement=statement, is_dropped=False).exclude(deliverable__status="DROPPED")
    found = pins.exclude(deliverable__accountable=None).values_list("deliverable__accountable_id", flat=True)
    return frozenset(pk for pk in found if pk is not None)


def requirement_of(statement: Statement, kind: str) -> EvidenceRequirement:
    """What the policy asks of this statement's letter. Raises DomainError when it asks for no such thing."""
    found = (
        EvidenceRequirement.objects.filter(
            program_id=statement.program_id, letter=statement.letter, kind=kind
        )
        .exclude(need=EvidenceRequirement.Need.OFF)
        .first()
    )
    if found is None:
        raise DomainError(f"The policy asks for no such evidence of {statement.letter}.", field="kind")
    return found


def check_signer(
    statement: Statement, requirement: EvidenceRequirement, subteam: Subteam, actor: Actor
) -> None:
    """Raise NotTheirs unless this team, and this person, may give this evidence."""
    builders = builders_of(statement)
    if requirement.provider == Provider.OWNER:
        if subteam.pk not in builders:
            raise NotTheirs(
                f"The subteam that builds {statement.code} brings this evidence; {subteam} is accountable "
                "for no deliverable that promises it.",
                field="subteam",
            )
        return
    if subteam.kind not in SIGNING_KINDS:
        raise NotTheirs(f"{subteam} is no service team. Choose the one that tested it.", field="subteam")
    if subteam.pk in builders:
        raise NotTheirs(f"{subteam} builds {statement.code}. Another team signs for it.", field="subteam")
    if actor.user_id is not None and actor.user_id in people_of(builders):
        raise NotTheirs(f"You are in a subteam that builds {statement.code}. Somebody else signs for it.")


def check_words(verdict: str, requirement: EvidenceRequirement, link: str, reason: str) -> None:
    """Raise DomainError unless the verdict comes with what shows it."""
    if verdict == Verdict.SIGNED and not is_evidence(link):
        raise DomainError("Give the link to the run, the panel or the report.", field="link")
    if verdict != Verdict.SIGNED and not reason.strip():
        what = "it is refused" if verdict == Verdict.REFUSED else "it is not relevant"
        raise DomainError(f"Write one sentence that says why {what}.", field="reason")
    is_required = requirement.need == EvidenceRequirement.Need.REQUIRED
    if verdict == Verdict.NOT_RELEVANT and is_required:
        raise DomainError(
            f"The policy requires this evidence of every {requirement.letter}. Sign or refuse it.",
            field="verdict",
        )


def give(
    *,
    statement: Statement,
    kind: str,
    verdict: str,
    subteam: Subteam,
    actor: Actor,
    revision: int | None = None,
    link: str = "",
    environment: str = "",
    reason: str = "",
    happened_on: date | None = None,
    expires_on: date | None = None,
) -> SignOff:
    """Sign, refuse, or call not relevant, for the statement as it stands now.

    `revision` is the one the signer read: when the statement moved on meanwhile nothing is written.
    """
    program = statement.program
    day = happened_on or actor.today
    check_years(day, expires_on)
    with recording(actor, program) as record:
        row = record.lock(statement)
        requirement = requirement_of(row, kind)
        if row.state == Statement.State.RETIRED:
            raise DomainError(f"{row.code} is retired. It needs no evidence.")
        if revision is not None and revision != row.revision:
            raise DomainError(
                f"{row.code} moved to revision {row.revision} while you were writing. "
                "Read it again, then sign what it says now."
            )
        check_signer(row, requirement, subteam, actor)
        check_words(verdict, requirement, link, reason)
        days = requirement.expires_after_days
        ends = expires_on or (day + timedelta(days=days) if days and verdict == Verdict.SIGNED else None)
        check_day(day, ends, actor.today)
        return record.create(
            SignOff(
                program=program, statement=row, revision=row.revision, kind=kind, verdict=verdict,
                subteam=subteam, signer_id=actor.user_id, link=link.strip(), environment=environment.strip(),
                reason=reason.strip(), expires_on=ends if verdict == Verdict.SIGNED else None,
                happened_on=day, recorded_at=actor.moment,
            ),
            subject=row.code,
            happened_on=day,
        )  # fmt: skip


def check_day(day: date, ends: date | None, today: date) -> None:
    """Raise DomainError for evidence of a day to come, or one that ends before it begins."""
    if day > today:
        raise DomainError("The evidence is of a day to come. Give the day it was made.", field="happened_on")
    if ends is not None and ends < day:
        raise DomainError("It expires before the day it was made. Give a later day.", field="expires_on")


def withdraw(*, signoff: SignOff, because: str, actor: Actor) -> SignOff:
    """Take back what was signed or refused, with a reason; the record stays."""
    if not because.strip():
        raise DomainError("Write one sentence that says why it is withdrawn.", field="because")
    with recording(actor, signoff.program) as record:
        row = record.lock(signoff)
        if row.withdrawn_at is not None:
            raise DomainError("It is withdrawn already.")
        changes = {
            "withdrawn_at": actor.moment,
            "withdrawn_because": because.strip(),
            "withdrawn_by_id": actor.user_id,
        }
        record.update(row, changes, subject=row.statement.code, why=because.strip())
    return row
