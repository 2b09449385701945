"""The set-up alone: key, tables, sample program, administrator. `up` does the same and then starts."""

from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pm import env
from pm.management.commands.create_admin import create_admin
from pm.management.stack import prepare, services
from pm.models import User
from pm.services import search

ADMIN_EMAIL = "admin@localhost"
CACHE_TABLE = "pm_cache"


def set_up_database(verbosity: int = 1) -> bool:
    """Bring the tables up to date. True when the database was created in this run."""
    tables = set(connection.introspection.table_names())
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
        call_command("migrate", interactive=False, verbosity=verbosity)
    if CACHE_TABLE not in tables:
        call_command("createcachetable", verbosity=0)
    search.catch_up()
    return "django_migrations" not in tables


def make_queue_folder() -> None:
    """The folder broker's folders, closed to others."""
    if not settings.REDIS_URL:
        for folder in (settings.QUEUE_DIR, settings.QUEUE_DIR / "control"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def first_login() -> str | None:
    """The line with the login of a new administrator; None when there is one already."""
    if User.objects.filter(is_superuser=True).exists():
        return None
    password = create_admin(email=ADMIN_EMAIL, name="Administrator")
    return f"Login: {ADMIN_EMAIL}   Password: {password}   (shown this once)"


class Command(BaseCommand):
    help = "Set Milepost up without starting it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        prepare.add_options(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        with ExitStack() as stack:
            if options["stack"] == "services":
                servers = services.start(services.places(env.var_dir()), env.var_dir() / "log")
                stack.callback(servers.stop)
            login = self.set_up()
            connection.close()
        self.stdout.write("Milepost is set up. Run: make run")
        if login:
            self.stdout.write(login)

    def set_up(self) -> str | None:
        """Tables, sample program, administrator. Returns the login line of a first start."""
        created = set_up_database(verbosity=0)
        make_queue_folder()
        login = first_login()
        if created and "seed_demo" in get_commands():
            self.stdout.write("Making the sample program …")
            call_command("seed_demo")
        return login
