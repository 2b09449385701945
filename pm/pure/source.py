"""What an import reads: plain values, wherever they came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text file of a source; `path` is relative and POSIX, lines end in a newline only."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was not read, the rule that says so and a sentence with the next step."""

    path: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Source:
    """A program as it lay in a folder, a git work tree or a bundle."""

    files: tuple[SourceFile, ...]
    commit: str | None
    skipped: tuple[SkippedFile, ...]
