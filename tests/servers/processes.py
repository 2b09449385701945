"""Children of a test: the real gunicorn, the real worker, the real beat, against the test's database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from pm.management.commands import up
from pm.management.stack import lifeline
from tests.servers import environment

START_SECONDS = 30.0


@dataclass
class Child:
    """One process and its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End it with what it started, as a crash of the machine would."""
        lifeline.kill_session(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        lifeline.stop(self.process, sign=signal.SIGTERM, seconds=3.0)
        lifeline.kill_session(self.process.pid)

    def text(self) -> str:
        return self.log.read_text(errors="replace")


def database_url() -> str:
    """The URL of the database this test process uses."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def child_env(**extra: str) -> dict[str, str]:
    """The environment of a child: the product's own settings on the test's database and queue."""
    known = {"DJANGO_SETTINGS_MODULE": "pm.settings", "DATABASE_URL": database_url(), "PM_LOG_LEVEL": "INFO"}
    drop = {"COV_CORE_SOURCE", "COV_CORE_CONFIG", "COV_CORE_DATAFILE", "COVERAGE_PROCESS_START"}
    base = {name: value for name, value in os.environ.items() if name not in drop}
    return base | known | {"PYTHONWARNINGS": up.ROOT_IS_FINE} | extra


def start(name: str, words: list[str], **env: str) -> Child:
    """Start a child whose output goes to a log in the run's folder."""
    log = Path(os.environ["PM_VAR_DIR"]) / f"{name}.log"
    with log.open("ab") as output:
        process = lifeline.spawn(words, output=output, env=child_env(**env), cwd=settings.BASE_DIR)
    return Child(name, process, log)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_web(**env: str) -> tuple[Child, str]:
    """gunicorn, and its address once it answers."""
    port = free_port()
    child = start("web", up.commands(port, environment.run_dir())["web"], **env)
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: answers(f"{address}/healthz"), child)
    return child, address


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 -- loopback
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def start_worker(processes: int = 2, **env: str) -> Child:
    """A Celery worker, once it takes work."""
    words = [sys.executable, "-m", "celery", "--app", "pm", "--quiet", "--skip-checks", "worker"]
    words += ["-P", "prefork", "-c", str(processes), "--without-gossip", "--without-mingle"]
    words += ["-n", f"worker-{environment.worker()}-{time.monotonic_ns()}@test"]
    before = log_length("worker")
    child = start("worker", words, **env)
    wait_for(lambda: " ready." in child.text()[before:], child)
    return child


def start_beat(**env: str) -> Child:
    """The real beat."""
    var = Path(os.environ["PM_VAR_DIR"])
    (var / "beat.pid").unlink(missing_ok=True)
    words = [sys.executable, "-m", "celery", "--app", "pm", "--quiet", "--skip-checks", "beat"]
    return start("beat", [*words, "--schedule", str(var / "beat"), "--pidfile", str(var / "beat.pid")], **env)


def log_length(name: str) -> int:
    log = Path(os.environ["PM_VAR_DIR"]) / f"{name}.log"
    return len(log.read_text(errors="replace")) if log.exists() else 0


def wait_for(
    condition: Callable[[], bool], child: Child | None = None, seconds: float = START_SECONDS
) -> None:
    """Return when it holds; fail with the child's log when it does not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        if child is not None and child.process.poll() is not None:
            break
        time.sleep(0.05)
    story = "" if child is None else f" {child.name} says:\n{child.text()[-3000:]}"
    raise AssertionError(f"Nothing after {seconds:.0f} s.{story}")
