"""Whether the things Milepost stands on answer."""

import os
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import redis
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from pm.models import Heartbeat

BROKER_SECONDS = 0.5
BEAT_IS_LATE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Health:
    """The state of each part. Pages need the first two; without the others figures grow old, and say so."""

    database: bool
    migrations: bool
    broker: bool
    beat: bool
    beat_age_seconds: int | None

    @property
    def is_ready(self) -> bool:
        return self.database and self.migrations

    def as_dict(self) -> dict[str, Any]:
        """For JSON: `status` is ready, degraded (jobs wait) or unready."""
        jobs = self.broker and self.beat
        word = ("ready" if jobs else "degraded") if self.is_ready else "unready"
        return {"status": word, **asdict(self)}


def look(*, now: datetime, redis_url: str, queue: Path) -> Health:
    """Ask each part, none for longer than half a second (the database: its own time limit)."""
    try:
        migrations = migrations_are_applied(int(now.timestamp()) // 60)
        beat_at = Heartbeat.objects.filter(part="beat").values_list("beat_at", flat=True).first()
        database = True
    except DatabaseError:
        migrations, beat_at, database = False, None, is_database_up()
    age = None if beat_at is None else int((now - beat_at).total_seconds())
    return Health(
        database=database,
        migrations=migrations,
        broker=does_redis_answer(redis_url) if redis_url else os.access(queue, os.W_OK),
        beat=age is not None and abs(age) <= BEAT_IS_LATE_SECONDS,  # a sign from the future is no sign
        beat_age_seconds=None if age is None else max(0, age),
    )


@lru_cache(maxsize=1)
def migrations_are_applied(_minute: int) -> bool:
    """Whether every migration of this code is in the database; remembered for a minute."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_database_up() -> bool:
    """A table was missing, or nothing answers at all."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def does_redis_answer(url: str) -> bool:
    """Whether the broker answers a PING. One that only accepts connections does not."""
    address = url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    limits = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    client = redis.Redis.from_url(address, **limits, retry=None)
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()
