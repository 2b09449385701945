"""The stage of a module: one row of everything, in a transaction that never ends well."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.pm import member_of
from tests.undo.rows import build_rows
from tests.undo.world import Stage


@pytest.fixture(scope="module")
def module_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The rows, built once; each test rolls back to them."""
    around = transaction.atomic()
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        around.__enter__()
        try:
            graph = build_rows()
            stage = Stage(graph, member_of(graph.program, Role.LEAD))
        except BaseException as error:
            around.__exit__(type(error), error, error.__traceback__)
            raise
    yield stage
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def stage(module_stage: Stage, db: None) -> Stage:
    """One row of everything."""
    return module_stage
