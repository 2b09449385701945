"""`STACK=services`: a PostgreSQL and a Redis of our own under var/."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pm.management.stack import postgres, redis


@dataclass(frozen=True, slots=True)
class Places:
    """Where the two keep their data and their sockets."""

    home: Path
    sockets: Path

    @property
    def urls(self) -> dict[str, str]:
        """The variables that point everything at them."""
        return {
            "DATABASE_URL": postgres.url_of(self.sockets / "pg"),
            "REDIS_URL": redis.url_of(self.sockets / "redis.sock"),
        }


def places(var: Path) -> Places:
    """Under var/; the sockets in the temporary folder when the path is too long to address."""
    home = var / "services"
    if postgres.short_enough(home / "pg"):
        return Places(home, home)
    mark = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    return Places(home, Path(tempfile.gettempdir()) / f"milepost-{os.getuid()}-{mark}")


@dataclass(frozen=True, slots=True)
class Services:
    """The two, running."""

    postgres: postgres.Postgres
    redis: redis.Redis

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.stop()


def start(where: Places, logs: Path) -> Services:
    """Start both; nothing stays behind when one fails."""
    where.home.mkdir(parents=True, exist_ok=True)
    where.sockets.mkdir(parents=True, exist_ok=True)
    database = postgres.start(
        home=where.home / "postgres", sockets=where.sockets / "pg", log=logs / "postgres.log"
    )
    try:
        queue = redis.start(
            home=where.home / "redis", path=where.sockets / "redis.sock", log=logs / "redis.log"
        )
    except BaseException:
        database.stop()
        raise
    return Services(database, queue)
