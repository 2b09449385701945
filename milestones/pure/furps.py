"""Doneness: what of the promised quality is claimed, and what is verified.

A statement is *claimed* when it has at least one pin and every pin that is not dropped belongs to a
closed deliverable. It is *verified* when it is claimed and each evidence that the program's policy
requires is there for the current revision, neither refused nor expired; where none is required, when
somebody outside the accountable subteam accepted the close. Evidence asked for where it is relevant
holds nothing up until it is refused or has expired. A close that an import brought counts as claimed,
never as verified.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

LETTERS = ("F", "U", "R", "P", "S", "+")
LETTER_NAMES = {
    "F": "Functionality",
    "U": "Usability",
    "R": "Reliability",
    "P": "Performance",
    "S": "Supportability",
    "+": "Others",
}


class Answer(StrEnum):
    """What is known of one evidence for the current revision of a statement."""

    MISSING = "MISSING"
    SIGNED = "SIGNED"
    REFUSED = "REFUSED"
    NOT_RELEVANT = "NOT_RELEVANT"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class PinFact:
    """One pin of a statement: dropped itself or with its deliverable, closed, accepted from outside,
    its close brought by an import.
    """

    is_dropped: bool
    is_closed: bool
    is_accepted: bool = False
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """One evidence that the policy asks of a statement's letter, and what is known of it."""

    is_required: bool
    answer: Answer = Answer.MISSING

    @property
    def is_met(self) -> bool:
        """Whether it stands in the way of nothing."""
        if self.is_required:
            return self.answer == Answer.SIGNED
        return self.answer not in {Answer.REFUSED, Answer.EXPIRED}


@dataclass(frozen=True, slots=True)
class StatementFact:
    """A statement and its pins. `counts` is false for a limitation and a retired one."""

    letter: str
    number: int
    counts: bool
    pins: tuple[PinFact, ...] = ()
    evidence: tuple[EvidenceFact, ...] = ()

    @property
    def is_claimed(self) -> bool:
        is_held = False
        for pin in self.pins:  # a page of features asks this two thousand times
            if not pin.is_dropped:
                if not pin.is_closed:
                    return False
                is_held = True
        return is_held

    @property
    def is_verified(self) -> bool:
        return self.is_claimed and all(self.proves(pin) for pin in self.pins if not pin.is_dropped)

    def proves(self, pin: PinFact) -> bool:
        """Whether what that pin claims is verified: by the evidence required, else by who accepted it."""
        if not pin.is_closed or pin.is_imported or not all(one.is_met for one in self.evidence):
            return False
        return pin.is_accepted or any(one.is_required for one in self.evidence)

    @property
    def state(self) -> str:
        """`verified`, `claimed` or `target`."""
        if not self.is_claimed:
            return "target"
        return "verified" if self.is_verified else "claimed"


@dataclass(frozen=True, slots=True)
class LetterDoneness:
    """How much of one letter is claimed and verified."""

    letter: str
    claimed: int
    verified: int
    total: int
    states: tuple[str, ...]

    @property
    def name(self) -> str:
        return LETTER_NAMES[self.letter]

    @property
    def claimed_text(self) -> str:
        """`F(8/9)`; a letter without statements prints `–`, never `0/0`."""
        return f"{self.letter}({self.claimed}/{self.total})" if self.total else "–"

    @property
    def verified_text(self) -> str:
        return f"{self.letter}({self.verified}/{self.total})" if self.total else "–"


@dataclass(frozen=True, slots=True)
class Doneness:
    """Doneness by letter, in the order F U R P S +."""

    letters: tuple[LetterDoneness, ...] = field(default_factory=tuple)

    @property
    def claimed_text(self) -> str:
        """`F(8/9) U(4/4)`: the letters that have statements; `–` when none has."""
        return " ".join(row.claimed_text for row in self.letters if row.total) or "–"

    @property
    def verified_text(self) -> str:
        return " ".join(row.verified_text for row in self.letters if row.total) or "–"

    @property
    def claimed(self) -> int:
        return sum(row.claimed for row in self.letters)

    @property
    def verified(self) -> int:
        return sum(row.verified for row in self.letters)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.letters)


def measure(statements: Iterable[StatementFact]) -> Doneness:
    """The doneness of a set of statements. Limitations and retired ones are in no count."""
    counted = [row for row in statements if row.counts]
    return Doneness(tuple(measure_letter(letter, counted) for letter in LETTERS))


def measure_letter(letter: str, statements: Sequence[StatementFact]) -> LetterDoneness:
    """The doneness of one letter, its statements in the order of their numbers."""
    rows = sorted((row for row in statements if row.letter == letter), key=lambda row: row.number)
    states = tuple(row.state for row in rows)
    verified = states.count("verified")
    return LetterDoneness(
        letter=letter,
        # What is verified is claimed.
        claimed=verified + states.count("claimed"),
        verified=verified,
        total=len(rows),
        states=states,
    )
