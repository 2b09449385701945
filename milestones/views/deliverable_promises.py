"""The statements a deliverable promises, in ready strings."""

from dataclasses import dataclass

from django.urls import reverse

from milestones.models import Deliverable
from milestones.queries.deliverable import PinLine, Promises
from pm.models import Program


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the table of pins."""

    pk: int
    code: str
    text: str
    url: str
    note: str
    truth: str
    word: str
    pinned_text: str
    has_drifted: bool
    detail: str


def promise_lines(promises: Promises, program: Program, *, names_others: bool) -> list[Promise]:
    """The pins in ready strings. Without `names_others` other deliverables are counted, not named."""
    return [promise_line(line, program, names_others) for line in promises.lines]


def promise_line(line: PinLine, program: Program, names_others: bool) -> Promise:
    """One pin in ready strings."""
    statement = line.statement
    return Promise(
        pk=line.pk,
        code=statement.code,
        text=statement.text,
        url=reverse("feature_detail", args=[program.slug, statement.feature.slug]),
        note=note_of(line),
        truth="drifted" if line.has_drifted else line.state,
        word=word_of(line, names_others),
        pinned_text=line.pinned_text,
        has_drifted=line.has_drifted,
        detail=detail_of(line),
    )


def note_of(line: PinLine) -> str:
    """`rev 3, pinned at 2, for S2`."""
    parts = [f"rev {line.statement.revision}"]
    if line.revision != line.statement.revision:
        parts.append(f"pinned at {line.revision}")
    if line.scope:
        parts.append(f"for {line.scope}")
    return ", ".join(parts)


def word_of(line: PinLine, names_others: bool) -> str:
    """`Claimed`, `Open, needs D-106 too`, and whether it drifted."""
    if not line.is_counted:
        word = line.statement.get_state_display()
    elif line.waits_for:
        others = " and ".join(line.waits_for) if names_others else f"{len(line.waits_for)} more"
        word = f"Open, needs {others} too"
    else:
        word = {"target": "Open", "claimed": "Claimed", "verified": "Verified"}[line.state]
    return f"{word}, drifted" if line.has_drifted else word


def detail_of(line: PinLine) -> str:
    """What the evidence column says."""
    if not line.is_counted:
        return "Not counted in doneness"
    required = [one for one in line.evidence if one.is_required]
    if required:
        there = sum(one.is_met for one in required)
        return f"{there} of {len(required)} required before it is verified"
    return "Verified when somebody outside the subteam accepts the close"


def closing_moves(promises: Promises) -> list[tuple[str, str, str]]:
    """How claimed doneness moves when this closes: letter, from, to; only the letters that move."""
    pairs = zip(promises.now.letters, promises.after.letters, strict=True)
    return [
        (now.letter, f"{now.claimed}/{now.total}", f"{then.claimed}/{then.total}")
        for now, then in pairs
        if now.total and now.claimed != then.claimed
    ]


def pins_note(promises: Promises, row: Deliverable) -> str:
    """`F(0/3) P(0/1) claimed, none counts before this closes`."""
    if not promises.lines:
        return ""
    tail = ", none counts before this closes" if row.is_open and not promises.now.claimed else " claimed"
    drift = f"; {promises.drifted} drifted" if promises.drifted else ""
    return f"{promises.now.claimed_text}{tail}{drift}"
