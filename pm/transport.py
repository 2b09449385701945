"""The queue's transports, mended where Celery's own end a worker: a half written message, a Redis gone.

A message is only a hint, so losing one is no loss; a worker that ends is.
"""

import fcntl
import json
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem, redis
from kombu.transport.filesystem import exchange_queue_t
from redis.exceptions import ConnectionError as RedisGone


class FileChannel(filesystem.Channel):  # type: ignore[misc]  # kombu ships no stubs
    """A queue in a folder whose files appear whole or not at all."""

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str) -> Any:
        for path in sorted(Path(self.data_folder_in).glob(f"*.{queue}.msg")):
            taken = path.with_name(f"{path.name}.taken")
            try:
                path.rename(taken)
                text = taken.read_bytes()
                taken.unlink()
                return json.loads(text)
            except (OSError, ValueError):  # another worker has it, or it is damaged
                continue
        raise Empty

    def get_table(self, exchange: str) -> list[exchange_queue_t]:
        try:
            return [exchange_queue_t(*row) for row in json.loads(self._exchange_file(exchange).read_bytes())]
        except (FileNotFoundError, ValueError):
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self.control_folder.mkdir(exist_ok=True)
        with (self.control_folder / "bind.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            if row not in table:
                write_whole(self._exchange_file(exchange), [row, *table])


def write_whole(path: Path, content: Any) -> None:
    """Write a file that no reader sees half."""
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    part.write_text(json.dumps(content))
    part.replace(path)


class FileTransport(filesystem.Transport):  # type: ignore[misc]  # kombu ships no stubs
    Channel = FileChannel


class RedisQoS(redis.QoS):  # type: ignore[misc]  # kombu ships no stubs
    """What was taken and not done is offered again by the sweep, not by a worker whose Redis is gone."""

    restore_at_shutdown = False


class RedisChannel(redis.Channel):  # type: ignore[misc]  # kombu ships no stubs
    """Says that Redis is gone when its connection is closed, which a worker survives."""

    QoS = RedisQoS

    def _connparams(self, asynchronous: bool = False) -> Any:
        if self.connection is None or self.connection.client is None:
            raise RedisGone("The connection of this channel was closed.")
        return super()._connparams(asynchronous=asynchronous)


class RedisTransport(redis.Transport):  # type: ignore[misc]  # kombu ships no stubs
    Channel = RedisChannel


def use() -> None:
    """Let every broker address lead here."""
    TRANSPORT_ALIASES["filesystem"] = "pm.transport:FileTransport"
    TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "pm.transport:RedisTransport"
