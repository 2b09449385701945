"""Messages in a folder are whole or not there; a Redis that is gone ends no worker."""

import threading
from queue import Empty
from types import SimpleNamespace

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES
from redis.exceptions import ConnectionError as RedisGone

from pm.celery import app
from pm.transport import FileChannel, RedisChannel, RedisQoS


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "control").mkdir()
    return tmp_path


@pytest.fixture
def channel(folder):
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    options["control_folder"] = str(folder / "control")
    with Connection("filesystem://", transport_options=options) as connection:
        channel = connection.channel()
        assert isinstance(channel, FileChannel)
        yield channel


def test_the_products_queue_speaks_our_transports():
    assert app.connection().transport.__module__ == "pm.transport"
    for scheme in ("filesystem", "redis", "rediss"):
        assert TRANSPORT_ALIASES[scheme].startswith("pm.transport:")


def test_messages_come_in_order_and_once(channel, folder):
    for number in range(3):
        channel._put("celery", {"n": number})
    channel._put("other", {"n": 9})

    assert sorted(channel._get("celery")["n"] for _ in range(3)) == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._get("other") == {"n": 9}
    assert [path.name for path in folder.iterdir()] == ["control"]


@pytest.mark.parametrize("content", [b"", b'{"half', b"\xff\xfe"])
def test_a_damaged_message_is_passed_over(channel, folder, content):
    (folder / "0_damaged.celery.msg").write_bytes(content)
    channel._put("celery", {"n": 1})

    assert channel._get("celery") == {"n": 1}
    with pytest.raises(Empty):
        channel._get("celery")


def test_takers_and_givers_at_once_see_each_message_whole_and_once(channel):
    wanted, taken = range(200), []

    def take():
        while len(taken) < len(wanted):
            try:
                taken.append(channel._get("celery")["n"])
            except Empty:
                continue

    takers = [threading.Thread(target=take) for _ in range(4)]
    for one in takers:
        one.start()
    for number in wanted:
        channel._put("celery", {"n": number, "filler": "x" * 20_000})
    for one in takers:
        one.join()

    assert sorted(taken) == list(wanted)


def test_a_damaged_table_of_bindings_is_written_again(channel, folder):
    (folder / "control" / "celery.exchange").write_text("")

    channel._queue_bind("celery", "celery", "", "celery")
    channel._queue_bind("celery", "celery", "", "celery")

    assert [row.queue for row in channel.get_table("celery")] == ["celery"]


@pytest.mark.parametrize("connection", [None, SimpleNamespace(client=None)])
def test_a_closed_channel_of_redis_says_that_redis_is_gone(connection):
    channel = RedisChannel.__new__(RedisChannel)
    channel.connection = connection
    channel._on_collect = channel._pool = channel._async_pool = None

    with pytest.raises(RedisGone):
        channel._connparams()
    assert not RedisQoS.restore_at_shutdown
