import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pm.exchange import source as source_module
from pm.exchange.source import SkippedFile, SourceError, SourceFile, decode, open_source


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(  # noqa: S603 - git on a folder of the test
        ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments],  # noqa: S607 - the git of the machine
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.defpath, "HOME": str(folder), "GIT_CONFIG_GLOBAL": "/dev/null"},
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "plan.md").write_text("# Plan\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Plan")
    return folder


def bundle_of(repository: Path, *refs: str) -> Path:
    path = repository.parent / "program.bundle"
    git(repository, "bundle", "create", "--quiet", str(path), *(refs or ("HEAD", "main")))
    return path


def test_open_source_folder_reads_markdown_and_lists_the_rest(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.md").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    (tmp_path / "a.MD").write_text("top")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    (tmp_path / ".git" / "x").mkdir(parents=True)
    (tmp_path / ".git").rename(tmp_path / "b" / ".git")

    with open_source(tmp_path) as source:
        found = source

    assert found.commit is None
    assert found.files == (SourceFile("a.MD", "top"), SourceFile("b/two.md", "one\ntwo\nthree\n"))
    assert found.skipped == (
        SkippedFile("image.png", "not Markdown", "image.png is not Markdown and was not read."),
    )


def test_open_source_repository_reads_the_committed_tip(repository: Path) -> None:
    (repository / "plan.md").write_text("# Not committed\n")
    (repository / "draft.md").write_text("# Not added\n")

    with open_source(repository) as source:
        found = source

    assert found.files == (SourceFile("plan.md", "# Plan\n"),)
    assert found.commit == git(repository, "rev-parse", "HEAD")


def test_open_source_bundle_reads_its_tip(repository: Path) -> None:
    (repository / "plan.md").write_text("# Plan, second edition\n")
    git(repository, "commit", "--quiet", "-am", "Edit")

    with open_source(str(bundle_of(repository))) as source:
        found = source

    assert found.files == (SourceFile("plan.md", "# Plan, second edition\n"),)
    assert found.commit == git(repository, "rev-parse", "HEAD")


def test_open_source_bare_repository_reads_its_tip(repository: Path) -> None:
    bare = repository.parent / "bare"
    git(repository, "clone", "--quiet", "--bare", str(repository), str(bare))

    with open_source(bare) as source:
        assert [file.path for file in source.files] == ["plan.md"]


def test_open_source_repository_runs_no_hook_and_no_configured_program(repository: Path) -> None:
    witness = repository.parent / "witness"
    program = repository.parent / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {witness}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.alternateRefsCommand"):
        git(repository, "config", name, str(program))
    hooks = repository / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "post-checkout").write_text(program.read_text())
    (hooks / "post-checkout").chmod(0o755)

    with open_source(repository) as source:
        assert len(source.files) == 1

    assert not witness.exists()


def test_open_source_folder_follows_no_link_and_reads_no_pipe(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / "plan.md").write_text("# Plan")
    (root / "folder").symlink_to(outside)
    (root / "secret.md").symlink_to(outside / "secret.md")
    os.mkfifo(root / "pipe.md")

    with open_source(root) as source:
        found = source

    assert [file.path for file in found.files] == ["plan.md"]
    assert [(skipped.path, skipped.rule) for skipped in found.skipped] == [
        ("folder", "symbolic link"),
        ("pipe.md", "not a file"),
        ("secret.md", "symbolic link"),
    ]
    assert found.skipped[0].sentence == "folder is a symbolic link and was not followed."


def test_open_source_repository_follows_no_link_and_no_submodule(repository: Path) -> None:
    (repository / "passwd.md").symlink_to("/etc/passwd")
    git(repository, "add", ".")
    tip = git(repository, "rev-parse", "HEAD")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{tip},sub.md")
    git(repository, "commit", "--quiet", "-m", "Links")

    with open_source(repository) as source:
        found = source

    assert [file.path for file in found.files] == ["plan.md"]
    assert [(skipped.path, skipped.rule) for skipped in found.skipped] == [
        ("passwd.md", "symbolic link"),
        ("sub.md", "submodule"),
    ]


def write_tree(repository: Path, rows: list[tuple[str, bytes]]) -> None:
    """Commit a tree git itself would refuse to write."""
    blob = bytes.fromhex(git(repository, "rev-parse", "HEAD:plan.md"))
    tree = b"".join(mode.encode() + b" " + name + b"\0" + blob for mode, name in rows)
    written = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],  # noqa: S607 - the git of the machine
        cwd=repository,
        input=tree,
        check=True,
        capture_output=True,
    )
    commit = git(repository, "commit-tree", "-m", "Odd", written.stdout.decode().strip())
    git(repository, "update-ref", "HEAD", commit)


def test_open_source_repository_refuses_names_that_lead_out(repository: Path) -> None:
    rows = [
        ("100644", b".."),
        ("100644", b"/abs.md"),
        ("100644", b"../up.md"),
        ("100644", b"bell\x07.md"),
        ("100644", b"caf\xff.md"),
        ("100644", b"good.md"),
        ("100644", b"good.md"),
    ]
    write_tree(repository, rows)

    with open_source(repository) as source:
        found = source

    assert [file.path for file in found.files] == ["good.md"]
    assert [(skipped.path, skipped.rule) for skipped in found.skipped] == [
        ("..", "refused path"),
        ("../up.md", "refused path"),
        ("/abs.md", "refused path"),
        ("bell\x07.md", "refused path"),
        ("caf\ufffd.md", "refused path"),
        ("good.md", "listed twice"),
    ]


def test_open_source_skips_large_and_unreadable_text(tmp_path: Path) -> None:
    (tmp_path / "large.md").write_bytes(b"x" * 2_000_001)
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    (tmp_path / "nul.md").write_bytes(b"a\0b")
    (tmp_path / "plan.md").write_text("# Plan")

    with open_source(tmp_path) as source:
        found = source

    assert [skipped.sentence for skipped in found.skipped] == [
        "large.md is larger than 2 MB (2,000,001 bytes) and was not read.",
        "latin.md is neither UTF-8 nor UTF-16 text and was not read.",
        "nul.md is neither UTF-8 nor UTF-16 text and was not read.",
    ]


def test_open_source_with_a_file_nobody_may_read_skips_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.md").write_text("# Plan")
    (tmp_path / "shut.md").write_text("# Shut")
    real = source_module.open_fd

    def refuse(path: Path, flags: int) -> int:
        if path.name == "shut.md":
            raise PermissionError(13, "Permission denied")
        return real(path, flags)

    monkeypatch.setattr(source_module, "open_fd", refuse)

    with open_source(tmp_path) as source:
        assert source.skipped == (
            SkippedFile("shut.md", "unreadable", "shut.md cannot be read: Permission denied."),
        )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        (b"\xef\xbb\xbfmark", "mark"),
        ("wide".encode("utf-16"), "wide"),
        (b"\xfe\xff\x00w", "w"),
        (b"\xff\xfe\x00", None),
        (b"\xff\xfe\x00\x00x\x00\x00\x00", None),
        (b"caf\xe9", None),
        (b"a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_decode_reads_utf8_and_marked_utf16_only(data: bytes, text: str | None) -> None:
    assert decode(data) == text


def test_open_source_missing_path_says_what_would_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nothing does not exist\. Name a folder, a git repository or"):
        open_source(tmp_path / "nothing").__enter__()


def test_open_source_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no Markdown file that can be read"):
        open_source(tmp_path).__enter__()


def test_open_source_folder_without_markdown_counts_what_it_skipped(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")

    with pytest.raises(SourceError, match="can be read; 1 other files were skipped"):
        open_source(tmp_path).__enter__()


def test_open_source_repository_without_commit_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")

    with pytest.raises(SourceError, match="There is no commit at HEAD"):
        open_source(tmp_path).__enter__()


def test_open_source_bundle_without_head_is_refused(repository: Path) -> None:
    git(repository, "branch", "other")

    with pytest.raises(SourceError, match="There is no commit at HEAD"):
        open_source(bundle_of(repository, "other")).__enter__()


def test_open_source_damaged_bundle_is_refused(repository: Path) -> None:
    bundle = bundle_of(repository)
    bundle.write_bytes(bundle.read_bytes()[:-40])

    with pytest.raises(SourceError, match="The bundle cannot be unpacked"):
        open_source(bundle).__enter__()


def test_open_source_damaged_repository_is_refused(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:plan.md")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    with pytest.raises(SourceError, match="the repository is damaged"):
        open_source(repository).__enter__()


@pytest.mark.parametrize("name", ["MAX_FILES", "MAX_TOTAL_BYTES", "MAX_ENTRIES"])
def test_open_source_above_a_cap_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.md").write_text("# Plan")
    monkeypatch.setattr(source_module, name, 2)

    with pytest.raises(SourceError, match="holds more than"):
        open_source(tmp_path).__enter__()


def test_open_source_repository_above_the_cap_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_module, "MAX_ENTRIES", 0)

    with pytest.raises(SourceError, match="The commit holds more than 0 files"):
        open_source(repository).__enter__()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), signed=st.booleans())
def test_open_source_of_any_bytes_raises_only_source_error(tmp_path: Path, data: bytes, signed: bool) -> None:
    path = tmp_path / "any.bundle"
    path.write_bytes((b"# v2 git bundle\n" if signed else b"") + data)

    with pytest.raises(SourceError):
        open_source(path).__enter__()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_open_source_of_any_bytes_as_markdown_reads_or_skips_them(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "any.md").write_bytes(data)
    (tmp_path / "plan.md").write_text("# Plan")

    with open_source(tmp_path) as source:
        found = source

    assert len(found.files) + len(found.skipped) == 2
    assert all("\r" not in file.text and "\0" not in file.text for file in found.files)
