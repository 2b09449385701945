"""What the deliverable pages show: rows of the list, the gate, the pins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from milestones.models import (
    AcceptanceCriterion,
    ChecklistItem,
    Deliverable,
    Handover,
    Pin,
    Statement,
    StatementRevision,
    Track,
)
from milestones.models.deliverable import ENDED_LAST, DeliverableQuerySet
from milestones.pure.furps import Doneness, EvidenceFact, PinFact, StatementFact, measure
from milestones.pure.pins import has_drifted
from milestones.queries.doneness import facts_of
from milestones.queries.gate import Gate, asking_pins, unproven
from pm.models import Change, Program, Subteam, User
from pm.permissions import Permission
from pm.registry import list_extras
from pm.rules import Access

ENDED = (Deliverable.Status.CLOSED, Deliverable.Status.DROPPED)


def visible_deliverables(program: Program, access: Access) -> DeliverableQuerySet:
    """The program's deliverables that this reader may see: those of internal milestones are for insiders."""
    rows = Deliverable.objects.in_program(program)
    return rows if access.can(Permission.VIEW_INTERNAL) else rows.filter(milestone__is_internal=False)


def counted(rows: QuerySet[Model], of: str = "pk") -> Coalesce:
    """How many of these rows a deliverable has, as a column; `of` counts what differs in it."""
    own = rows.filter(deliverable=OuterRef("pk")).order_by().values("deliverable")
    count = Count(of, distinct=of != "pk")
    return Coalesce(Subquery(own.annotate(n=count).values("n")), Value(0), output_field=IntegerField())


@cache  # the same for all rows: to make them costs more than to ask for them
def condition_counts() -> dict[str, Combinable]:
    """How many conditions the gate of a deliverable has, and how many of them are open."""
    lines, criteria = ChecklistItem.objects.filter(is_should=False), AcceptanceCriterion.objects.all()
    handovers, pins = Handover.objects.all(), asking_pins()
    return {
        "conditions": counted(lines) + counted(criteria) + counted(handovers) + counted(pins, "statement"),
        "conditions_open": counted(lines.filter(state=ChecklistItem.State.OPEN))
        + counted(criteria.filter(is_met=False))
        + counted(handovers.open())
        + counted(pins.filter(unproven()), "statement"),
    }


def with_conditions(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """Each row with how many conditions its gate has, and how many of them are open."""
    return rows.annotate(**condition_counts())


def as_known(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """Each row with what higher apps say of it in lists."""
    for extra in list_extras("deliverable_list"):
        rows = extra.rows(rows)
    return rows


@cache
def ready_conditions() -> tuple[Q | Combinable, ...]:
    """Something is asked of a deliverable before it closes, and all of it is met."""
    lines = ChecklistItem.objects.filter(deliverable=OuterRef("pk"), is_should=False)
    criteria = AcceptanceCriterion.objects.filter(deliverable=OuterRef("pk"))
    return (
        Exists(lines) | Exists(criteria),
        ~Exists(lines.filter(state=ChecklistItem.State.OPEN)),
        ~Exists(criteria.filter(is_met=False)),
        ~Exists(Handover.objects.filter(deliverable=OuterRef("pk")).open()),
        ~Exists(asking_pins().filter(unproven(), deliverable=OuterRef("pk"))),
    )


def ready_to_close(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """In progress, something is asked before it closes, and all of it is met."""
    return rows.filter(*ready_conditions(), status=Deliverable.Status.IN_PROGRESS)


def in_order(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """Open ones first, the earliest due, those without a date last."""
    return rows.order_by(ENDED_LAST, F("due_on").asc(nulls_last=True), "number")


def in_list(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """Rows in their order with all that a line shows."""
    return in_order(with_conditions(rows.select_related("milestone", "accountable", "owner")))


def owners_of(program: Program) -> list[tuple[int, str]]:
    """Everybody who owns a deliverable of the program, by name."""
    own = Deliverable.objects.filter(program=program, owner=OuterRef("pk"))
    return list(User.objects.filter(Exists(own)).order_by("name", "pk").values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Offered:
    """What the list's filters can name: tracks and subteams by short name, owners by id."""

    tracks: list[tuple[str, str]]
    subteams: list[tuple[str, str]]
    owners: list[tuple[int, str]]


def load_offered(program: Program) -> Offered:
    """What the filters offer, in three queries."""
    order = ("rank", "name", "pk")
    return Offered(
        tracks=list(Track.objects.filter(program=program).order_by(*order).values_list("slug", "name")),
        subteams=list(Subteam.objects.filter(program=program).order_by(*order).values_list("slug", "name")),
        owners=owners_of(program),
    )


def last_answers(program: Program, gate: Gate) -> dict[tuple[str, int], Change]:
    """Who last answered each condition, by kind of row and id: one query."""
    found = Change.objects.filter(
        program=program,
        noun__in=["milestones.checklistitem", "milestones.acceptancecriterion"],
        object_id__in=[one.pk for one in (*gate.lines, *gate.criteria)],
        field__in=["state", "is_met"],
    )
    rows = sorted(found, key=lambda row: (row.recorded_at, row.pk))  # not in SQL: it would scan by time
    return {(row.noun.rpartition(".")[2], row.object_id): row for row in rows}


@dataclass(frozen=True, slots=True)
class PinLine:
    """A statement promised by a deliverable, and what it will be when that closes."""

    pk: int
    statement: Statement
    scope: str
    revision: int
    pinned_text: str
    has_drifted: bool
    state: str
    waits_for: tuple[str, ...]
    is_counted: bool
    evidence: tuple[EvidenceFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Promises:
    """The pins of a deliverable and their doneness now and after its close."""

    lines: tuple[PinLine, ...]
    now: Doneness
    after: Doneness

    @property
    def drifted(self) -> int:
        return sum(line.has_drifted for line in self.lines)


def load_promises(row: Deliverable, *, today: date) -> Promises:
    """The pins of a deliverable in their order, in seven queries whatever their number."""
    pins = list(
        Pin.objects.filter(deliverable=row, is_dropped=False)
        .select_related("statement__feature")
        .order_by("rank", "pk")
    )
    statements = {pin.statement_id: pin.statement for pin in pins}
    facts = facts_of(list(statements.values()), today=today, with_targets=True)
    others = open_holders(row, statements)
    texts = pinned_texts(pins)
    lines = tuple(
        line_of(pin, facts[pin.statement_id], others.get(pin.statement_id, ()), texts, row.is_open)
        for pin in pins
    )
    after = [after_close(facts[pk], others.get(pk, ()), row) for pk in statements]
    return Promises(lines=lines, now=measure(facts.values()), after=measure(after))


def open_holders(
    row: Deliverable, statement_ids: Sequence[int] | dict[int, Statement]
) -> dict[int, tuple[str, ...]]:
    """The other open deliverables that promise each statement, by key."""
    found: dict[int, list[str]] = {}
    rows = (
        Pin.objects.filter(statement_id__in=list(statement_ids), is_dropped=False)
        .exclude(deliverable=row)
        .exclude(deliverable__status__in=ENDED)
        .order_by("deliverable__number")
        .values_list("statement_id", "deliverable__number")
        .distinct()
    )
    for statement_id, number in rows:
        found.setdefault(statement_id, []).append(f"D-{number}")
    return {pk: tuple(keys) for pk, keys in found.items()}


def pinned_texts(pins: Sequence[Pin]) -> dict[tuple[int, int], str]:
    """The texts of older revisions that these pins are at, by statement and number."""
    old = [pin for pin in pins if pin.revision != pin.statement.revision]
    if not old:
        return {}
    wanted = Q()
    for pin in old:
        wanted |= Q(statement_id=pin.statement_id, number=pin.revision)
    return {(one.statement_id, one.number): one.text for one in StatementRevision.objects.filter(wanted)}


def line_of(
    pin: Pin,
    fact: StatementFact,
    waits_for: tuple[str, ...],
    texts: dict[tuple[int, int], str],
    is_open: bool,
) -> PinLine:
    """One pin in ready facts."""
    statement = pin.statement
    drifted = has_drifted(
        pinned=pin.revision,
        revision=statement.revision,
        quoted=pin.quoted_text,
        text=statement.text,
        answered=pin.answered_revision,
    )
    promised = "target" if waits_for else "claimed"
    return PinLine(
        pk=pin.pk,
        statement=statement,
        scope=pin.scope,
        revision=pin.revision,
        pinned_text=pin.quoted_text or texts.get((statement.pk, pin.revision), ""),
        has_drifted=drifted,
        state=promised if is_open else fact.state,
        waits_for=waits_for,
        is_counted=fact.counts,
        evidence=fact.evidence,
    )


def after_close(fact: StatementFact, waits_for: Sequence[str], row: Deliverable) -> StatementFact:
    """The statement as it will be once this deliverable is closed: claimed unless others are open."""
    if not row.is_open or waits_for or not fact.counts:
        return fact
    return replace(fact, pins=(PinFact(is_dropped=False, is_closed=True),))
