"""The plan of a program as bars and links: all that may clash with a move, or hang on it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from milestones.models import Deliverable, Dependency, Handover, Milestone
from milestones.pure.schedule import FOLLOWS, HANDOVER, NEEDS, Bar, Link
from milestones.queries.dependency import key_of
from pm.models import Program

Work = Milestone | Deliverable
ENDS = (
    "milestone__number",
    "deliverable__number",
    "needed_milestone__number",
    "needed_deliverable__number",
    "needed_by_on",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is open in a program, by key, and what waits for what."""

    bars: dict[str, Bar] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)


def bar_of(row: Work) -> Bar:
    """A row on the calendar."""
    if isinstance(row, Milestone):
        return Bar(row.key, row.planned_start_on, row.target_to_on, row.target_from_on, is_open=row.is_open)
    return Bar(
        row.key, row.planned_start_on, row.due_on, parent=f"M-{row.milestone.number}", is_open=row.is_open
    )


def load_plan(program: Program, *, sees_internal: bool) -> Plan:
    """Everything open that this reader may see: five statements, whatever moves."""
    milestones = Milestone.objects.in_program(program).visible(sees_internal=sees_internal).open()
    parts = Deliverable.objects.in_program(program).visible(sees_internal=sees_internal).open()
    days = milestones.values_list("number", "planned_start_on", "target_to_on", "target_from_on")
    bars = {
        f"M-{number}": Bar(f"M-{number}", start, end, first)
        for number, start, end, first in days.order_by("number")
    }
    due = parts.order_by("due_on", "number").values_list(
        "number", "planned_start_on", "due_on", "milestone__number"
    )
    for number, start, end, parent in due:
        bars[f"D-{number}"] = Bar(f"D-{number}", start, end, parent=f"M-{parent}")
    return Plan(bars, open_links(program))


def open_links(program: Program) -> list[Link]:
    """What waits for what in a program: open dependencies, handovers under way, bets after bets."""
    needs = Dependency.objects.in_program(program).open().filter(kind=Dependency.Kind.INTERNAL)
    found = [
        Link(key_of(milestone, part), key_of(needed, needed_part), NEEDS, by)
        for milestone, part, needed, needed_part, by in needs.order_by("number").values_list(*ENDS)
    ]
    passing = Handover.objects.in_program(program).open().filter(receiving_deliverable__isnull=False)
    pairs = passing.order_by("number").values_list("receiving_deliverable__number", "deliverable__number")
    found += [Link(f"D-{taker}", f"D-{giver}", HANDOVER) for taker, giver in pairs]
    bets = Milestone.objects.in_program(program).open().filter(follows__isnull=False)
    after = bets.order_by("number").values_list("number", "follows__number")
    found += [Link(f"M-{later}", f"M-{earlier}", FOLLOWS) for later, earlier in after]
    return found


def load_work(program: Program, keys: Collection[str], *, sees_internal: bool) -> dict[str, Work]:
    """The milestones and deliverables of these keys that the reader may see, by key; two statements."""
    numbers: dict[str, list[int]] = {"M": [], "D": []}
    for key in keys:
        letter, _, digits = key.partition("-")
        numbers[letter].append(int(digits))
    milestones = Milestone.objects.in_program(program).visible(sees_internal=sees_internal)
    parts = Deliverable.objects.in_program(program).visible(sees_internal=sees_internal)
    found: list[Work] = [
        *milestones.filter(number__in=numbers["M"]),
        *parts.filter(number__in=numbers["D"]).select_related("milestone", "accountable"),
    ]
    for row in found:
        row.program = program
        if isinstance(row, Deliverable):
            row.milestone.program = program
    return {row.key: row for row in found}
