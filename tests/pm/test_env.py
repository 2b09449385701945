"""Readers of the environment are loud: what cannot be read is one sentence with the mend."""

import fcntl
import os

import pytest

from pm import env
from pm.errors import SetupError


@pytest.mark.parametrize(
    ("word", "expected"),
    [("1", True), ("true", True), (" Yes ", True), ("0", False), ("off", False), ("", False)],
)
def test_flag_reads_yes_and_no(monkeypatch, word, expected):
    monkeypatch.setenv("DEBUG", word)

    assert env.flag("DEBUG") is expected


def test_flag_of_another_word_is_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")

    with pytest.raises(SetupError, match="DEBUG is “maybe”. Write 1 or 0."):
        env.flag("DEBUG")


@pytest.mark.parametrize("word", ["-1", "1.5", "two"])
def test_number_that_is_none_is_refused(monkeypatch, word):
    monkeypatch.setenv("PM_PROXY_COUNT", word)

    with pytest.raises(SetupError, match="Write a whole number"):
        env.number("PM_PROXY_COUNT", 0)


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example.org, b.example.org,")

    assert env.words("ALLOWED_HOSTS") == ["a.example.org", "b.example.org"]


@pytest.mark.parametrize("key", ["", "short"])
def test_secret_key_that_is_short_is_refused(monkeypatch, key):
    monkeypatch.setenv("SECRET_KEY", key)

    with pytest.raises(SetupError, match="SECRET_KEY is missing or shorter than 32"):
        env.secret_key()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://h/d", "begins with “mysql:”"),
        ("postgresql://u:pass@h:port/d", "cannot be read at “h:port/d”"),
        ("postgresql://u:pa#ss@h/d", "DATABASE_URL"),
        ("postgresql://h:70000/d", "cannot be read at “h:70000/d”"),
        ("postgresql://db.example.org", "names no database on db.example.org:5432"),
        ("nonsense", "is not an address"),
    ],
)
def test_database_that_cannot_be_read_is_refused_without_its_password(url, sentence):
    with pytest.raises(SetupError) as caught:
        env.database(url)

    assert sentence in str(caught.value)
    assert "pass" not in str(caught.value).replace("user:password", "").replace("or a password", "")


def test_database_keeps_the_options_of_its_address():
    config = env.database("postgresql://u@/d?host=/run/pg&sslmode=require")

    assert (config["NAME"], config["OPTIONS"]) == ("d", {"host": "/run/pg", "sslmode": "require"})


@pytest.mark.parametrize(
    ("url", "celery"),
    [
        ("", ""),
        ("redis://:p@h:6379/1", "redis://:p@h:6379/1"),
        ("unix:///run/redis.sock?db=2", "redis+socket:///run/redis.sock?virtual_host=2"),
    ],
)
def test_broker_speaks_celerys_form(url, celery):
    assert env.broker(url) == celery


@pytest.mark.parametrize("url", ["amqp://h", "redis://", "localhost:6379"])
def test_broker_that_is_no_redis_is_refused(url):
    with pytest.raises(SetupError, match="REDIS_URL"):
        env.broker(url)


def test_what_runs_here_is_found_while_its_process_holds_the_lock(tmp_path, monkeypatch):
    running = tmp_path / "run" / "stack.env"
    running.parent.mkdir()
    running.write_text("# process 1\nPM_LOG_LEVEL='ERROR'\n")
    monkeypatch.setenv("PM_VAR_DIR", str(tmp_path))
    monkeypatch.delenv("PM_LOG_LEVEL")

    env.load_env_file()
    assert "PM_LOG_LEVEL" not in os.environ

    with running.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        env.load_env_file()
    assert os.environ["PM_LOG_LEVEL"] == "ERROR"


def test_mail_that_cannot_be_read_is_refused():
    with pytest.raises(SetupError, match="EMAIL_URL cannot be read"):
        env.mail("pigeon://roof")
