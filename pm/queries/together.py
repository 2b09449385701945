"""Rows of several tables in one statement: a page of many small sections asks once, not once a section."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet

Kind = type[models.Model]


def read_together(*asked: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each queryset in its order, all in one statement.

    They are whole rows of their tables: neither joins nor annotations nor deferred columns.
    """
    kinds = tuple(rows.model for rows in asked)
    parts: list[str] = []
    values: list[Any] = []
    found: list[list[Any]] = [[] for _ in asked]
    for at, rows in enumerate(asked):
        try:
            sql, own = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {at} AS kind, {columns_at(kinds, at)} FROM ({sql}) AS its")  # noqa: S608  # names of ours
        values += own
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for at, *row in cursor.fetchall():
                found[at].append(row_of(kinds, at, row))
    return found


def row_of(kinds: tuple[Kind, ...], at: int, values: Sequence[Any]) -> models.Model:
    """The row of a kind, from the columns of all kinds side by side."""
    start = sum(len(kind._meta.concrete_fields) for kind in kinds[:at])
    names, converters = reading_of(kinds[at])
    own = list(values[start : start + len(names)])
    for place, expression, steps in converters:
        for step in steps:
            own[place] = step(own[place], expression, connection)
    return kinds[at].from_db(connection.alias, names, own)


@cache
def columns_at(kinds: tuple[Kind, ...], at: int) -> str:
    """The columns of all kinds side by side: those of one with its values, of the others without any."""
    quote = connection.ops.quote_name
    found = []
    for place, kind in enumerate(kinds):
        for column in kind._meta.concrete_fields:
            none = f"CAST(NULL AS {column.cast_db_type(connection)})"
            found.append(f"its.{quote(str(column.column))}" if place == at else none)
    return ", ".join(found)


@cache
def reading_of(kind: Kind) -> tuple[list[str], list[tuple[int, Any, list[Any]]]]:
    """The names of a table's columns, and what makes its values of what the database holds."""
    own = [column.get_col(kind._meta.db_table) for column in kind._meta.concrete_fields]
    steps = [
        (place, one, connection.ops.get_db_converters(one) + one.get_db_converters(connection))
        for place, one in enumerate(own)
    ]
    return [column.attname for column in kind._meta.concrete_fields], [one for one in steps if one[2]]


def hold(row: models.Model, name: str, found: list[Any]) -> None:
    """Let `row.name.all()` give rows that were read with others: what Django's prefetch leaves behind."""
    rows = getattr(row, name).all()
    rows._result_cache = found
    held = getattr(row, "_prefetched_objects_cache", {})
    row._prefetched_objects_cache = {**held, name: rows}  # type: ignore[attr-defined]  # Django's own place
