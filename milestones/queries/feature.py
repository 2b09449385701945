"""What the feature pages show: doneness by letter, and who promises which statement."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from milestones.models import Deliverable, Feature, Pin, Statement
from milestones.pure.furps import LETTERS, Doneness, PinFact, StatementFact, measure
from milestones.pure.pins import has_drifted
from milestones.queries.deliverable import visible_deliverables
from milestones.queries.doneness import facts_of, team_members
from pm.models import Program
from pm.permissions import Permission
from pm.queries.page import Page
from pm.rules import Access

ACTIVE = Statement.State.ACTIVE
ORDER = ("area", "rank", "name", "pk")


def live_pins(**lookup: object) -> QuerySet[Pin]:
    """Pins that promise: neither dropped themselves nor with their deliverable."""
    rows = Pin.objects.filter(is_dropped=False, **lookup)
    return rows.exclude(deliverable__status=Deliverable.Status.DROPPED)


def unpromised(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """Active statements that no deliverable promises."""
    return statements.filter(~Exists(live_pins(statement=OuterRef("pk"))), state=ACTIVE)


def with_promises(rows: QuerySet[Statement], program: Program, access: Access) -> QuerySet[Statement]:
    """Statements by feature, each with how many deliverables promise it and the pins of those seen."""
    own = live_pins(statement=OuterRef("pk")).order_by().values("statement")
    count = own.annotate(n=Count("deliverable", distinct=True)).values("n")
    # A condition on the row that is read anyway: SQLite walks through all deliverables of a set first.
    seen = {} if access.can(Permission.VIEW_INTERNAL) else {"deliverable__milestone__is_internal": False}
    pins = (
        live_pins(deliverable__program=program, **seen)
        .select_related("deliverable")
        .order_by("deliverable__number", "pk")
    )
    return (
        rows.annotate(promises=Coalesce(Subquery(count), Value(0), output_field=IntegerField()))
        .select_related("feature")
        .prefetch_related(Prefetch("pins", queryset=pins, to_attr="seen_pins"))
        .order_by("feature__area", "feature__rank", "feature__name", "feature_id", "letter", "number", "pk")
    )


def count_for_feature(rows: QuerySet[Statement]) -> Coalesce:
    """How many of these statements a feature has, as a column."""
    own = rows.filter(feature=OuterRef("pk")).order_by().values("feature")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField())


def in_list(rows: QuerySet[Feature]) -> QuerySet[Feature]:
    """Features by area, each with how many statements nobody promises."""
    return rows.annotate(unpromised=count_for_feature(unpromised(Statement.objects.all()))).order_by(*ORDER)


def with_gaps(rows: QuerySet[Feature]) -> QuerySet[Feature]:
    """Those that have a statement nobody promises."""
    return rows.filter(Exists(unpromised(Statement.objects.filter(feature=OuterRef("pk")))))


def load_list(rows: QuerySet[Feature], *, number: int, size: int) -> Page[Feature]:
    """One page of features in one query: it is cut first, so that gaps are counted for it alone."""
    start = (number - 1) * size
    cut = rows.order_by(*ORDER).values("pk")[start : start + size + 1]
    found = list(in_list(Feature.objects.filter(pk__in=cut)))
    return Page(rows=tuple(found[:size]), number=number, size=size, has_next=len(found) > size)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many statements count, and how many of them nobody promises."""

    total: int
    unpromised: int


def coverage_of(program: Program) -> Coverage:
    """The program's coverage, in one query."""
    return Coverage(**Statement.objects.filter(program=program).aggregate(**coverage_counts(program)))


def coverage_by_area(program: Program) -> dict[str, Coverage]:
    """The coverage of each area that features are grouped by, in one query; "" for those without one."""
    rows = Feature.objects.in_program(program).order_by("area").values_list("area")
    found = rows.annotate(**coverage_counts(program, "statements__"))
    return {area: Coverage(total, unpromised) for area, total, unpromised in found}


def coverage_counts(program: Program, to: str = "") -> dict[str, Count]:
    """The counts of a coverage; `to` leads from the rows to statements."""
    # One set of all that is promised, not one look at the pins for each statement: a third of the time.
    promised = live_pins(program=program).values("statement")
    counts = Q(**{f"{to}state": ACTIVE})
    open_ones = counts & ~Q(**{f"{to}pk__in": promised})
    return {"total": Count(f"{to}pk", filter=counts), "unpromised": Count(f"{to}pk", filter=open_ones)}


@dataclass(frozen=True, slots=True)
class Held:
    """One deliverable's promise of one statement."""

    deliverable: Deliverable
    scope: str
    state: str
    has_drifted: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A statement, its truth, and who promises it."""

    statement: Statement
    state: str
    held: tuple[Held, ...]
    promises: int

    @property
    def has_drifted(self) -> bool:
        return any(one.has_drifted for one in self.held)

    @property
    def is_counted(self) -> bool:
        return self.statement.state == ACTIVE


@dataclass(frozen=True, slots=True)
class Matrix:
    """A feature's statements by letter, the deliverables that promise them, and the doneness."""

    rows: tuple[MatrixRow, ...]
    deliverables: tuple[Deliverable, ...]
    doneness: Doneness

    @property
    def unpromised(self) -> int:
        return sum(row.is_counted and not row.promises for row in self.rows)

    @property
    def drifted(self) -> int:
        return sum(row.has_drifted for row in self.rows)


def load_matrix(feature: Feature, access: Access, *, today: date) -> Matrix:
    """Everything about a feature's statements, in a fixed number of queries."""
    statements = sorted(
        Statement.objects.filter(feature=feature).select_related("feature"),
        key=lambda row: (LETTERS.index(row.letter), row.number),
    )
    facts = facts_of(statements, today=today)
    held, promises = load_held(feature, statements, facts, access)
    rows = tuple(
        MatrixRow(
            statement=row,
            state=facts[row.pk].state,
            held=tuple(held.get(row.pk, ())),
            promises=promises.get(row.pk, 0),
        )
        for row in statements
    )
    shown = {one.deliverable.pk: one.deliverable for found in held.values() for one in found}
    return Matrix(
        rows=rows,
        deliverables=tuple(sorted(shown.values(), key=lambda row: row.number)),
        doneness=measure(facts.values()),
    )


def load_held(
    feature: Feature, statements: Sequence[Statement], facts: Mapping[int, StatementFact], access: Access
) -> tuple[dict[int, list[Held]], dict[int, int]]:
    """Who promises each statement, as this reader may see it; and by how many deliverables in truth."""
    by_id = {row.pk: row for row in statements}
    seen = set(
        visible_deliverables(feature.program, access)
        .filter(pins__statement__feature=feature)
        .values_list("pk", flat=True)
    )
    pins = list(
        live_pins(statement__feature=feature)
        .select_related("deliverable")
        .order_by("deliverable__number", "rank", "pk")
    )
    accepted = outside_acceptances([pin.deliverable for pin in pins])
    held: dict[int, list[Held]] = defaultdict(list)
    holders: dict[int, set[int]] = defaultdict(set)
    for pin in pins:
        holders[pin.statement_id].add(pin.deliverable_id)
        if pin.deliverable_id in seen:
            held[pin.statement_id].append(
                held_of(pin, by_id[pin.statement_id], facts[pin.statement_id], accepted)
            )
    return held, {pk: len(found) for pk, found in holders.items()}


def outside_acceptances(rows: Sequence[Deliverable]) -> frozenset[int]:
    """Those whose close somebody outside the accountable subteam accepted, here and not in an import."""
    accepted = [row for row in rows if row.accepted_by_id is not None and not row.is_close_imported]
    insiders = team_members({row.accountable_id for row in accepted if row.accountable_id is not None})
    return frozenset(
        row.pk
        for row in accepted
        if row.accepted_by_id not in insiders.get(row.accountable_id or 0, frozenset())
    )


def held_of(pin: Pin, statement: Statement, fact: StatementFact, accepted: frozenset[int]) -> Held:
    """One promise with its own truth."""
    row = pin.deliverable
    state = "target"
    if row.status == Deliverable.Status.CLOSED:
        own = PinFact(
            is_dropped=False,
            is_closed=True,
            is_accepted=row.pk in accepted,
            is_imported=row.is_close_imported,
        )
        state = "verified" if fact.proves(own) else "claimed"
    return Held(
        deliverable=pin.deliverable,
        scope=pin.scope,
        state=state,
        has_drifted=has_drifted(
            pinned=pin.revision,
            revision=statement.revision,
            quoted=pin.quoted_text,
            text=statement.text,
            answered=pin.answered_revision,
        ),
    )


def facts_by_letter(rows: Sequence[MatrixRow]) -> dict[str, list[MatrixRow]]:
    """Rows by letter, in the order of the letters; letters without a statement are left out."""
    found: dict[str, list[MatrixRow]] = {letter: [] for letter in LETTERS}
    for row in rows:
        found[row.statement.letter].append(row)
    return {letter: group for letter, group in found.items() if group}
