"""An import of a real program is undone and redone as one: in bulk, and in seconds."""

import os
import time
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pm.models import Change, ImportIdentity, Program
from pm.queries.undo import deed_of
from pm.services.undo import undo
from tests.factories.actors import actor
from tests.undo.world import read_rows

pytestmark = [pytest.mark.corpus, pytest.mark.django_db, pytest.mark.real_clock]
SECONDS = 5
STATEMENTS = 300


def take_back(program: Program, request: str) -> None:
    deed = deed_of(program, Change.objects.filter(program=program).latest("pk").pk)
    assert deed is not None
    undo(deed=deed, actor=replace(actor(), request_id=request))


def test_an_import_is_undone_in_seconds_and_redone_whole():
    [bundle] = (Path(os.environ["PM_CORPUS"]) / "corpus").glob("*.bundle")
    words = ("--program", "real", "--name", "Real", "--apply")
    call_command("import_program", str(bundle), *words, stdout=StringIO())
    program, imported = Program.objects.get(slug="real"), read_rows()
    places = ImportIdentity.objects.count()

    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        take_back(program, "undo")
    took = time.perf_counter() - begun
    left = ImportIdentity.objects.count()
    take_back(program, "redo")

    assert took < SECONDS
    assert len(asked) < STATEMENTS
    assert (left, ImportIdentity.objects.count()) == (0, places)
    assert read_rows() == imported
