"""One row of everything, what every verb is expected to leave after its undo, and how rows are compared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

from django.apps import apps
from django.db import connection, transaction

from pm.actor import Actor
from pm.models import Change, Program, User
from pm.queries.undo import Deed, deed_of
from tests.access.graph import Graph
from tests.factories.actors import actor

# History, machinery, and what is made of other rows.
NOT_COMPARED = frozenset(
    {
        "pm.change",
        "pm.changeset",
        "pm.heartbeat",
        "pm.importidentity",
        "pm.jobrun",
        "pm.keysequence",
        "pm.outboxmail",
        "pm.searchentry",
        "pm.user",
    }
)
REQUESTS = count()
Rows = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Case:
    """A verb called with believable arguments, and what its undo does.

    Without more it leaves every table as it was. `against` names tables where a record stands against the
    first; `refused` is a part of the sentence that says why there is no undo; `before` prepares the rows.
    `is_part` marks a function that other verbs call within theirs, and `nothing` one that writes no row.
    """

    do: Callable[[Graph, Actor], object] = lambda graph, by: None
    against: frozenset[str] = frozenset()
    refused: str = ""
    before: Callable[[Graph, Actor], object] | None = None
    is_part: bool = False
    nothing: bool = False


Cases = dict[str, Case]
PART = Case(is_part=True)
NOTHING = Case(nothing=True)


@dataclass
class Stage:
    """The world of one module, and its rows as they are at the beginning of each test."""

    graph: Graph
    by: User

    @property
    def program(self) -> Program:
        return self.graph.program

    def actor(self) -> Actor:
        """The same person in a request of their own."""
        return replace(actor(self.by), request_id=f"request-{next(REQUESTS):06}")

    def last_deed(self) -> Deed:
        """What was written last."""
        deed = deed_of(self.program, Change.objects.filter(program=self.program).latest("pk").pk)
        assert deed is not None
        return deed


@lru_cache(maxsize=1)
def compared() -> list[str]:
    """Every domain table."""
    return [
        model._meta.db_table
        for app in ("pm", "milestones", "estimates")
        for model in apps.get_app_config(app).get_models()
        if model._meta.label_lower not in NOT_COMPARED
    ]


def read_rows() -> Rows:
    """Every row of every domain table, read past the models: it is done hundreds of times."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in compared():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own tables
            found[table] = frozenset(map(repr, cursor.fetchall()))
    return found


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
