"""What must answer before anything starts: looked at within 5 seconds, told in one line."""

import os
import socket
import threading
from collections.abc import Callable

import psycopg
import redis

from pm import env
from pm.errors import SetupError

DEADLINE_SECONDS = 4.0
CONNECT_SECONDS = 3
# Commands that read no table; every other one wants the database first.
WITHOUT_DATABASE = frozenset(
    {
        "",
        "check",
        "collectstatic",
        "diffsettings",
        "doctor",
        "findstatic",
        "help",
        "install",
        "makemigrations",
        "up",
        "version",
    }
)


def check_command(words: list[str]) -> None:
    """Refuse a manage.py command whose database does not answer."""
    command = words[1] if len(words) > 1 else ""
    if command.startswith("-") or command in WITHOUT_DATABASE or {"-h", "--help"} & set(words):
        return
    env.load_env_file()
    check_database(env.text("DATABASE_URL"))


def check_database(url: str) -> None:
    """Raise SetupError unless the PostgreSQL of a DATABASE_URL lets us in."""
    if not url:
        return
    config = env.database(url)
    if config["ENGINE"].endswith("sqlite3"):
        return
    place = env.address(url, variable="DATABASE_URL")
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    words = {names[name]: config[name] for name in names if config.get(name)} | config.get("OPTIONS", {})

    def connect() -> None:
        if not place.host.startswith("/"):
            socket.create_connection((place.host, place.port), CONNECT_SECONDS).close()
        psycopg.connect(**words, connect_timeout=CONNECT_SECONDS).close()

    look(connect, what=f"PostgreSQL at {place}", mend="start it, or mend DATABASE_URL")


def check_redis(url: str) -> None:
    """Raise SetupError unless the Redis of a REDIS_URL answers."""
    known = env.broker(url)
    if not known:
        return
    place = env.address(url, variable="REDIS_URL")

    def ping() -> None:
        client(known).ping()

    look(ping, what=f"Redis at {place}", mend="start it, or mend REDIS_URL")


def client(url: str, seconds: float = 2.0) -> redis.Redis:
    """A client for Celery's form of a REDIS_URL."""
    if url.startswith("redis+socket"):
        url = "unix" + url.removeprefix("redis+socket").replace("?virtual_host=", "?db=")
    return redis.Redis.from_url(url, socket_connect_timeout=seconds, socket_timeout=seconds)


def look(question: Callable[[], None], *, what: str, mend: str) -> None:
    """Ask, in a thread, so that a slow name server cannot hold us; raise SetupError with the answer."""
    answers: list[str] = []

    def ask() -> None:
        try:
            question()
        except (OSError, psycopg.Error, redis.RedisError) as error:
            answers.append(reason(error))
        else:
            answers.append("")

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(DEADLINE_SECONDS)
    answer = answers[0] if answers else f"no answer within {DEADLINE_SECONDS:.0f} seconds"
    if answer:
        raise SetupError(f"{what} cannot be used: {answer}. Next: {mend}.")


def reason(error: Exception) -> str:
    """The end of a driver's message, on one line."""
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    line = " ".join(str(error).split()) or type(error).__name__
    return line.rpartition("FATAL: ")[2].strip().rstrip(".")
