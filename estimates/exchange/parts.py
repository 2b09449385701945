"""What a program kept in Markdown says of people and months for a milestone.

The parts of a milestone are its file's resources when every line with people says for how long; else the
shares of its row in a planning table. Where both say a whole and disagree, the file wins and both are
reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestones.exchange.reading import ReadProgram
from milestones.pure.markdown.document import AllocationDoc, MilestoneDoc, ShareDoc
from pm.exchange.plan import Contribution, Problem

MOST = Decimal(9_000)
CENT = Decimal("0.01")
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Part:
    """So many people of a subteam for so many months."""

    team: str | None
    people: Decimal
    months: Decimal
    text: str


def parts_of(doc: MilestoneDoc, read: ReadProgram, out: Contribution) -> list[Part]:
    """The file's parts or the table's, as the rule says."""
    stated = [line for line in doc.allocations if line.people is not None]
    own = [part for line in stated if (part := _own_part(line, read)) is not None]
    whole = bool(stated) and len(own) == len(stated)
    shares = _newest_shares(doc, read)
    table = [part for share in shares if (part := _table_part(share, read)) is not None]
    where = stated[0].line if stated else doc.line
    if whole and table:
        mine, theirs = months_of(own), months_of(table)
        if mine != theirs:
            sentence = (
                f"The resources of “{doc.title}” say {_shown(mine)} person-months, "
                f"{shares[0].path}:{shares[0].line} says {_shown(theirs)}; the file wins."
            )
            out.problems.append(Problem(doc.path, where, "efforts disagree", sentence))
        elif any(part.team is None for part in own):
            return table
        return own
    if whole or table:
        if stated and not whole:
            sentence = (
                f"The resources of “{doc.title}” name people without months; "
                f"the estimate is that of {shares[0].path}:{shares[0].line}."
            )
            out.problems.append(Problem(doc.path, where, "resource without months", sentence))
        return own if whole else table
    if stated:
        sentence = f"The resources of “{doc.title}” name people without months; it has no estimate."
        out.problems.append(Problem(doc.path, where, "resource without months", sentence))
    return []


def _newest_shares(doc: MilestoneDoc, read: ReadProgram) -> Sequence[ShareDoc]:
    """The shares of the newest plan of the milestone that has any."""
    rows = [row for row in read.said[doc.path].plans if row.shares]
    return max(rows, key=lambda row: row.period or "").shares if rows else ()


def _own_part(line: AllocationDoc, read: ReadProgram) -> Part | None:
    team = read.teams.find(line.role)
    return _part(team.key if team is not None else None, line.people, line.months, line.text)


def _table_part(share: ShareDoc, read: ReadProgram) -> Part | None:
    team = read.teams.find(share.subteam)
    text = f"{share.subteam}: {share.text}"
    return _part(team.key if team is not None else None, share.people, share.months, text)


def _part(team: str | None, people: Decimal | None, months: Decimal | None, text: str) -> Part | None:
    """A part that the table of allocations can hold."""
    if people is None or months is None:
        return None
    people, months = people.quantize(CENT), months.quantize(CENT)
    if not (0 < people < MOST and 0 < months < MOST):
        return None
    return Part(team, people, months, text[:LONGEST_LINE])


def months_of(parts: Sequence[Part]) -> Decimal:
    return sum((part.people * part.months for part in parts), Decimal(0))


def _shown(number: Decimal) -> str:
    return format(number.normalize(), "f")
