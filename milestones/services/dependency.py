"""The verbs of a dependency: what must come first, inside the program or outside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from milestones.models import Deliverable, Dependency, Milestone
from milestones.pure.graph import cycle_with, path_between
from milestones.pure.spec_states import DEPENDENCY_STEPS
from milestones.queries.dependency import edges_with, open_edges, waiting_in
from milestones.services.milestone import check_owner, check_years
from milestones.services.spec import check_editable, legal_step, tell_all
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import KeySequence, Program
from pm.services.history import recording
from pm.services.key import take_numbers
from pm.services.many import once

ENDS = ("milestone", "deliverable", "needed_milestone", "needed_deliverable")
EDITABLE = frozenset({*ENDS, "title", "external_url", "needed_by_on", "if_delayed", "contingency", "owner"})
Work = Milestone | Deliverable


class Circular(DomainError):
    """The dependency would make something wait for itself."""


def needer_of(fields: Mapping[str, Any]) -> Work:
    """What waits. Raises DomainError for none and for two."""
    milestone, deliverable = fields.get("milestone"), fields.get("deliverable")
    if milestone is not None and deliverable is not None:
        raise DomainError(
            "Either the milestone or the deliverable waits. Leave one empty.", field="deliverable"
        )
    found: Work | None = milestone if milestone is not None else deliverable
    if found is None:
        raise DomainError("Say what waits: a milestone or a deliverable.", field="milestone")
    return found


def needed_of(fields: Mapping[str, Any]) -> Work | None:
    """What it waits for inside the program; None for something external, which has a name."""
    milestone, deliverable = fields.get("needed_milestone"), fields.get("needed_deliverable")
    if milestone is not None and deliverable is not None:
        raise DomainError("Name one thing it waits for. Leave the other empty.", field="needed_deliverable")
    if milestone is None and deliverable is None and not str(fields.get("title") or "").strip():
        raise DomainError(
            "Say what it waits for: a milestone, a deliverable, or the name of something outside.",
            field="title",
        )
    return milestone if milestone is not None else deliverable


def check_ends(program: Program, fields: Mapping[str, Any], *, without: int = 0) -> str:
    """The kind of the dependency. Raises DomainError unless its ends make sense, Circular with the path."""
    needer, needed = needer_of(fields), needed_of(fields)
    if needed is None:
        return Dependency.Kind.EXTERNAL
    if isinstance(needer, Milestone) and isinstance(needed, Deliverable) and needed.milestone_id == needer.pk:
        raise DomainError(
            f"{needed.key} belongs to {needer.key}, which waits for it anyway.", field="needed_deliverable"
        )
    edges, start, goal = edges_with(open_edges(program.pk, without=without), needer, needed)
    cycle = cycle_with(edges, start, goal)
    if cycle:
        field = "needed_milestone" if isinstance(needed, Milestone) else "needed_deliverable"
        raise Circular(
            f"That would close a circle: {' → '.join(cycle)}. Break it at one of them.", field=field
        )
    return Dependency.Kind.INTERNAL


def check_place(deliverable: Deliverable) -> None:
    """Raise Circular when a deliverable that moved would wait for the milestone it belongs to now."""
    program = deliverable.program
    once(("graph", program.pk), lambda: hold_graph(program))
    if deliverable.pk not in once(("waiting", program.pk), lambda: waiting_in(program.pk)):
        return
    place = deliverable.milestone.key
    path = path_between(open_edges(program.pk), deliverable.key, place)
    if path:
        raise Circular(
            f"In {place} it would wait for itself: {' → '.join([place, *path])}. "
            "Drop a dependency first, then move it.",
            field="to",
        )


def hold_graph(program: Program) -> None:
    """Let nobody else add to the program's dependencies until this transaction ends."""
    rows = KeySequence.objects.select_for_update()
    rows.filter(program=program, letter=Dependency.LETTER).first()


def create(*, program: Program, actor: Actor, **fields: Any) -> Dependency:
    """Write down what waits for what. Something external has a title; it is not confirmed yet."""
    check_editable(fields, EDITABLE)
    check_owner(program, fields.get("owner"))
    check_years(fields.get("needed_by_on"))
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter=Dependency.LETTER)  # holds the graph too
        kind = check_ends(program, fields)
        row = record.create(Dependency(program=program, number=number, kind=kind, **fields))
        tell_all([milestone_of(row)], program, actor)
    return row


def edit(
    *, dependency: Dependency, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Dependency:
    """Change its ends or its words. Raises StaleEdit, Circular, DomainError."""
    check_editable(changes, EDITABLE)
    program = dependency.program
    if "owner" in changes:
        check_owner(program, changes["owner"])
    check_years(changes.get("needed_by_on"))
    with recording(actor, program) as record:
        hold_graph(program)
        row = record.lock(dependency)
        before = milestone_of(row)
        wanted = dict(changes)
        if {*ENDS, "title"} & set(changes):
            stands = {name: changes.get(name, getattr(row, name)) for name in (*ENDS, "title")}
            wanted["kind"] = check_ends(program, stands, without=row.pk)
            if wanted["kind"] == Dependency.Kind.INTERNAL and row.is_confirmed:
                wanted |= {"is_confirmed": False, "confirmed_on": None, "confirmed_by": ""}
        if record.update(row, wanted, base=base):
            tell_all([before, milestone_of(row)], program, actor)
    return row


def confirm(*, dependency: Dependency, by: str, on: date, actor: Actor) -> Dependency:
    """Say who outside confirmed it, and when."""
    if dependency.kind != Dependency.Kind.EXTERNAL:
        raise DomainError(f"{dependency.key} is inside the program: its state says whether it will be met.")
    if not by.strip():
        raise DomainError("Say who outside confirmed it.", field="confirmed_by")
    if on > actor.today:
        raise DomainError("It cannot be confirmed on a day to come.", field="confirmed_on")
    return set_confirmed(
        dependency, {"is_confirmed": True, "confirmed_on": on, "confirmed_by": by.strip()}, actor
    )


def doubt(*, dependency: Dependency, reason: str, actor: Actor) -> Dependency:
    """It is not confirmed any more, because."""
    if not reason.strip():
        raise DomainError("Write one sentence that says why it is not confirmed any more.", field="reason")
    marks = {"is_confirmed": False, "confirmed_on": None, "confirmed_by": ""}
    return set_confirmed(dependency, marks, actor.because(reason))


def set_confirmed(dependency: Dependency, marks: dict[str, Any], actor: Actor) -> Dependency:
    program = dependency.program
    with recording(actor, program) as record:
        row = record.lock(dependency)
        if record.update(row, marks):
            tell_all([milestone_of(row)], program, actor)
    return row


def take_step(
    *, dependency: Dependency, to: str, base_status: str | None = None, reason: str = "", actor: Actor
) -> Dependency:
    """It is met, no longer needed, or open again. Raises IllegalStep, Circular, StaleEdit."""
    program = dependency.program
    with recording(actor, program) as record:
        hold_graph(program)
        row = record.lock(dependency)
        step = legal_step(DEPENDENCY_STEPS, row, to, base_status=base_status, reason=reason)
        if step is not None and "no_cycle" in step.needs:
            check_ends(program, {name: getattr(row, name) for name in (*ENDS, "title")}, without=row.pk)
        marks = {"met_on": actor.today if to == Dependency.Status.MET else None} if step else {}
        base = {"status": base_status} if base_status is not None else None
        if record.update(row, {"status": to, **marks}, base=base, why=reason):
            tell_all([milestone_of(row)], program, actor)
    return row


def milestone_of(row: Dependency) -> Milestone | None:
    """The milestone whose figures it moves."""
    return row.deliverable.milestone if row.deliverable is not None else row.milestone
