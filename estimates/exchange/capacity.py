"""Capacity of subteams as an import wants it, from the table of a half-year."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from estimates.models import Capacity
from milestones.exchange.deliverables import team_ref
from milestones.exchange.reading import ReadProgram
from milestones.pure.markdown.document import CapacityRowDoc
from pm.exchange.keepers import NewestKeeper
from pm.exchange.plan import Contribution, Problem, Wanted

MOST_PEOPLE = Decimal(1000)
WHOLE = 100


def want_capacity(into: Contribution, read: ReadProgram) -> None:
    """One row for each subteam that the table says has people."""
    for doc in read.doc.capacity_rows:
        people, team = doc.available_people, read.teams.find(doc.subteam)
        if team is None or doc.period is None or people is None or people > MOST_PEOPLE:
            lacks = "no half-year" if doc.period is None else "no number of people"
            sentence = f"The capacity of {doc.subteam or 'a column'} names {lacks}; it was left out."
            into.problems.append(Problem(doc.path, doc.line, "capacity left out", sentence))
            continue
        fields: dict[str, Any] = {
            "subteam": team_ref(team.key),
            "period": doc.period,
            "people": people.quantize(Decimal("0.01")),
            "note": _note(doc),
        }
        if doc.planned_percent is not None:
            fields["support_percent"] = WHOLE - doc.planned_percent
        into.wanted.append(
            Wanted(
                noun=Capacity._meta.label_lower,
                path=doc.path,
                anchor=f"@capacity/{doc.period}/{team.key}",
                line=doc.line,
                title=f"capacity of {team.name} in {doc.period}",
                fields=fields,
                subject=team_ref(team.key),
            )
        )


def _note(doc: CapacityRowDoc) -> str:
    """What the table says besides people."""
    said: Sequence[tuple[str, Decimal | None]] = (
        ("person-months available", doc.available_months),
        ("people planned", doc.planned_people),
        ("person-months planned", doc.planned_months),
    )
    shown = [f"{number.normalize():f} {label}" for label, number in said if number is not None]
    return f"In the source: {', '.join(shown)}." if shown else ""


KEEPER = NewestKeeper(Capacity, unique=("subteam", "period"), carried=("people", "support_percent", "note"))
