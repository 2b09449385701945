"""The desk of sign-offs: which statements lack evidence, which were refused, which expire."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from milestones.models import Deliverable, EvidenceRequirement, Pin, SignOff, Statement
from milestones.queries.evidence import Evidence, Need, Provider, evidence_for, policy_of
from pm.models import Program, User
from pm.permissions import ROLES, Permission, Role

EXPIRING = timedelta(days=30)
CLOSED, DROPPED = Deliverable.Status.CLOSED, Deliverable.Status.DROPPED
Policy = Mapping[tuple[int, str], list[EvidenceRequirement]]


def live_pins() -> QuerySet[Pin]:
    """Pins that promise, with who builds what they promise."""
    rows = Pin.objects.filter(is_dropped=False).exclude(deliverable__status=DROPPED)
    return rows.select_related("deliverable__accountable").order_by("deliverable__number", "pk")


def asked(**lookup: object) -> QuerySet:
    """What is asked of an outer row of statements, each with the newest word on its current revision."""
    newest = (
        SignOff.objects.standing()
        .filter(
            statement=OuterRef(OuterRef("pk")), revision=OuterRef(OuterRef("revision")), kind=OuterRef("kind")
        )
        .order_by("-pk")
    )
    return (
        EvidenceRequirement.objects.filter(program=OuterRef("program"), letter=OuterRef("letter"), **lookup)
        .exclude(need=Need.OFF)
        .annotate(
            word=Subquery(newest.values("verdict")[:1]), until=Subquery(newest.values("expires_on")[:1])
        )
    )


def promised(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Active statements that a deliverable promises and the policy asks evidence of."""
    pins = Pin.objects.filter(statement=OuterRef("pk"), is_dropped=False)
    return rows.filter(
        Exists(pins.exclude(deliverable__status=DROPPED)),
        Exists(
            EvidenceRequirement.objects.filter(
                program=OuterRef("program"), letter=OuterRef("letter")
            ).exclude(need=Need.OFF)
        ),
        state=Statement.State.ACTIVE,
    )


def lacking(rows: QuerySet[Statement], today: date) -> QuerySet[Statement]:
    """Those that lack a service team's evidence which the policy requires: none yet, refused or expired.

    Asked as rows that are not there, which a database joins as a whole: the newest word of each statement
    is looked up once for every statement of the program.
    """
    wanted = EvidenceRequirement.objects.filter(
        program=OuterRef("program"),
        letter=OuterRef("letter"),
        provider=Provider.SERVICE,
        need=Need.REQUIRED,
    )
    signed = SignOff.objects.standing().filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=today),
        statement=OuterRef(OuterRef("pk")),
        revision=OuterRef(OuterRef("revision")),
        kind=OuterRef("kind"),
        verdict=SignOff.Verdict.SIGNED,
    )
    newer = SignOff.objects.standing().filter(
        statement=OuterRef("statement"),
        revision=OuterRef("revision"),
        kind=OuterRef("kind"),
        pk__gt=OuterRef("pk"),
    )
    return rows.filter(Exists(wanted.filter(~Exists(signed.filter(~Exists(newer))))))


def refused(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Those of which some evidence was refused, and nothing newer stands."""
    return rows.filter(Exists(asked().filter(word=SignOff.Verdict.REFUSED)))


def expiring(rows: QuerySet[Statement], today: date) -> QuerySet[Statement]:
    """Those of which some evidence has expired or does so within 30 days."""
    return rows.filter(Exists(asked().filter(word=SignOff.Verdict.SIGNED, until__lte=today + EXPIRING)))


def unbuilt_by(rows: QuerySet[Statement], teams: Collection[int]) -> QuerySet[Statement]:
    """Those that none of these subteams builds."""
    own = Pin.objects.filter(statement=OuterRef("pk"), is_dropped=False, deliverable__accountable__in=teams)
    return rows.exclude(Exists(own.exclude(deliverable__status=DROPPED))) if teams else rows


def in_order(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Statements by feature."""
    return rows.order_by("feature__rank", "feature__name", "letter", "number")


def with_evidence(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Rows with their pins and sign-offs, in two queries more whatever their number."""
    signed = SignOff.objects.standing().select_related("subteam", "signer").order_by("pk")
    return rows.select_related("feature", "program").prefetch_related(
        Prefetch("pins", queryset=live_pins(), to_attr="live"),
        Prefetch("signoffs", queryset=signed, to_attr="signed"),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A statement of `with_evidence` with what is asked of it and who builds it."""

    statement: Statement
    evidence: tuple[Evidence, ...]
    builders: tuple[str, ...]
    is_claimed: bool


def standing_of(row: Statement, policy: Policy, today: date) -> Standing:
    """What is known of one row of `with_evidence`."""
    pins: list[Pin] = row.live  # type: ignore[attr-defined]  # prefetched by with_evidence
    signed: list[SignOff] = row.signed  # type: ignore[attr-defined]  # prefetched by with_evidence
    newest = {one.kind: one for one in signed if one.revision == row.revision}
    teams = {pin.deliverable.accountable for pin in pins if pin.deliverable.accountable is not None}
    builders = {team.pk for team in teams}
    return Standing(
        statement=row,
        evidence=tuple(
            evidence_for(requirement, newest.get(requirement.kind), builders, today)
            for requirement in policy.get((row.program_id, row.letter), ())
        ),
        builders=tuple(sorted(team.name for team in teams)),
        is_claimed=all(pin.deliverable.status == CLOSED for pin in pins),
    )


def signers_programs(user: User) -> QuerySet[Program]:
    """The programs in which this person signs off."""
    if user.is_superuser:
        return Program.objects.order_by("name", "pk")
    roles = [role for role in Role if Permission.SIGN_OFF in ROLES[role]]
    mine = user.memberships.filter(is_active=True, role__in=roles).values("program_id")
    return Program.objects.filter(pk__in=mine).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Owed:
    """A program in which I sign, with what waits there."""

    program: Program
    lacking: int
    refused: int
    expiring: int


def owed_in(programs: Collection[Program], today: date) -> list[Owed]:
    """What waits in each program, in four queries whatever their number."""
    letters = {letter for _, letter in policy_of([one.pk for one in programs])}
    rows = promised(Statement.objects.filter(program__in=programs, letter__in=letters))

    def counts(found: QuerySet[Statement]) -> dict[int, int]:
        return dict(found.order_by().values_list("program_id").annotate(n=Count("pk")))

    parts = [counts(lacking(rows, today)), counts(refused(rows)), counts(expiring(rows, today))]
    return [Owed(one, *(part.get(one.pk, 0) for part in parts)) for one in programs]


def policy_in(program: Program) -> Policy:
    """What the program's policy asks, by letter."""
    return policy_of([program.pk])
