"""The sample program, loaded once for all tests of a module and taken back after them."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from pm.models import Program
from pm.services import sample
from tests.factories.actors import actor


@pytest.fixture(scope="module")
def sample_program(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Program]:
    """Kittiwake as it is on Monday 2 March 2026, in a transaction around the module's own."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]  # pytest-django's
        yield sample.create(actor())
        transaction.set_rollback(True)
