"""The .env is made once, with a key of its own, for its owner only."""

import stat

from pm.management.stack import env_file


def test_ensure_writes_a_new_key_that_only_the_owner_reads(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    one, two = tmp_path / "one.env", tmp_path / "two.env"

    assert (env_file.ensure(one), env_file.ensure(two)) == (True, True)
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert one.read_text() != two.read_text()


def test_ensure_leaves_a_file_that_is_there(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=mine\n")

    assert env_file.ensure(path) is False
    assert path.read_text() == "SECRET_KEY=mine\n"


def test_ensure_writes_nothing_where_the_environment_has_a_key(tmp_path):
    assert env_file.ensure(tmp_path / ".env") is False
    assert not (tmp_path / ".env").exists()
