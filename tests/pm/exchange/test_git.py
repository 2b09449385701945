from pathlib import Path

import pytest

from pm.exchange import git as git_module
from pm.exchange.git import GitFailed, is_bundle, is_repository, read_blobs, read_tip


def test_is_bundle_knows_the_two_signatures(tmp_path: Path) -> None:
    for name, data in {"two": b"# v2 git bundle\nx", "three": b"# v3 git bundle\nx", "no": b"# v4"}.items():
        (tmp_path / name).write_bytes(data)

    assert [is_bundle(tmp_path / name) for name in ("two", "three", "no")] == [True, True, False]


def test_is_repository_knows_a_work_tree_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    (tmp_path / "folder").mkdir()

    assert is_repository(tmp_path / "tree")
    assert not is_repository(tmp_path / "folder")


def test_read_blobs_of_none_asks_git_nothing(tmp_path: Path) -> None:
    assert list(read_blobs(tmp_path, [])) == []


def test_git_missing_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module.shutil, "which", lambda _: None)

    with pytest.raises(GitFailed, match="git is not installed here"):
        read_tip(tmp_path, 10)


def test_git_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nsleep 30 & sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(git_module.shutil, "which", lambda _: str(slow))
    monkeypatch.setattr(git_module, "TIMEOUT_SECONDS", 0.2)

    with pytest.raises(GitFailed, match=r"git took longer than 0\.2 s"):
        read_tip(tmp_path, 10)
