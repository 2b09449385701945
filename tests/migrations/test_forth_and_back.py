"""From an empty database to the newest tables, back to nothing, and forth again; on a database of its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.servers import environment, processes

pytestmark = pytest.mark.real_clock

STORY = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection

def ours():
    names = connection.introspection.table_names()
    return sorted(name for name in names if name.partition("_")[0] in ("pm", "milestones", "estimates"))

call_command("migrate", verbosity=0)
first = ours()
call_command("migrate", "pm", "zero", verbosity=0)
between = ours()
call_command("migrate", verbosity=0)
print(len(first), between, first == ours())
"""


@pytest.fixture
def empty_database(tmp_path: Path, django_db_setup: None) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if not environment.on_postgres():
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    parts = urlsplit(processes.database_url())
    name = f"empty_{environment.worker()}"
    with psycopg.connect(urlunsplit(parts), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(urlunsplit(parts), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db
def test_migrations_go_forth_and_back_and_forth_again(empty_database):
    done = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", STORY],
        env=processes.child_env(DATABASE_URL=empty_database, PM_STATEMENT_TIMEOUT="0"),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    count, between, same = done.stdout.split()
    assert (between, same) == ("[]", "True")
    assert int(count) > 30


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_tables_of_this_run_are_those_of_the_migrations():
    names = set(connection.introspection.table_names())

    assert {"pm_change", "pm_cache", "django_session"} <= names
