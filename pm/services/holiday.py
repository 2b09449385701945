"""The verbs of a holiday: a day on which nobody of the program works."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Holiday, Program
from pm.pure.holidays import FIRST_YEAR, LAST_YEAR
from pm.services.history import recording
from pm.services.setting import tell

SUBJECT = "calendar"


def add(*, program: Program, on: date, name: str, actor: Actor) -> Holiday:
    """Add one free day."""
    if not name.strip():
        raise DomainError("Write what the day is called.", field="name")
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise DomainError(f"Write a day between {FIRST_YEAR} and {LAST_YEAR}.", field="on")
    if not (added := add_many(program=program, days=[(on, name.strip())], actor=actor)):
        raise DomainError(f"{on} is a free day already. Remove that line to name it anew.", field="on")
    return added[0]


def add_many(*, program: Program, days: Sequence[tuple[date, str]], actor: Actor) -> list[Holiday]:
    """Add the days that are not free yet; those that are keep their name."""
    try:
        with recording(actor, program) as record:
            known = set(
                Holiday.objects.filter(program=program, on__in=[on for on, _ in days])
                .values_list("on", flat=True)
            )  # fmt: skip
            rows = [Holiday(program=program, on=on, name=name) for on, name in days if on not in known]
            made = record.create_many(rows, subjects=[SUBJECT] * len(rows))
            if made:
                tell(program, actor)
            return made
    except IntegrityError:  # somebody added one of them at the same moment
        raise DomainError("Somebody else added one of these days just now. Save again.") from None


def remove(*, holiday: Holiday, actor: Actor) -> None:
    """Make it a working day again."""
    with recording(actor, holiday.program) as record:
        record.delete(record.lock(holiday), subject=SUBJECT)
        tell(holiday.program, actor)
