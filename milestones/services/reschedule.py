"""Dates that move together: what hangs on a move and clashes with it, and the move itself.

    moves = [Move("M", pk, start, end, seen)]
    shown = preview(program=program, moves=moves, access=access, today=today)   # writes nothing
    apply(program=program, moves=[*moves, *ticked], reason_class="SCOPE", reason="…", actor=actor)

Nothing moves that is not in `moves`. All of them do, in one change set, or none does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from milestones.models import Deliverable, Milestone
from milestones.pure.schedule import Bar, Clash, clashes, dependants, near_end, shifted
from milestones.queries.schedule import Plan, Work, bar_of, load_plan, load_work
from milestones.rules import may
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from milestones.services import target
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.permissions import Permission
from pm.rules import Access
from pm.services.history import recording

MOST_DEPENDANTS = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """The dates as the editor saw them; `first` and `text` belong to an imprecise target."""

    start: date | None
    end: date | None
    first: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """New dates of a milestone (M) or a deliverable (D). Without `seen`, whatever stands there moves."""

    kind: str
    pk: int
    start: date | None
    end: date | None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One move of a preview. `days` is how far its end goes, None where it had none."""

    row: Work
    move: Move
    days: int | None
    because: str = ""
    may: bool = True
    is_ticked: bool = True
    asks_reason: bool = False
    clashes: tuple[Clash, ...] = ()
    standing: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The moves, what hangs on them (unticked unless chosen), and what is not listed."""

    lines: tuple[Line, ...]
    offered: tuple[Line, ...]
    left_out: int = 0

    @property
    def chosen(self) -> list[Line]:
        return [line for line in (*self.lines, *self.offered) if line.is_ticked]

    @property
    def asks_reason(self) -> bool:
        """Whether something ticked is committed and its target moves."""
        return any(line.asks_reason for line in self.chosen)


class Unmoved(DomainError):
    """Nothing was moved, because some of the moves were refused; `problems` says which and why, by key."""

    def __init__(self, problems: Mapping[str, DomainError]) -> None:
        self.problems = dict(problems)
        field = next((one.field for one in problems.values() if one.field), "")
        said = " ".join(
            str(one) if key in str(one) else f"{key}: {one}" for key, one in self.problems.items()
        )
        super().__init__(f"Nothing was moved. {said}", field=field)


class Ended(DomainError):
    """What has ended keeps its dates."""


def seen_of(row: Work) -> Seen:
    """The dates as they stand now."""
    if isinstance(row, Milestone):
        return Seen(row.planned_start_on, row.target_to_on, row.target_from_on, row.target_text)
    return Seen(row.planned_start_on, row.due_on)


def move_of(row: Work, start: date | None, end: date | None) -> Move:
    """A move of a row from where it stands now."""
    return Move("M" if isinstance(row, Milestone) else "D", row.pk, start, end, seen_of(row))


def shift_of(row: Work, days: int) -> Move:
    """A move of all its dates by so many days."""
    seen = seen_of(row)
    return move_of(row, shifted(seen.start, days), shifted(seen.end, days))


def may_move(access: Access, row: Work) -> bool:
    """Whether this person may give the row other dates."""
    if isinstance(row, Milestone):
        return access.can(Permission.EDIT_MILESTONE)
    return may(access, Permission.EDIT_DELIVERABLE, row)


def preview(
    *, program: Program, moves: Sequence[Move], ticked: Sequence[Move] = (), access: Access
) -> Preview:
    """What these moves would change, clash with, and leave behind; `ticked` are chosen dependants."""
    sees_internal = access.can(Permission.VIEW_INTERNAL)
    plan = load_plan(program, sees_internal=sees_internal)
    rows = rows_of(program, (*moves, *ticked), sees_internal=sees_internal)
    known = [move for move in (*moves, *ticked) if (move.kind, move.pk) in rows]
    chosen = {rows[move.kind, move.pk].key: move for move in known}
    asked = {rows[move.kind, move.pk].key for move in moves if (move.kind, move.pk) in rows}
    plan.bars.update({row.key: bar_of(row) for row in rows.values()})
    gone = {key: days for key in asked if (days := days_of(plan.bars[key], chosen[key]))}
    hanging, left_out = dependants(gone, plan.bars, plan.links, MOST_DEPENDANTS)
    others = load_work(program, [one.key for one in hanging], sees_internal=sees_internal)
    drawing = Drawing(access, plan, chosen)
    offered = [
        drawing.line(others[one.key], chosen.get(one.key) or shift_of(others[one.key], one.days), one.because)
        for one in hanging
        if one.key in others
    ]
    listed = {one.key for one in hanging} | asked
    extra = [rows[move.kind, move.pk] for move in ticked if (move.kind, move.pk) in rows]
    lines = [rows[move.kind, move.pk] for move in moves if (move.kind, move.pk) in rows]
    return Preview(
        lines=tuple(drawing.line(row, chosen[row.key]) for row in lines),
        offered=(*offered, *(drawing.line(row, chosen[row.key]) for row in extra if row.key not in listed)),
        left_out=left_out,
    )


def rows_of(
    program: Program, moves: Sequence[Move], *, sees_internal: bool
) -> dict[tuple[str, int], Milestone | Deliverable]:
    """The rows that these moves are about, where the reader may see them."""
    ids = {kind: [move.pk for move in moves if move.kind == kind] for kind in ("M", "D")}
    wholes = Milestone.objects.in_program(program).visible(sees_internal=sees_internal)
    parts = Deliverable.objects.in_program(program).visible(sees_internal=sees_internal)
    found: dict[tuple[str, int], Work] = {("M", row.pk): row for row in wholes.filter(pk__in=ids["M"])}
    for part in parts.filter(pk__in=ids["D"]).select_related("milestone", "accountable"):
        found["D", part.pk] = part
    return found


def days_of(bar: Bar, move: Move) -> int | None:
    """How far the end of a bar goes; None where it had or gets none."""
    return (move.end - bar.end).days if bar.end and move.end else None


class Drawing:
    """The lines of a preview against the plan before and after it."""

    def __init__(self, access: Access, plan: Plan, chosen: Mapping[str, Move]) -> None:
        self.access, self.plan, self.chosen = access, plan, chosen
        after = plan.bars | {
            key: plan.bars[key].at(move.start, move.end) for key, move in chosen.items() if key in plan.bars
        }
        self.before = self.by_key(chosen, plan.bars)
        self.after = self.by_key(chosen, after)

    def by_key(self, keys: Collection[str], bars: Mapping[str, Bar]) -> dict[str, list[Clash]]:
        """The clashes at each of their two ends."""
        found: dict[str, list[Clash]] = {}
        for clash in clashes(keys, bars, self.plan.links):
            for key in {clash.key, clash.other}:
                found.setdefault(key, []).append(clash)
        return found

    def line(self, row: Work, move: Move, because: str = "") -> Line:
        ends = {(one.key, one.other) for one in self.before.get(row.key, ())}
        now = self.after.get(row.key, ())
        seen = seen_of(row)
        return Line(
            row=row,
            move=move,
            days=(move.end - seen.end).days if seen.end and move.end else None,
            because=because,
            may=row.is_open and may_move(self.access, row),
            is_ticked=row.key in self.chosen,
            asks_reason=isinstance(row, Milestone) and row.is_committed and move.end != seen.end,
            clashes=tuple(one for one in now if one.is_refused or (one.key, one.other) not in ends),
            standing=tuple(one for one in now if not one.is_refused and (one.key, one.other) in ends),
        )


def apply(
    *,
    program: Program,
    moves: Sequence[Move],
    reason_class: str = "",
    reason: str = "",
    title: str = "",
    actor: Actor,
) -> list[Work]:
    """Move them all in one change set, or none. Raises Unmoved with what was refused, by key.

    A committed milestone asks a reason; a row that somebody moved since it was seen is refused as stale.
    """
    rows = rows_of(program, moves, sees_internal=True)
    problems: dict[str, DomainError] = {}
    done: list[Work] = []
    with recording(actor, program) as record:
        for move in sorted(moves, key=lambda one: (one.kind != "M", one.pk)):
            row = rows.get((move.kind, move.pk))
            if row is None:
                raise DomainError("Something of this was removed while you were editing. Nothing was moved.")
            row.program = program
            try:
                done.append(move_one(row, move, reason_class, reason, actor))
            except DomainError as problem:
                problems[row.key] = problem
        if problems:
            raise Unmoved(problems)
        record.group(title or title_of(moves, rows))
    return done


def move_one(row: Work, move: Move, reason_class: str, reason: str, actor: Actor) -> Work:
    """Write one move by the verbs of its noun."""
    if not row.is_open:
        raise Ended(f"{row.key} is {row.get_status_display().lower()}: its dates stand. Leave it out.")
    seen = move.seen or seen_of(row)
    if isinstance(row, Deliverable):
        return deliverables.edit(
            deliverable=row,
            changes={"planned_start_on": move.start, "due_on": move.end},
            base={"planned_start_on": seen.start, "due_on": seen.end},
            actor=actor,
            why=reason,
        )
    return move_milestone(row, move, seen, reason_class, reason, actor)


def move_milestone(
    row: Milestone, move: Move, seen: Seen, reason_class: str, reason: str, actor: Actor
) -> Milestone:
    """The start and the target by their two verbs, in the order in which both hold on the way."""
    is_target = move.end != seen.end

    def start() -> Milestone:
        return milestones.edit(
            milestone=row,
            changes={"planned_start_on": move.start},
            base={"planned_start_on": seen.start},
            actor=actor,
            why=reason,
        )

    def end() -> Milestone:
        return target.move(
            milestone=row,
            start=near_end(seen.first, seen.end, move.end),
            end=move.end,
            text="",
            base={"target_from_on": seen.first, "target_to_on": seen.end, "target_text": seen.text},
            reason_class=reason_class,
            reason=reason,
            actor=actor,
        )

    goes_later = bool(move.start and seen.end and move.start > seen.end)
    verbs = [*([start] if move.start != seen.start else []), *([end] if is_target else [])]
    for verb in reversed(verbs) if goes_later else verbs:
        row = verb()
    return row


def title_of(moves: Sequence[Move], rows: Mapping[tuple[str, int], Work]) -> str:
    """What the change set is called: Moved M-31; Moved M-31 and 2 others."""
    keys = [rows[move.kind, move.pk].key for move in moves]
    if len(keys) == 1:
        return f"Moved {keys[0]}"
    return f"Moved {keys[0]} and {len(keys) - 1} other{'s' if len(keys) > 2 else ''}"
