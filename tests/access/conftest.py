"""One world for all tests of a module: built once, every test's changes rolled back to it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.access.machinery import standing_world
from tests.access.world import World
from tests.factories.actors import NOW


@pytest.fixture(scope="module")
def module_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world in a transaction that never ends well; each test's own is a savepoint inside it."""
    around = transaction.atomic()
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        around.__enter__()
        try:
            world = standing_world()
        except BaseException as error:
            around.__exit__(type(error), error, error.__traceback__)
            raise
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(module_world: World, db: None) -> World:
    """Two programs and everybody who might knock."""
    return module_world
