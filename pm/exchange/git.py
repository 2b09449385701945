"""Reads the tip of a repository through git, without anyone's configuration, hooks or network."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_SECONDS = 60
SIGNATURES = (b"# v2 git bundle\n", b"# v3 git bundle\n")
OPTIONS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "protocol.allow=never",
    "safe.directory=*",
    "gc.auto=0",
)
ENVIRONMENT = {
    "PATH": os.defpath,
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}


class GitFailed(Exception):
    """Git refused; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of the committed tree."""

    mode: str
    kind: str
    sha: str
    size: int
    path: str


def is_bundle(path: Path) -> bool:
    """Whether a file begins as a git bundle does."""
    with path.open("rb") as opened:
        return opened.read(len(SIGNATURES[0])) in SIGNATURES


def is_repository(folder: Path) -> bool:
    """Whether a folder is a work tree or a bare repository."""
    bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
    return bare or (folder / ".git").exists()


def clone_bundle(bundle: Path, folder: Path) -> Path:
    """Unpack a bundle into a bare repository."""
    _git(
        [
            "-c",
            "protocol.file.allow=always",
            "clone",
            "--quiet",
            "--bare",
            "--no-tags",
            "--",
            str(bundle),
            str(folder),
        ],
        refused="The bundle cannot be unpacked. Check it with: git bundle verify FILE",
    )
    return folder


def read_tip(repository: Path, limit: int) -> tuple[str, list[TreeEntry]]:
    """The commit HEAD names and its files."""
    head = _git(
        ["-C", str(repository), "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}"],
        refused="There is no commit at HEAD. Commit first, or bundle HEAD: git bundle create FILE HEAD --all",
    )
    commit = head.decode().strip()
    listing = _git(
        ["-C", str(repository), "ls-tree", "-r", "-z", "-l", "--full-tree", commit],
        refused="The files of the commit cannot be listed; the repository is damaged.",
    )
    rows = listing.split(b"\0")[:-1]
    if len(rows) > limit:
        raise GitFailed(f"The commit holds more than {limit:,} files. Name the program's repository.")
    return commit, [_entry(row) for row in rows]


def read_blobs(repository: Path, shas: list[str]) -> Iterator[bytes]:
    """The contents of these objects, in order."""
    if not shas:
        return
    damaged = "A file of the commit cannot be read; the repository is damaged."
    asked = "".join(f"{sha}\n" for sha in shas).encode()
    answer = _git(["-C", str(repository), "cat-file", "--batch"], refused=damaged, given=asked)
    at = 0
    for _ in shas:
        end = answer.find(b"\n", at)
        header = answer[at:end].split(b" ") if end >= 0 else []
        if len(header) != 3 or header[1] != b"blob":
            raise GitFailed(damaged)
        size = int(header[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _entry(row: bytes) -> TreeEntry:
    about, _, name = row.partition(b"\t")
    mode, kind, sha, size = about.decode("ascii").split()
    return TreeEntry(mode, kind, sha, int(size) if size.isdigit() else 0, name.decode("utf-8", "replace"))


def _git(arguments: list[str], *, refused: str, given: bytes = b"") -> bytes:
    git = shutil.which("git")
    if git is None:
        raise GitFailed("git is not installed here. Install git, or name a plain folder.")
    options = [part for option in OPTIONS for part in ("-c", option)]
    process = subprocess.Popen(  # noqa: S603 - git by its full path, arguments as a list, no shell
        [git, *options, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(given, timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as expired:
        os.killpg(process.pid, signal.SIGKILL)  # its children too: they hold the pipes open
        process.communicate()
        raise GitFailed(f"git took longer than {TIMEOUT_SECONDS} s. Name a smaller source.") from expired
    if process.returncode != 0:
        raise GitFailed(refused)
    return answer
