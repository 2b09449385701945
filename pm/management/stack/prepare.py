"""What `up` and `install` do before Django reads its settings: the key, the stack, the port, the lock."""

import argparse
import errno
import fcntl
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pm import env
from pm.errors import SetupError
from pm.management.stack import env_file, preflight, services

DEFAULT_PORT = 8000
HOST = "127.0.0.1"
COMMANDS = frozenset({"up", "install"})


@dataclass(frozen=True, slots=True)
class Stack:
    """What this start uses. `lock` is held until the process ends."""

    name: str
    port: int
    lock: IO[str]


def prepare(words: list[str]) -> Stack:
    """Make what is missing and refuse what cannot work. `words` are those after the command's name."""
    options = parse(words)
    env_file.ensure(Path(os.environ.get("PM_ENV_FILE", env.BASE_DIR / ".env")))
    os.environ["PM_SINGLE_NODE"] = "1"
    var = env.var_dir()
    for folder in (var, var / "run", var / "log"):
        folder.mkdir(parents=True, exist_ok=True)
    busy = env.held(var / "run" / "stack.env")
    if options.command == "up":
        check_port(options.port, var if busy else None)
    if busy:
        raise SetupError(f"Milepost runs from this folder already ({running(var)}). Stop it first.")
    choose(options.stack, var)
    return Stack(options.stack, options.port, hold(var, options.port))


def parse(words: list[str]) -> argparse.Namespace:
    """The options that matter before the settings; Django's own parser looks at all of them later."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("command")
    add_options(parser)
    return parser.parse_known_args(words)[0]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stack", choices=["", "embedded", "services"], default="embedded")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)


def choose(name: str, var: Path) -> None:
    """Point the environment at the stack; never at another one than was asked for."""
    env.load_env_file()
    if name == "services":
        both = [variable for variable in ("DATABASE_URL", "REDIS_URL") if env.text(variable)]
        if both:
            raise SetupError(
                f"STACK=services brings its own PostgreSQL and Redis, but {' and '.join(both)} "
                f"{'is' if len(both) == 1 else 'are'} set. Leave one of the two out."
            )
        os.environ.update(services.places(var).urls)
        return
    preflight.check_database(env.text("DATABASE_URL"))
    preflight.check_redis(env.text("REDIS_URL"))


def check_port(port: int, own: Path | None) -> None:
    """Refuse a port that somebody listens on. `own` is the var folder of a running Milepost."""
    if not 0 < port < 65536:
        raise SetupError(f"Port {port} does not exist. Run: make run PORT={DEFAULT_PORT}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise SetupError(
                    f"Port {port} is for root only. Run: make run PORT={DEFAULT_PORT}"
                ) from error
            if own:
                raise SetupError(
                    f"Port {port} is taken: Milepost runs from this folder already ({running(own)}). "
                    "Open it, or stop it first."
                ) from error
            other = port + 1 if port < 65535 else DEFAULT_PORT
            raise SetupError(f"Port {port} is taken. Run: make run PORT={other}") from error


def hold(var: Path, port: int) -> IO[str]:
    """Write down what runs, under a lock that ends with this process, however it ends."""
    path = var / "run" / "stack.env"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    file = os.fdopen(handle, "r+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise SetupError(
            f"Milepost runs from this folder already ({running(var)}). Stop it first."
        ) from error
    file.truncate()
    file.write(f"# process {os.getpid()}, http://{HOST}:{port}/\n")
    for name in ("DATABASE_URL", "REDIS_URL", "PM_SINGLE_NODE"):
        file.write(f"{name}='{env.text(name)}'\n")
    file.flush()
    return file


def running(var: Path) -> str:
    """The process and address of the Milepost that runs from this folder."""
    lines = (var / "run" / "stack.env").read_text(encoding="utf-8").splitlines()
    return lines[0].removeprefix("# ") if lines else "it is starting"
