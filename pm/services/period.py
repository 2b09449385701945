"""The verbs of a period."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Period, Program
from pm.pure.periods import is_half_year
from pm.services.history import recording

EDITABLE = frozenset({"goal", "is_closed"})


def taken(code: str) -> DomainError:
    return DomainError(f"There is a period {code} already. Open it, or choose another.", field="code")


def create(*, program: Program, code: str, actor: Actor, goal: str = "") -> Period:
    """Open a half-year for planning; there is one of each in a program."""
    if not is_half_year(code):
        raise DomainError(f"“{code[:20]}” is no half-year. Write one such as 2026H2.", field="code")
    if Period.objects.filter(program=program, code=code).exists():
        raise taken(code)
    try:
        with recording(actor, program) as record:
            return record.create(Period(program=program, code=code, goal=goal), subject=code)
    except IntegrityError:  # somebody opened it at the same moment
        raise taken(code) from None


def edit(
    *, period: Period, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Period:
    """Change what the program wants from it, or close it."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, period.program) as record:
        row = record.lock(period)
        record.update(row, changes, base=base, subject=row.code)
    return row
