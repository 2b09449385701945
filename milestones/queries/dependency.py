"""The graph of what waits for what in a program."""

from milestones.models import Deliverable, Dependency, Milestone

Edges = dict[str, list[str]]
NUMBERS = (
    "milestone__number",
    "deliverable__number",
    "deliverable__milestone__number",
    "needed_milestone__number",
    "needed_deliverable__number",
)


def key_of(milestone: int | None, deliverable: int | None) -> str:
    """`M-3` or `D-7` of the number that is there."""
    return f"D-{deliverable}" if deliverable is not None else f"M-{milestone}"


def open_edges(program_id: int, *, without: int = 0) -> Edges:
    """What each open dependency inside the program makes wait, and each milestone for its deliverables that
    wait for something. `without` leaves out one dependency, which is being changed.
    """
    rows = Dependency.objects.open().filter(program_id=program_id, kind=Dependency.Kind.INTERNAL)
    edges: Edges = {}
    for milestone, deliverable, parent, needed, needed_part in rows.exclude(pk=without).values_list(*NUMBERS):
        needer = key_of(milestone, deliverable)
        edges.setdefault(needer, []).append(key_of(needed, needed_part))
        if deliverable is not None:
            edges.setdefault(f"M-{parent}", []).append(needer)
    return edges


def waiting_in(program_id: int) -> set[int]:
    """The deliverables that wait for something inside the program."""
    rows = Dependency.objects.open().filter(program_id=program_id, kind=Dependency.Kind.INTERNAL)
    return set(rows.exclude(deliverable=None).values_list("deliverable", flat=True))


def edges_with(
    edges: Edges, needer: Milestone | Deliverable, needed: Milestone | Deliverable
) -> tuple[Edges, str, str]:
    """The graph with the milestone of a deliverable that begins to wait; and the two ends' keys."""
    if isinstance(needer, Deliverable):
        edges.setdefault(needer.milestone.key, []).append(needer.key)
    return edges, needer.key, needed.key
