"""Everything at once: web, worker and beat, watched; with STACK=services also PostgreSQL and Redis."""

import http.client
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection

from pm import env
from pm.management.commands import install
from pm.management.stack import lifeline, prepare, services
from pm.management.stack.supervisor import Supervisor

READY_SECONDS = 60.0
WORKER_STATEMENT_SECONDS = "60"
ROOT_IS_FINE = "ignore:You're running the worker with superuser privileges"  # in a container one is root


def commands(port: int, run: Path) -> dict[str, list[str]]:
    """The words that start each part."""
    python = sys.executable
    celery = [python, "-m", "celery", "--app", "pm", "--quiet", "--skip-checks"]
    silent = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    processes = str(min(2, os.cpu_count() or 1))
    beat_files = ["--schedule", str(run / "beat"), "--pidfile", str(run / "beat.pid")]
    return {
        "web": [python, "-m", "gunicorn", "-c", "python:pm.management.stack.web"]
        + ["--bind", f"{prepare.HOST}:{port}"],
        "worker": [*celery, "worker", "-P", "prefork", "-c", processes, *silent],
        "beat": [*celery, "beat", *beat_files],
    }


def answers(port: int) -> bool:
    """Whether /readyz says yes."""
    client = http.client.HTTPConnection(prepare.HOST, port, timeout=2.0)
    try:
        client.request("GET", "/readyz")
        return client.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()


def sentence() -> str:
    """The stack, in words."""
    if settings.REDIS_URL and settings.ON_POSTGRES:
        return "PostgreSQL + Redis"
    store = "PostgreSQL" if settings.ON_POSTGRES else "SQLite"
    if settings.REDIS_URL:
        return f"{store} + Redis"
    return f"{store} + file queue (one computer; a message lost in a crash is offered again within 10 s)"


class Command(install.Command):
    help = "Set Milepost up, start it and watch it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--quiet", action="store_true", help="keep the parts' logs in var/log/ only")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        if os.environ.get("MAKELEVEL"):
            lifeline.die_with(os.getppid(), 15)
        supervisor = Supervisor(settings.VAR_DIR / "log", quiet=options["quiet"])
        supervisor.listen()
        with ExitStack() as stack:
            self.start_services(options["stack"], supervisor, stack)
            self.login = self.set_up()
            connection.close()
            stack.callback(self.print_login)
            stack.callback(supervisor.stop)
            self.start_parts(supervisor, options["port"])
            code = supervisor.run(
                is_ready=lambda: answers(options["port"]),
                on_ready=lambda: self.announce(options["port"], time.monotonic() - started),
                patience=READY_SECONDS,
            )
        sys.exit(code)

    def start_services(self, name: str, supervisor: Supervisor, stack: ExitStack) -> None:
        if name != "services":
            return
        servers = services.start(services.places(env.var_dir()), supervisor.logs)
        stack.callback(servers.stop)
        supervisor.adopt("postgres", servers.postgres.process)
        supervisor.adopt("redis", servers.redis.process)

    def start_parts(self, supervisor: Supervisor, port: int) -> None:
        run = settings.VAR_DIR / "run"
        (run / "beat.pid").unlink(missing_ok=True)  # we hold the folder's lock: a beat of before is gone
        environment = os.environ | {
            "PM_SINGLE_NODE": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": ROOT_IS_FINE,
        }
        for name, words in commands(port, run).items():
            extra = {} if name == "web" else {"PM_STATEMENT_TIMEOUT": WORKER_STATEMENT_SECONDS}
            supervisor.start(name, words, environment | extra)

    def announce(self, port: int, seconds: float) -> None:
        lines = ["", f"Milepost is ready after {seconds:.1f} s:  http://{prepare.HOST}:{port}/"]
        lines.append(f"Stack: {sentence()}")
        self.stdout.write("\n".join(lines))
        self.print_login()
        self.stdout.write("Stop it with Ctrl-C. The logs are in var/log/.\n")
        self.stdout.flush()

    def print_login(self) -> None:
        """Once, also when the start went wrong after the account was made."""
        if self.login:
            self.stdout.write(self.login)
            self.login = None
