"""What people owe: the scope that every kind of it is asked for, and its answers in order."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet
from django.urls import reverse

from pm.models import Program, Subteam, User
from pm.permissions import ROLES, Permission, Role
from pm.pure.words import counted
from pm.queries.together import read_together
from pm.registry import OWED, Due, Late, Owed
from pm.rules import Access

SOON = timedelta(days=14)
MOST = 50  # of one kind in one program
NO_DAY = date.max


@dataclass(frozen=True)
class Scope:
    """One person and some programs with their access to each, on a day; or one subteam of a program."""

    user: User
    programs: Mapping[int, Program]
    access: Mapping[int, Access]
    today: date
    team: Subteam | None = None

    @property
    def until(self) -> date:
        """The last day that is near."""
        return self.today + SOON

    def where(self, permission: Permission) -> list[int]:
        """The programs in which this person holds a permission."""
        return [pk for pk, access in self.access.items() if access.can(permission)]

    @cached_property
    def inside(self) -> list[int]:
        """The programs this person has a part in: elsewhere they read and owe nothing."""
        return self.where(Permission.VIEW_INTERNAL)

    @cached_property
    def led(self) -> frozenset[int]:
        """The subteams this person leads; or the one of the scope."""
        if self.team is not None:
            return frozenset({self.team.pk})
        places = (self.access[pk].own_subteams.get(Role.SUBTEAM_LEAD, frozenset()) for pk in self.inside)
        return frozenset().union(*places)

    def teams_with(self, permission: Permission) -> frozenset[int]:
        """The subteams for which a role of theirs that names subteams holds a permission; or the one."""
        if self.team is not None:
            return frozenset({self.team.pk})
        return frozenset(
            team
            for access in self.access.values()
            for role, teams in access.own_subteams.items()
            if permission in ROLES[role]
            for team in teams
        )

    def can(self, permission: Permission, program_id: int, subteam_id: int | None = None) -> bool:
        return self.access[program_id].can(permission, subteam_id=subteam_id)

    def url(self, name: str, program_id: int, *args: object) -> str:
        """The address of a page of one of the programs."""
        return reverse(name, args=[self.programs[program_id].slug, *args])


Rows = Callable[[Scope], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class RowFinder:
    """The `find` of a kind whose things are rows; `dressed` may be read with those of others."""

    rows: Rows
    line: Callable[[Any, Scope], Due]
    dress: Callable[[QuerySet[Any]], QuerySet[Any]]
    is_costly: bool

    def __call__(self, scope: Scope) -> Sequence[Due]:
        found = self.rows(scope)
        if self.is_costly:
            keys = list(found.values_list("pk", flat=True)[:MOST])
            if not keys:
                return []
            found = found.model._default_manager.filter(pk__in=keys).order_by(*found.query.order_by)
        return [self.line(row, scope) for row in self.dress(found)[:MOST]]

    def dressed(self, scope: Scope) -> QuerySet[Any]:
        return self.dress(self.rows(scope))[:MOST]


def of_rows(
    rows: Rows,
    line: Callable[[Any, Scope], Due],
    *,
    dress: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda found: found,
    is_costly: bool = False,
) -> tuple[Callable[[Scope], Sequence[Due]], Callable[[Scope], Mapping[int, int]], Rows]:
    """`find`, `count` and `rows` of a kind whose things are rows: one statement each, the same rows in all.

    Where dressing is costly, rows are looked for first, and dressed in a second statement if there are any.

    `dress` adds what a line shows. The first rows of `rows` are the most urgent; of a program MOST are told.
    """

    def count(scope: Scope) -> Mapping[int, int]:
        return {pk: min(n, MOST) for pk, n in by_program(rows(scope))}

    return RowFinder(rows, line, dress, is_costly), count, rows


def by_program(rows: QuerySet[Any], **counts: Any) -> QuerySet[Any, Any]:
    """How many rows each program has, and other counts of them."""
    found: QuerySet[Any, Any] = (
        rows.order_by().values_list("program_id").annotate(n=Count("pk", distinct=True), **counts)
    )
    return found


def together(asked: Sequence[QuerySet[Any, Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of each of some counts with the same columns, all in one statement."""
    parts: list[str] = []
    values: list[Any] = []
    found: list[list[tuple[Any, ...]]] = [[] for _ in asked]
    for at, rows in enumerate(asked):
        try:
            sql, own = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {at} AS kind, counts.* FROM ({sql}) AS counts")  # noqa: S608  # compiled by Django, values apart
        values += own
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for at, *row in cursor.fetchall():
                found[at].append(tuple(row))
    return found


def of_sums(
    find: Callable[[Scope], Sequence[Due]],
) -> tuple[Callable[[Scope], Sequence[Due]], Callable[[Scope], Mapping[int, int]]]:
    """`find` and `count` of a kind that sums its rows up: a few Dues in each program."""
    return find, lambda scope: Counter(one.program_id for one in find(scope))


@dataclass(frozen=True, slots=True)
class Group:
    """Everything owed of one kind, the latest first."""

    title: str
    dues: tuple[Due, ...]

    def late(self, today: date) -> int:
        """How many of them are late."""
        return sum(is_late(one, today) for one in self.dues)


def is_late(due: Due, today: date) -> bool:
    return due.on is not None and due.on < today


def owed_in(scope: Scope, kinds: Iterable[Owed] | None = None) -> list[Group]:
    """What is owed by kind: the kinds with something late first, then in their order."""
    found = []
    asked = list(OWED if kinds is None else kinds)
    counted_rows = rows_of(scope, asked)
    there = [kind for kind in asked if kind.title not in counted_rows or counted_rows[kind.title]]
    read = found_together(scope, there)
    for kind in sorted(there, key=lambda kind: kind.rank):
        dues = read[kind.title] if kind.title in read else kind.find(scope)
        if dues:
            found.append(Group(kind.title, tuple(sorted(dues, key=lambda one: one.on or NO_DAY))))
    return sorted(found, key=lambda group: not group.late(scope.today))


def found_together(scope: Scope, kinds: Iterable[Owed]) -> dict[str, list[Due]]:
    """The Dues of all kinds whose things are rows and cheap to dress, in one statement."""
    asked = {kind.title: kind.find for kind in kinds if isinstance(kind.find, RowFinder)}
    cheap = {title: find for title, find in asked.items() if not find.is_costly}
    found = read_together(*(find.dressed(scope) for find in cheap.values()))
    return {
        title: [find.line(row, scope) for row in rows]
        for (title, find), rows in zip(cheap.items(), found, strict=True)
    }


def rows_of(scope: Scope, kinds: Iterable[Owed]) -> dict[str, dict[int, int]]:
    """How many rows of each kind are owed in each program, for kinds whose things are rows: one statement."""
    asked = {kind.title: by_program(kind.rows(scope)) for kind in kinds if kind.rows is not None}
    found = together(list(asked.values()))
    return {title: dict(counts) for title, counts in zip(asked, found, strict=True)}


def counts_of(scope: Scope) -> Counter[int]:
    """How many things are owed in each program: what its home lists."""
    found: Counter[int] = Counter()
    of_rows = rows_of(scope, OWED)
    for kind in OWED:
        if kind.title in of_rows:
            found.update({pk: min(n, MOST) for pk, n in of_rows[kind.title].items()})
        else:
            found.update(kind.count(scope))
    return found


def owed_by_subteam(scope: Scope) -> list[Group]:
    """What the one subteam of the scope owes as a whole."""
    return owed_in(scope, [kind for kind in OWED if kind.is_of_subteams])


def late_elsewhere(scope: Scope) -> list[Late]:
    """What is late of others in the one program of the scope, by kind, for who ensures it.

    Who accepts closes ensures everything; who leads a subteam what its people do.
    """
    if scope.where(Permission.ACCEPT_CLOSE):
        asked = [(kind.rank, kind.late) for kind in OWED]
    else:
        asked = [(kind.rank, kind.late_in_teams) for kind in OWED] if scope.led else []
    found = [one for _, late in sorted(asked, key=lambda pair: pair[0]) if late for one in late(scope)]
    return counted_together(found)


@dataclass(frozen=True, slots=True)
class LateRows:
    """A Late that is counted together with others of its kind: rows of one program, and how many are mine."""

    counts: QuerySet[Any, Any]
    words: tuple[str, str]
    url: str

    def said(self, found: Sequence[tuple[Any, ...]]) -> Late:
        """The Late of what was counted; of nothing where all rows are mine."""
        _, total, own = found[0] if found else (None, 0, 0)
        tail = f", {own} of them yours" if own else ""
        return Late(total if total > own else 0, f"{counted(total, *self.words)}{tail}", self.url)


def counted_together(found: Sequence[Late | LateRows]) -> list[Late]:
    """Lates with something late: those of rows are counted in one statement."""
    sums = [one for one in found if isinstance(one, LateRows)]
    counts = iter(together([one.counts for one in sums]))
    lates = [one.said(next(counts)) if isinstance(one, LateRows) else one for one in found]
    return [one for one in lates if one.count]


def late_rows(rows: QuerySet[Any], mine: Any, words: tuple[str, str], url: str) -> Iterable[LateRows]:
    """A Late of rows of one program, where some are not this person's own; it says how many are.

    `mine` is a condition; the count is that of the page, so it holds the own rows too.
    """
    yield LateRows(by_program(rows, own=Count("pk", filter=mine, distinct=True)), words, url)


def late_by_team(
    rows: QuerySet[Any],
    team: Any,
    mine: Any,
    words: tuple[str, str],
    url: Callable[[Subteam], str],
    teams: Collection[int],
) -> Iterable[Late]:
    """A Late of rows for each of some subteams, as `late_rows` gives one; two statements at most.

    `team` is the column or expression that says whose a row is.
    """
    grouped = rows.order_by().annotate(its_team=team).filter(its_team__in=teams).values_list("its_team")
    own = Count("pk", filter=mine, distinct=True)
    found = {pk: (n, held) for pk, n, held in grouped.annotate(n=Count("pk", distinct=True), held=own)}
    named = Subteam.objects.filter(pk__in=found).order_by("rank", "name", "pk") if found else []
    for one in named:
        total, held = found[one.pk]
        if total > held:
            tail = f", {held} of them yours" if held else ""
            yield Late(total, f"{one.name}: {counted(total, *words)}{tail}", url(one))
