"""Which columns of a board a card may go to, and in words why not to the others."""

from collections.abc import Callable, Mapping, Sequence

from milestones.pure.states import Step, steps_from


def why_not(
    steps: Sequence[Step], labels: Mapping[str, str], may: Callable[[Step], bool], who: Callable[[str], str]
) -> dict[str, dict[str, str]]:
    """For each state the sentences of those that cannot be reached from it; "" stands for the rest."""
    table: dict[str, dict[str, str]] = {}
    for source, label in labels.items():
        own = steps_from(tuple(steps), source)
        verbs = ", ".join(dict.fromkeys(f"{one.verb.lower()} ({labels[one.target].lower()})" for one in own))
        said = {"": f"From {label.lower()} the steps are: {verbs}." if own else f"{label} is an end."}
        for one in own:
            if not may(one):
                said[one.target] = f"“{one.verb}” needs the role {who(one.permission)}."
        table[source] = said
    return table


def reached(steps: Sequence[Step], source: str, may: Callable[[Step], bool]) -> list[str]:
    """The states that this person may bring a card to from where it is."""
    return [one.target for one in steps_from(tuple(steps), source) if may(one)]
