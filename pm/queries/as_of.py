"""The program as it was at the end of a day: every query reads it then, and none may write.

    with reading(program, day):
        rows = list(Milestone.objects.in_program(program))

Every write leaves its change, so a past day needs no pages and no queries of its own. Statements are given
the tables that changed since as they were: `WITH "milestones_milestone" AS (rows as they stand, those that
changed as they were, those that were deleted since) SELECT …`, a name that hides the table's own for this
one statement. What changed since is read once, in one statement; nothing is left behind on the connection.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection, models
from django.db.models import Min, Subquery
from django.utils.dateparse import parse_datetime

from pm.models import Change, Program
from pm.models.base import Recorded
from pm.pure.replay import Step, Then, replay
from pm.registry import PAST, Past

READS = re.compile(
    r"\s*(?:\(\s*)*(?:SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b", re.IGNORECASE
)
QUOTED = re.compile(r'"(\w+)"')
PLAIN = Past()
OUR_APPS = ("pm", "milestones", "estimates")
# Who may do what, and what is a person's own, is asked as of now.
AS_NOW = frozenset(
    {
        "pm.attachmentcontent",
        "pm.importidentity",
        "pm.invitation",
        "pm.invitationsubteam",
        "pm.membership",
        "pm.membershipsubteam",
        "pm.program",
        "pm.savedview",
        "pm.user",
        "pm.watch",
    }
)


class ReadOnly(RuntimeError):
    """A past day is read; something tried to write there."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """The common table that hides one of ours in a statement, and its parameters."""

    sql: str
    params: tuple[Any, ...]


def end_of(program: Program, day: date) -> datetime:
    """The first moment after a day in the program's zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(program.zone))


def first_day(program: Program) -> date:
    """The first day of which something is told: that of the program, or an earlier one of an import."""
    told: date | None = Change.objects.filter(program=program).aggregate(on=Min("happened_on"))["on"]
    return min(told or day_made(program), day_made(program))


def day_made(program: Program) -> date:
    """The day on which the program was made, in its zone."""
    return program.created_at.astimezone(ZoneInfo(program.zone)).date()


def has_begun(program: Program, day: date) -> bool:
    """Whether something is told of a day; asks the database only where the program was made later."""
    return day >= day_made(program) or day >= first_day(program)


@contextmanager
def reading(program: Program, day: date) -> Iterator[None]:
    """Within it every statement reads the program as it was at the end of a day, and none may write."""
    # Asked once a process, by a transaction of its own, which a reader would refuse.
    _ = connection.features.supports_json_field
    with connection.execute_wrapper(Reader(program, day)), grouping_by_all_columns():
        yield


@contextmanager
def grouping_by_all_columns() -> Iterator[None]:
    """What hides a table has no primary key: PostgreSQL groups its rows by each column that is asked for."""
    features = connection.features
    before = features.allows_group_by_selected_pks
    features.allows_group_by_selected_pks = False
    try:
        yield
    finally:
        features.allows_group_by_selected_pks = before


def load_steps(program: Program, day: date) -> list[Step]:
    """Every change from the first one that was so only after the day, in the order of recording."""
    of_program = Change.objects.filter(program=program)
    later = of_program.filter(happened_on__gt=day).order_by().values("program")
    first = Subquery(later.annotate(first=Min("pk")).values("first"))
    names = ("kind", "noun", "object_id", "field", "before", "after", "payload", "happened_on")
    rows = of_program.filter(pk__gte=first).exclude(noun__in=as_now()).order_by("pk")
    return [
        Step(kind, noun, object_id, column_named(noun, name), before, after, payload, on)
        for kind, noun, object_id, name, before, after, payload, on in rows.values_list(*names)
    ]


@cache
def as_now() -> frozenset[str]:
    """The nouns that are never replayed."""
    return AS_NOW | {noun for noun, past in PAST.items() if not past.is_replayed}


@cache
def tables() -> dict[str, type[models.Model]]:
    """Every table that can be read at a day, by its name."""
    ours = (
        model for app in ("pm", "milestones", "estimates") for model in apps.get_app_config(app).get_models()
    )
    return {model._meta.db_table: model for model in ours if model._meta.label_lower not in AS_NOW}


@cache
def columns_of(model: type[models.Model]) -> dict[str, models.Field]:
    """The columns of a table by their names."""
    return {str(column.column): column for column in model._meta.concrete_fields}


@cache
def column_named(noun: str, name: str) -> str:
    """The column of a field that history names; empty when it is gone."""
    try:
        model = apps.get_model(noun)
    except (LookupError, ValueError):
        return ""
    return next(
        (str(one.column) for one in model._meta.concrete_fields if name in {one.name, one.attname}), ""
    )


class Reader:
    """An execute wrapper: hides the tables a statement names behind themselves as they were."""

    def __init__(self, program: Program, day: date) -> None:
        self.program, self.day, self.until = program, day, end_of(program, day)
        self.touched = replay(load_steps(program, day), day)
        self.made: dict[str, Hiding | None] = {}

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if many or not READS.match(sql):
            raise ReadOnly(f"The plan of {self.day} is read, not written: {sql[:80]}")
        named = [name for name in dict.fromkeys(QUOTED.findall(sql)) if name in tables()]
        hidden = [(name, made) for name in named if (made := self.hiding(name))]
        if hidden:
            head = ", ".join(f'"{name}" AS NOT MATERIALIZED ({made.sql})' for name, made in hidden)
            rest = sql.replace("%", "%%") if params is None else sql
            params = (*(value for _, made in hidden for value in made.params), *(params or ()))
            sql = f"WITH {head} {rest}"
        return execute(sql, params, many, context)

    def hiding(self, table: str) -> Hiding | None:
        """What hides a table, made once; None where it reads as it stands."""
        if table not in self.made:
            model = tables()[table]
            noun = model._meta.label_lower
            past = PAST.get(noun) if noun in PAST else PLAIN
            then = {} if noun in as_now() else self.touched.get(noun, {})
            self.made[table] = hiding_of(
                model, then, past, program_id=self.program.pk, day=self.day, until=self.until
            )
        return self.made[table]


def hiding_of(
    model: type[models.Model],
    rows: Mapping[int, Then],
    past: Past,
    *,
    program_id: int,
    day: date,
    until: datetime,
) -> Hiding | None:
    """A table as it was: untouched rows, changed ones, deleted ones; those only that were there."""
    where = f"{past.where} AND " if past.where else ""
    if issubclass(model, Recorded):
        where = f'{{row}}."happened_on" <= {{day}} AND {where}'
    if past.is_kept:
        rows = {pk: then for pk, then in rows.items() if then.is_there}
    if not rows and not where and not past.columns:
        return None
    table = TableThen(model, past.columns, where.removesuffix(" AND "), day, until)
    whole = [
        complete(model, program_id, pk, then) for pk, then in rows.items() if then.is_there and then.is_whole
    ]
    partly = [{**then.columns, "id": pk} for pk, then in rows.items() if then.is_there and not then.is_whole]
    parts = [table.as_it_stands(list(rows))]
    if partly:
        parts.append(table.changed(partly))
    if whole:
        parts.append(table.told(whole))
    params = tuple(value for part in parts for value in part.params)
    return Hiding(" UNION ALL ".join(part.sql for part in parts), params)


def complete(model: type[models.Model], program_id: int, pk: int, then: Then) -> dict[str, Any]:
    """A whole row: what history kept of it, and what columns made since hold by default."""
    row = {name: then.columns.get(name, default_of(column)) for name, column in columns_of(model).items()}
    return {**row, "id": pk, "program_id": program_id}


def default_of(column: models.Field) -> Any:
    value = column.get_default()
    return str(value) if isinstance(value, Decimal | date) else value


@dataclass(frozen=True, slots=True)
class TableThen:
    """Writes the parts of one table in the words of the database."""

    model: type[models.Model]
    computed: Mapping[str, str]
    where: str
    day: date
    until: datetime

    @property
    def is_postgres(self) -> bool:
        return connection.vendor == "postgresql"

    @property
    def name(self) -> str:
        return f'{self.base}"{self.model._meta.db_table}"'

    @property
    def base(self) -> str:
        """What names a table itself: SQLite would take the bare name for what hides it."""
        return "" if self.is_postgres else "main."

    def part(
        self, row: str, source: str, values: Mapping[str, str], params: Sequence[Any], where: str
    ) -> Hiding:
        """`SELECT columns FROM source WHERE it was there`, with its parameters in their order."""
        moment = connection.ops.adapt_datetimefield_value(self.until)
        said: list[Any] = []

        def filled(text: str) -> str:
            marks = {"{until}": moment, "{day}": self.day.isoformat()}
            found = re.findall(r"\{until\}|\{day\}", text)
            said.extend(marks[mark] for mark in found)
            for mark in marks:
                text = text.replace(mark, "%s" if mark == "{until}" or not self.is_postgres else "%s::date")
            return text.replace("{row}", row).replace("{base}", self.base)

        shown = ", ".join(
            f'{filled(self.computed[name]) if name in self.computed else values[name]} AS "{name}"'
            for name in columns_of(self.model)
        )
        before = list(said)
        said.clear()
        told = [filled(one) for one in (self.where,) if one]
        conditions = " AND ".join([*([where] if where else []), *told])
        sql = f"SELECT {shown} FROM {source}{f' WHERE {conditions}' if conditions else ''}"  # noqa: S608  # our own tables
        return Hiding(sql, (*before, *params, *said))

    def as_it_stands(self, touched: list[int]) -> Hiding:
        """The rows that nothing touched since."""
        values = {name: f'was."{name}"' for name in columns_of(self.model)}
        if not touched:
            return self.part("was", f"{self.name} AS was", values, [], "")
        if self.is_postgres:
            return self.part("was", f"{self.name} AS was", values, [touched], 'was."id" <> ALL(%s)')
        ids = 'was."id" NOT IN (SELECT value FROM json_each(%s))'
        return self.part("was", f"{self.name} AS was", values, [json.dumps(touched)], ids)

    def changed(self, rows: list[dict[str, Any]]) -> Hiding:
        """Rows that are still there, with the columns that changed as they were."""
        if self.is_postgres:
            source = (
                f"jsonb_array_elements(%s::jsonb) AS patch(said) JOIN {self.name} AS cur "
                "ON cur.\"id\" = (patch.said->>'id')::bigint "
                "CROSS JOIN LATERAL jsonb_populate_record(cur, patch.said) AS was"
            )
            values = {name: f'was."{name}"' for name in columns_of(self.model)}
            return self.part("was", source, values, [self.packed(rows)], "")
        source = (
            f"json_each(%s) AS patch JOIN {self.name} AS was "
            "ON was.\"id\" = json_extract(patch.value, '$.id')"
        )
        edited = {name for row in rows for name in row}
        values = {name: f'was."{name}"' for name in columns_of(self.model)}
        values |= {name: self.edited(name) for name in edited & set(values)}
        return self.part("was", source, values, [self.packed(rows)], "")

    def edited(self, name: str) -> str:
        """A column as it was where the patch says so, else as it stands."""
        said = f"CASE WHEN json_type(patch.value, '$.{name}') IS NULL THEN was.\"{name}\" "
        return self.numeric(name, f"{said}ELSE json_extract(patch.value, '$.{name}') END")

    def told(self, rows: list[dict[str, Any]]) -> Hiding:
        """Rows that are no more, or were made anew, from what history kept of them."""
        names = columns_of(self.model)
        if self.is_postgres:
            source = f"jsonb_populate_recordset(NULL::{self.name}, %s::jsonb) AS was"
        else:
            each = ((name, self.numeric(name, f"json_extract(value, '$.{name}')")) for name in names)
            said = ", ".join(f'{value} AS "{name}"' for name, value in each)
            source = f"(SELECT {said} FROM json_each(%s)) AS was"  # noqa: S608  # our own columns
        return self.part("was", source, {name: f'was."{name}"' for name in names}, [self.packed(rows)], "")

    def numeric(self, name: str, value: str) -> str:
        """A column out of JSON; SQLite compares a number with a text unless it is told that it is one."""
        is_decimal = isinstance(columns_of(self.model)[name], models.DecimalField)
        return f"CAST({value} AS NUMERIC)" if is_decimal else value

    def packed(self, rows: list[dict[str, Any]]) -> str:
        """Rows as JSON, each value in the form in which the database holds it."""
        columns = columns_of(self.model)
        held = [
            {name: self.held(columns[name], row[name]) for name in row if name in columns} for row in rows
        ]
        return json.dumps(held, default=str)

    def held(self, column: models.Field, value: Any) -> Any:
        """One value of history as the database compares it; PostgreSQL reads JSON by itself."""
        if value is None or self.is_postgres:
            return value
        if isinstance(column, models.JSONField):
            return json.dumps(value)
        if isinstance(column, models.DateTimeField):
            moment = parse_datetime(str(value))
            return str(connection.ops.adapt_datetimefield_value(moment.astimezone(UTC))) if moment else None
        return float(value) if isinstance(column, models.DecimalField) else value
