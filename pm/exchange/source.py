"""Opens what an import reads: a folder, a git repository (its committed tip) or a git bundle.

Nothing of a source is trusted: links are never followed, sizes are capped, git runs without the
configuration, hooks or network of anyone. What is not read is listed with the rule and a sentence.
"""

import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import O_NOFOLLOW, O_NONBLOCK, O_RDONLY, fdopen, fstat
from os import open as open_fd
from pathlib import Path, PurePosixPath

from pm.errors import DomainError
from pm.exchange.git import GitFailed, TreeEntry, clone_bundle, is_bundle, is_repository, read_blobs, read_tip
from pm.pure.source import SkippedFile, Source, SourceFile

__all__ = ["SkippedFile", "Source", "SourceError", "SourceFile", "decode", "open_source"]

MAX_FILE_BYTES = 2_000_000
MAX_FILES = 5_000
MAX_TOTAL_BYTES = 50_000_000
MAX_ENTRIES = 200_000
KINDS = "a folder, a git repository or a git bundle"


class SourceError(DomainError):
    """The source cannot be read; the message says why and what would do."""


@contextmanager
def open_source(path: Path | str) -> Iterator[Source]:
    """The Markdown files of a source, its commit and what was skipped; raises SourceError."""
    root = Path(path)
    with tempfile.TemporaryDirectory(prefix="milepost-source-") as scratch:
        try:
            source = _read(root, Path(scratch))
        except GitFailed as failed:
            raise SourceError(f"{root}: {failed}") from failed
        except (OSError, ValueError) as failed:
            raise SourceError(f"{root} cannot be read: {_why(failed)}.") from failed
        if not source.files:
            others = f"; {len(source.skipped)} other files were skipped" if source.skipped else ""
            raise SourceError(f"{root} holds no Markdown file that can be read{others}.")
        yield source


def decode(data: bytes) -> str | None:
    """Text with newlines only, from UTF-8 or from UTF-16 with a byte order mark; None for anything else."""
    for encoding in ("utf-8-sig", "utf-16"):
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            return None
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def _why(failed: Exception) -> str:
    return failed.strerror or "the system refused" if isinstance(failed, OSError) else "the path is malformed"


def _read(root: Path, scratch: Path) -> Source:
    if not root.exists():
        raise SourceError(f"{root} does not exist. Name {KINDS}.")
    if root.is_dir():
        return _read_git(root) if is_repository(root) else _read_folder(root)
    if not root.is_file() or not is_bundle(root):
        raise SourceError(f"{root} is not a git bundle. Name {KINDS}.")
    return _read_git(clone_bundle(root.resolve(), scratch / "tip.git"))


@dataclass(slots=True)
class _Shelf:
    """Collects files under the caps and refuses names that lead elsewhere."""

    files: list[SourceFile] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    size: int = 0

    def skip(self, path: str, rule: str, sentence: str) -> None:
        shown = path.encode("utf-8", "replace").decode()
        self.skipped.append(SkippedFile(shown, rule, f"{shown} {sentence}"))

    def wants(self, path: str, size: int) -> bool:
        """Whether a file of this name and size is to be read; else it is skipped with a sentence."""
        refused = _refused_name(path)
        if refused:
            self.skip(path, "refused path", refused)
        elif path in self.taken:
            self.skip(path, "listed twice", "is listed twice; the first one was read.")
        elif not path.lower().endswith(".md"):
            self.skip(path, "not Markdown", "is not Markdown and was not read.")
        elif size > MAX_FILE_BYTES:
            self.skip(path, "too large", f"is larger than 2 MB ({size:,} bytes) and was not read.")
        else:
            self._charge(path, size)
            return True
        return False

    def _charge(self, path: str, size: int) -> None:
        self.taken.add(path)
        self.size += size
        if len(self.taken) > MAX_FILES or self.size > MAX_TOTAL_BYTES:
            raise SourceError(
                f"The source holds more than {MAX_FILES:,} Markdown files "
                f"or {MAX_TOTAL_BYTES // 1_000_000} MB. Name the folder of the program alone."
            )

    def add(self, path: str, data: bytes) -> None:
        text = decode(data)
        if text is None:
            self.skip(path, "not text", "is neither UTF-8 nor UTF-16 text and was not read.")
        else:
            self.files.append(SourceFile(path, text))

    def done(self, commit: str | None) -> Source:
        files = sorted(self.files, key=lambda file: file.path)
        return Source(tuple(files), commit, tuple(sorted(self.skipped, key=lambda skipped: skipped.path)))


def _refused_name(path: str) -> str:
    if path.startswith("/") or ".." in PurePosixPath(path).parts:
        return "leads out of the source and was refused."
    if not path.isprintable() or "\ufffd" in path:
        return "has a name that is not plain text and was refused."
    return ""


def _read_git(repository: Path) -> Source:
    shelf = _Shelf()
    commit, entries = read_tip(repository, MAX_ENTRIES)
    wanted: list[TreeEntry] = []
    for entry in entries:
        if entry.mode == "120000":
            shelf.skip(entry.path, "symbolic link", "is a symbolic link and was not followed.")
        elif entry.kind != "blob":
            shelf.skip(entry.path, "submodule", "is a submodule and was not read.")
        elif shelf.wants(entry.path, entry.size):
            wanted.append(entry)
    for entry, data in zip(wanted, read_blobs(repository, [entry.sha for entry in wanted]), strict=True):
        shelf.add(entry.path, data)
    return shelf.done(commit)


def _read_folder(root: Path) -> Source:
    shelf = _Shelf()
    for path in _walk(root):
        name = path.relative_to(root).as_posix()
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            shelf.skip(name, "symbolic link", "is a symbolic link and was not followed.")
        elif not stat.S_ISREG(mode):
            shelf.skip(name, "not a file", "is not a plain file and was not read.")
        elif shelf.wants(name, path.lstat().st_size):
            _add_file(shelf, name, path)
    return shelf.done(None)


def _add_file(shelf: _Shelf, name: str, path: Path) -> None:
    """Read what was looked at: a file swapped for a link or a pipe meanwhile is skipped."""
    try:
        with fdopen(open_fd(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK), "rb") as opened:
            plain = stat.S_ISREG(fstat(opened.fileno()).st_mode)
            data = opened.read(MAX_FILE_BYTES + 1) if plain else b"\0"
    except OSError as failed:
        shelf.skip(name, "unreadable", f"cannot be read: {_why(failed)}.")
    else:
        shelf.add(name, data[:MAX_FILE_BYTES])


def _walk(root: Path) -> Iterable[Path]:
    """Every entry below a folder that is not a folder itself; `.git` is not entered."""
    folders, seen = [root], 0
    while folders:
        for path in sorted(folders.pop().iterdir()):
            seen += 1
            if seen > MAX_ENTRIES:
                raise SourceError(f"{root} holds more than {MAX_ENTRIES:,} files. Name the program's folder.")
            if path.is_symlink() or not path.is_dir():
                yield path
            elif path.name != ".git":
                folders.append(path)
