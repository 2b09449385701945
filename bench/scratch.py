"""What a run needs and takes away again: a folder, a database, an environment, servers. Loopback only."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pm.errors import SetupError
from pm.management.stack import lifeline, postgres

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30.0
PASSWORD_BYTES = 18


@dataclass(frozen=True, slots=True)
class Place:
    """A scratch folder with its database and the environment of every process of the run."""

    folder: Path
    database: str
    env: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run a manage.py command; its output."""
        return self.python("manage.py", *words)

    def python(self, *words: str) -> str:
        """Run Python in the run's environment; its output. Its errors go to the terminal."""
        done = subprocess.run(  # noqa: S603 -- a fixed list of words, no shell
            [sys.executable, *words], cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise SetupError(f"{' '.join(words[:3])} ended with {done.returncode}; why is said above.")
        return done.stdout


@contextmanager
def place(database: str) -> Iterator[Place]:
    """A scratch folder, with the wheel's PostgreSQL when wanted and there; all of it gone afterwards."""
    folder = postgres.scratch("milepost-bench-")
    server = None
    try:
        if database in {"auto", "postgres"}:
            try:
                server = postgres.start(
                    home=folder / "postgres", sockets=folder / "pg", log=folder / "postgres.log"
                )
            except SetupError:
                if database == "postgres":
                    raise
        url = server.url if server else f"sqlite:///{folder / 'bench.sqlite3'}"
        yield Place(folder, "PostgreSQL" if server else "SQLite", environment(folder, url))
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, url: str) -> dict[str, str]:
    """Production settings, no other place than the scratch folder, no other broker than a folder there."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "pm.settings",
        "DATABASE_URL": url,
        "REDIS_URL": "",
        "PM_SINGLE_NODE": "1",
        "PM_VAR_DIR": str(folder / "var"),
        "PM_ENV_FILE": str(folder / "none"),
        "PM_LOG_LEVEL": "ERROR",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "BENCH_PASSWORD": secrets.token_urlsafe(PASSWORD_BYTES),
        "ALLOWED_HOSTS": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
    }


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn."""

    port: int
    pid: int


@contextmanager
def gunicorn(place: Place, application: str, probe: str) -> Iterator[Server]:
    """Serve an application with the product's own server settings until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:pm.management.stack.web"]
    command += ["--bind", f"127.0.0.1:{port}", application]
    with (place.folder / f"{application.partition(':')[0]}.log").open("ab") as output:
        child = lifeline.spawn(command, output=output, env=place.env, cwd=ROOT)
    try:
        wait(port, probe, child)
        yield Server(port, child.pid)
    finally:
        lifeline.stop(child)


def wait(port: int, probe: str, child: subprocess.Popen[bytes]) -> None:
    """Until the server answers; raises SetupError when it ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{probe}", timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SetupError("The web server did not start. Its log is in the scratch folder of the run.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
