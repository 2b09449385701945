"""Rows of several querysets in one statement: a page of many small lists asks once, not once a list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Slot = tuple[str, str]  # the type that the database casts to, and the kind of column


@dataclass(slots=True)
class Asked:
    """A queryset that was compiled, and at which places of the common row its columns stand."""

    rows: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    params: Sequence[Any]
    found: list[Any]
    types: list[Slot] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def part(self, at: int, slots: Sequence[Slot]) -> str:
        """Its SELECT with the columns of the common row: its own at their places, else nothing.

        Each row says which one it is: a UNION ALL keeps no order where its parts are read side by side.
        """
        quote = connection.ops.quote_name
        columns = [f"CAST(NULL AS {name})" for name, _ in slots]
        for place, (_, _, alias) in zip(self.places, self.compiler.select, strict=True):
            columns[place] = f"its.{quote(alias)}"
        head = f"SELECT {at} AS kind, ROW_NUMBER() OVER () AS nth"
        return f"{head}, {', '.join(columns)} FROM ({self.sql}) AS its"


def read_together(*asked: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each queryset in its order with what it selects beside them, all in one statement."""
    found: list[list[Any]] = [[] for _ in asked]
    compiled = [one for rows, into in zip(asked, found, strict=True) if (one := compile_of(rows, into))]
    slots = lay_out(compiled)
    if compiled:
        sql = " UNION ALL ".join(one.part(at, slots) for at, one in enumerate(compiled))
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for one in compiled for value in one.params])
            lines = sorted(cursor.fetchall(), key=itemgetter(0, 1))
        for at, one in enumerate(compiled):
            fill(one, [[line[place + 2] for place in one.places] for line in lines if line[0] == at])
    return found


def compile_of(rows: QuerySet[Any], into: list[Any]) -> Asked | None:
    """The queryset as SQL in which every column has a name; None where it cannot find anything."""
    compiler = rows.query.get_compiler(connection.alias)
    try:
        sql, params = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return None
    types = [type_of(one.output_field) for one, _, _ in compiler.select]
    return Asked(rows, compiler, sql, params, into, types)


def type_of(column: models.Field) -> Slot:
    """The type that a column shares its places with: whole numbers are one, so are texts, else each its own.

    SQLite holds days and moments as texts, but reads them by what a column was declared as.
    """
    name = str(column.cast_db_type(connection))
    if "int" in name and "interval" not in name:
        return "bigint", ""
    if "char" in name:
        return "text", ""
    return name, column.get_internal_type()


def lay_out(compiled: Sequence[Asked]) -> list[Slot]:
    """The types of the common row's columns, as many of each as one queryset needs at most.

    Each queryset learns its places.
    """
    needed: Counter[Slot] = Counter()
    for one in compiled:
        needed |= Counter(one.types)
    slots = [name for name, count in sorted(needed.items()) for _ in range(count)]
    first = {name: slots.index(name) for name in needed}
    for one in compiled:
        free = dict(first)
        for name in one.types:
            one.places.append(free[name])
            free[name] += 1
    return slots


def fill(one: Asked, lines: list[list[Any]]) -> None:
    """Make rows of lines as Django does: converted, with related rows, annotations, what is prefetched."""
    compiler, alias = one.compiler, connection.alias
    converters = compiler.get_converters([each for each, _, _ in compiler.select])
    ready = compiler.apply_converters(lines, converters) if converters else lines
    info = compiler.klass_info
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [each.target.attname for each, _, _ in compiler.select[start:end]]
    related = get_related_populators(info, compiler.select, alias)  # type: ignore[call-arg]  # of Django 6
    for line in ready:
        row = info["model"].from_db(alias, names, line[start:end])
        for populator in related:
            populator.populate(line, row)
        for name, place in compiler.annotation_col_map.items():
            setattr(row, name, line[place])
        one.found.append(row)
    prefetch_related_objects(one.found, *getattr(one.rows, "_prefetch_related_lookups", ()))


def hold(row: models.Model, name: str, found: list[Any]) -> None:
    """Let `row.name.all()` give rows that were read with others: what Django's prefetch leaves behind."""
    rows = getattr(row, name).all()
    rows._result_cache = found
    held = getattr(row, "_prefetched_objects_cache", {})
    row._prefetched_objects_cache = {**held, name: rows}  # type: ignore[attr-defined]  # Django's own place
