"""Typed, loud readers of the environment. Every variable read here stands in .env.example."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import environ

from pm.errors import SetupError

BASE_DIR = Path(__file__).resolve().parent.parent

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


def load_env_file() -> None:
    """Read what runs here now, then `.env` beside manage.py. The real environment wins.

    While `make run STACK=services` runs, its database and queue are those of every other command of
    this folder too: an import never lands in another database than the one the pages show.
    """
    running = var_dir() / "run" / "stack.env"
    if held(running):
        environ.Env.read_env(running)
    path = Path(os.environ.get("PM_ENV_FILE", BASE_DIR / ".env"))
    if path.is_file():
        environ.Env.read_env(path)


def var_dir() -> Path:
    """Where the database file, the queue and the logs are."""
    return Path(os.environ.get("PM_VAR_DIR") or BASE_DIR / "var")


def held(path: Path) -> bool:
    """Whether the process that wrote that file still runs (it holds a lock on it)."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def text(name: str, default: str = "") -> str:
    """The variable's text, or the default when it is unset."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no. Raises SetupError for any other word."""
    word = os.environ.get(name)
    if word is None:
        return default
    if word.strip().lower() in TRUE_WORDS:
        return True
    if word.strip().lower() in FALSE_WORDS:
        return False
    raise SetupError(f"{name} is “{word}”. Write 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number of zero or more. Raises SetupError otherwise."""
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    if not word.isdecimal():
        raise SetupError(f"{name} is “{word}”. Write a whole number, for example {default}.")
    return int(word)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, Any]:
    """Django's settings for a DATABASE_URL; raises SetupError for one that cannot be read."""
    mend = (
        "Write postgresql://user:password@host:5432/name, "
        "or leave DATABASE_URL out to keep everything in one SQLite file."
    )
    place = address(url, variable="DATABASE_URL", mend=mend)
    if place.scheme not in {"postgresql", "postgres", "sqlite"}:
        raise SetupError(f"DATABASE_URL begins with “{place.scheme}:”, which Milepost does not speak. {mend}")
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if not config.get("NAME"):
        raise SetupError(f"DATABASE_URL names no database on {place}. {mend}")
    return config


def broker(url: str) -> str:
    """Celery's form of a REDIS_URL, empty for none; raises SetupError for one that cannot be read."""
    if not url:
        return ""
    mend = "Write redis://:password@host:6379/0, or leave REDIS_URL out to queue in a folder."
    place = address(url, variable="REDIS_URL", mend=mend)
    if place.scheme == "unix":
        url = "redis+socket" + url.removeprefix("unix").replace("?db=", "?virtual_host=")
    elif place.scheme not in {"redis", "rediss", "redis+socket"}:
        raise SetupError(f"REDIS_URL begins with “{place.scheme}:”, which is not Redis. {mend}")
    elif place.scheme != "redis+socket" and not place.host:
        raise SetupError(f"REDIS_URL names no host. {mend}")
    return url


@dataclass(frozen=True, slots=True)
class Address:
    """Where a URL points, without its password; prints as host and port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return self.host if self.host.startswith("/") else f"{self.host}:{self.port}"


DEFAULT_PORTS = {"postgresql": 5432, "postgres": 5432, "redis": 6379, "rediss": 6379}


def address(url: str, *, variable: str, mend: str = "") -> Address:
    """The scheme, host and port of a URL; raises SetupError when it has none."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, unquote(parts.hostname or "")
    except ValueError as error:
        shown = url.rpartition("@")[2].rpartition("//")[2].partition("?")[0]
        raise SetupError(
            f"{variable} cannot be read at “{shown}”: the port is no number up to 65535, "
            f"or a password holds / # or @ (write %2F %23 %40). {mend}"
        ) from error
    if not parts.scheme or "://" not in url:
        raise SetupError(f"{variable} is not an address. {mend}")
    if parts.scheme in {"unix", "redis+socket"}:
        host = parts.path
    elif not host:
        host = dict(parse_qsl(parts.query)).get("host", "")
    if parts.scheme in {"postgresql", "postgres"} and not host:
        host = "localhost"
    return Address(parts.scheme, host, port or DEFAULT_PORTS.get(parts.scheme, 0))


def secret_key() -> str:
    """SECRET_KEY, long enough to sign with. Raises SetupError when it is missing or short."""
    key = os.environ.get("SECRET_KEY", "")
    if len(key) < 32:
        raise SetupError(
            "SECRET_KEY is missing or shorter than 32 characters. `manage.py up` writes one into .env; "
            "in production set it in the environment."
        )
    return key


def mail(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for an EMAIL_URL; raises SetupError for one that cannot be read."""
    try:
        config: dict[str, Any] = dict(environ.Env.email_url_config(url))
    except (KeyError, ValueError, environ.ImproperlyConfigured) as error:
        raise SetupError(
            "EMAIL_URL cannot be read. Write smtp+tls://user:password@host:587, or leave it out."
        ) from error
    return config
