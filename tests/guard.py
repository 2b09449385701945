"""No write outside a service, none without its history, none that rewrites what is only ever added to."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection

from pm.services import history
from pm.services.history import Book, is_computing, is_recording, is_removing

WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
SET_COLUMN = re.compile(r'"(\w+)" = ')
OUR_APPS = ("pm", "milestones", "estimates")
# Machinery that keeps no history: jobs, mail, signs of life, key numbers, the index of search, history,
# people's own rows.
FREE = frozenset(
    {
        "pm_jobrun",
        "pm_heartbeat",
        "pm_outboxmail",
        "pm_keysequence",
        "pm_searchentry",
        "pm_change",
        "pm_changeset",
        "pm_user",
        "pm_user_groups",
        "pm_user_user_permissions",
    }
)
# Written by services only, told by the rows they belong to: where an import found what.
TOLD_ELSEWHERE = frozenset({"pm_importidentity"})
# Only ever added to. The columns named may still be set: they say what stands, not what was so.
APPEND_ONLY = {
    "pm_change": frozenset(),
    "pm_changeset": frozenset(),
    "milestones_targetrevision": frozenset(),
    "milestones_statementrevision": frozenset(),
    "estimates_estimate": frozenset({"is_baseline"}),
    "estimates_allocationline": frozenset(),
    "estimates_forecast": frozenset({"is_latest"}),
    "estimates_flag": frozenset({"closed_at"}),
    "estimates_riskreview": frozenset(),
    "estimates_capacity": frozenset(),
    "estimates_decision": frozenset({"withdrawn_at", "withdrawn_because"}),
    "estimates_impactreview": frozenset(),
}


@lru_cache(maxsize=1)
def domain_tables() -> frozenset[str]:
    """Every table whose rows must have history."""
    return (
        frozenset(
            model._meta.db_table
            for app in OUR_APPS
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        )
        - FREE
    )


@lru_cache(maxsize=1)
def table_of_noun() -> dict[str, str]:
    return {model._meta.label_lower: model._meta.db_table for model in apps.get_models()}


def rewrites(verb: str, table: str, sql: str) -> bool:
    """Whether a statement changes or deletes rows that are only ever added to.

    They go with what they are part of: then history keeps each of them whole, as `settle` sees to it.
    """
    if table not in APPEND_ONLY or verb == "INSERT INTO":
        return False
    if verb == "DELETE FROM" and any(notes_deletion(one.book) for one in history._running.get()):
        return False
    assigned = sql.partition(" SET ")[2].partition(" WHERE ")[0]
    return verb == "DELETE FROM" or not set(SET_COLUMN.findall(assigned)) <= APPEND_ONLY[table]


def notes_deletion(book: Book) -> bool:
    """Whether a recording deletes rows, and says so."""
    return any(one.kind == "DELETE" for one in book.changes)


class WriteGuard:
    """An execute wrapper for one connection."""

    def __init__(self) -> None:
        self.tables = domain_tables()
        # Tables written in each recording that still runs. The book is kept, so that its id stays its own.
        self.written: dict[int, tuple[Book, set[str]]] = {}

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        match = WRITE.match(sql)
        if match is None:
            return execute(sql, params, many, context)
        verb, table = match.group(1).upper(), match.group(2)
        self.look(verb, table, sql)
        result = execute(sql, params, many, context)
        # Deleting the parts of a row that has none deletes nothing.
        if verb != "DELETE FROM" or context["cursor"].rowcount:
            self.note(table)
        return result

    def look(self, verb: str, table: str, sql: str) -> None:
        """Refuse a write that no service makes."""
        if rewrites(verb, table, sql) and not is_removing():
            raise AssertionError(f"A rewrite of what is only added to: {sql[:120]}")
        if table in self.tables and not is_recording():
            raise AssertionError(f"A write outside a service: {sql[:120]}")

    def note(self, table: str) -> None:
        """Remember what a recording has written."""
        if table in self.tables and not is_computing() and table not in TOLD_ELSEWHERE:
            book = history._running.get()[-1].book
            self.written.setdefault(id(book), (book, set()))[1].add(table)

    def settle(self, book: Book) -> None:
        """A recording of this connection ends: every table it wrote to has a change, every change a write."""
        if self not in connection.execute_wrappers:
            return
        told = {table_of_noun()[change.noun] for change in book.changes}
        _, written = self.written.pop(id(book), (book, set()))
        if written - told:
            raise AssertionError(f"A write without history: {', '.join(sorted(written - told))}")
        if told - written:
            raise AssertionError(f"History without a write: {', '.join(sorted(told - written))}")


@contextmanager
def guarding() -> Iterator[None]:
    """Guard every write of this connection."""
    guard, flush = WriteGuard(), Book.flush

    def settle_and_flush(book: Book) -> None:
        guard.settle(book)
        flush(book)

    with connection.execute_wrapper(guard), patch.object(Book, "flush", settle_and_flush):
        yield
