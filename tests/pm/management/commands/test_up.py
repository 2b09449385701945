"""One command starts everything; however it ends, nothing stays behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from pm.management.stack import lifeline

pytestmark = pytest.mark.http
GONE_SECONDS = 3.0


@dataclass
class Running:
    """One `manage.py up` in a folder of its own."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def children(self) -> list[int]:
        return descendants(self.process.pid)


def descendants(pid: int) -> list[int]:
    """Everything a process has started, and what those have started."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    direct = [int(word) for word in found.read_text().split()] if found.exists() else []
    return direct + [deeper for child in direct for deeper in descendants(child)]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def environment(folder: Path) -> dict[str, str]:
    """A fresh clone's: nothing set, a folder and an .env of its own."""
    drop = {
        "SECRET_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "PM_SINGLE_NODE",
        "MAKELEVEL",
        "PM_LOG_LEVEL",
        "EMAIL_URL",
    }
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    own = {"PM_VAR_DIR": str(folder / "var"), "PM_ENV_FILE": str(folder / ".env")}
    return kept | own | {"DJANGO_SETTINGS_MODULE": "pm.settings"}


def start(folder: Path, port: int) -> Running:
    log = folder / "up.log"
    words = [sys.executable, "manage.py", "up", "--port", str(port)]
    with log.open("ab") as output:
        process = lifeline.spawn(words, output=output, env=environment(folder), cwd=settings.BASE_DIR)
    return Running(process, port, log)


def wait_until(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("up")


@pytest.fixture
def running(folder, free_port) -> Iterator[Running]:
    found = start(folder, free_port)
    begun = len(found.text())
    ready = wait_until(lambda: "Milepost is ready" in found.text()[begun:], 90)
    assert ready, found.text()[-3000:]
    yield found
    lifeline.stop(found.process, seconds=6.0)


def test_up_makes_its_key_and_one_login_and_answers(running, folder):
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/readyz") as answer:
        state = json.load(answer)

    assert (state["database"], state["migrations"], state["broker"]) == (True, True, True)
    assert running.text().count("Password: ") == 1
    assert (folder / ".env").stat().st_mode & 0o777 == 0o600


def test_killed_supervisor_leaves_no_child_and_a_free_port(running):
    children = running.children()

    running.process.kill()
    running.process.wait()

    gone = wait_until(lambda: not any(map(is_alive, children)) and is_free(running.port), GONE_SECONDS)
    assert len(children) >= 3
    assert gone, [pid for pid in children if is_alive(pid)]


def test_dead_child_ends_the_rest_and_its_name_is_said(running):
    children = running.children()
    worker = next(pid for pid in children if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes())

    os.kill(worker, signal.SIGKILL)
    code = running.process.wait(10)

    assert code == 1
    assert "milepost: worker was ended by SIGKILL" in running.text()
    assert [pid for pid in children if is_alive(pid)] == []


def test_asked_to_stop_it_ends_with_0(running):
    children = running.children()

    running.process.send_signal(signal.SIGINT)
    code = running.process.wait(10)

    assert code == 0
    assert [pid for pid in children if is_alive(pid)] == []
    assert is_free(running.port)


def test_taken_port_is_one_line(folder, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = [sys.executable, "manage.py", "up", "--port", str(port)]
        done = subprocess.run(  # noqa: S603 -- our own command
            words,
            env=environment(tmp_path),
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"milepost: Port {port} is taken. Run: make run PORT={port + 1}\n"


def test_second_start_in_the_same_folder_is_refused(running, folder, free_port):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other = probe.getsockname()[1]
    words = [sys.executable, "manage.py", "up", "--port", str(other)]
    done = subprocess.run(  # noqa: S603 -- our own command
        words, env=environment(folder), cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert f"Milepost runs from this folder already (process {running.process.pid}, " in done.stderr
