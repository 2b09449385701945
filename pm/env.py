"""Typed, loud readers of the environment. Every variable read here stands in .env.example."""

import os
from pathlib import Path

import environ

from pm.errors import SetupError

BASE_DIR = Path(__file__).resolve().parent.parent

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


def load_env_file() -> None:
    """Read `.env` beside manage.py, if it is there; the real environment wins."""
    path = Path(os.environ.get("PM_ENV_FILE", BASE_DIR / ".env"))
    if path.is_file():
        environ.Env.read_env(path)


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


def database(url: str) -> dict[str, object]:
    """Django's settings for a DATABASE_URL; raises SetupError for one that cannot be read."""
    config: dict[str, object] = dict(environ.Env.db_url_config(url))
    engine = str(config.get("ENGINE", ""))
    if engine not in {"django.db.backends.postgresql", "django.db.backends.sqlite3"}:
        raise SetupError(
            "DATABASE_URL cannot be read. Write postgresql://user:password@host:5432/name, "
            "or leave it out to keep everything in one SQLite file."
        )
    return config


def secret_key() -> str:
    """SECRET_KEY, long enough to sign with. Raises SetupError when it is missing or short."""
    key = os.environ.get("SECRET_KEY", "")
    if len(key) < 32:
        raise SetupError(
            "SECRET_KEY is missing or shorter than 32 characters. `manage.py up` writes one into .env; "
            "in production set it in the environment."
        )
    return key


def mail(url: str) -> dict[str, object]:
    """Django's EMAIL_* settings for an EMAIL_URL; raises SetupError for one that cannot be read."""
    try:
        config: dict[str, object] = dict(environ.Env.email_url_config(url))
    except (KeyError, ValueError, environ.ImproperlyConfigured) as error:
        raise SetupError(
            "EMAIL_URL cannot be read. Write smtp+tls://user:password@host:587, or leave it out."
        ) from error
    return config
