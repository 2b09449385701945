"""What the verbs of a milestone's specification share: fields, steps, whether it may still change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max, QuerySet

from milestones.models import Milestone
from milestones.pure.states import Step, find_step
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import Program
from pm.services.history import Recorder

SETTLED = frozenset({Milestone.Status.DELIVERED, Milestone.Status.REVIEWED, Milestone.Status.DROPPED})


def check_editable(changes: Mapping[str, Any], editable: frozenset[str]) -> None:
    """Raise DomainError for a field that is not edited here."""
    if unknown := set(changes) - editable:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")


def check_words(text: str, sentence: str, *, field: str) -> str:
    """The text without outer space; raises DomainError with the sentence when nothing is left."""
    if not text.strip():
        raise DomainError(sentence, field=field)
    return text.strip()


def check_changing(milestone: Milestone) -> None:
    """Raise DomainError for a milestone that has ended: what was agreed and shown stays as it is."""
    if milestone.status in SETTLED:
        raise DomainError(
            f"{milestone.key} is {milestone.get_status_display().lower()}. "
            "Reopen it to change what it was to show."
        )


def tell_all(milestones: Iterable[Milestone | None], program: Program, actor: Actor) -> None:
    """Say once of each milestone that its plan changed."""
    for milestone in {one.pk: one for one in milestones if one is not None}.values():
        tell(milestone, program, actor)


def legal_step(
    steps: tuple[Step, ...], row: Any, to: str, *, base_status: str | None = None, reason: str = ""
) -> Step | None:
    """The step of the table. None when the row is there already, or stands elsewhere than the writer saw:
    then the write compares and refuses. Raises IllegalStep with what is missing.
    """
    status = row.state if hasattr(row, "state") else row.status
    if base_status not in {None, status}:
        return None
    step = find_step(steps, status, to)
    if step is None:
        if status != to:
            raise IllegalStep(f"{named(row)} is {word(row, status)}; it cannot become {word(row, to)} now.")
        return None
    if step.needs_reason and not reason.strip():
        raise IllegalStep(
            f"{named(row)} becomes {word(row, to)} with one sentence that says why. Write it.", field="reason"
        )
    return step


def named(row: Any) -> str:
    return str(getattr(row, "key", "") or row)


def word(row: Any, status: str) -> str:
    """A state as people read it inside a sentence."""
    choices = row.State if hasattr(row, "State") else row.Status
    return str(choices(status).label).lower()


def next_rank(rows: QuerySet) -> int:
    """The rank behind the last of these rows."""
    last: int | None = rows.aggregate(last=Max("rank"))["last"]
    return 0 if last is None else last + 1


def move_line(record: Recorder, rows: Sequence[Any], row: Any, *, up: bool, subject: str) -> None:
    """Let a line change places with its neighbour; ranks are numbered anew where they were not."""
    order = list(rows)
    index = next(place for place, one in enumerate(order) if one.pk == row.pk)
    other = index - 1 if up else index + 1
    if 0 <= other < len(order):
        order[index], order[other] = order[other], order[index]
    for rank, one in enumerate(order):
        record.update(one, {"rank": rank}, subject=subject)
