"""What a person owes in one program, asked of the registry as the pages ask it."""

from collections.abc import Sequence
from datetime import date

from pm.models import Program, Subteam, User
from pm.queries.owed import Scope, counted_together
from pm.registry import OWED, Due
from pm.rules import load_access
from tests.factories.actors import NOW

TODAY = NOW.date()


def scope_of(person: User, program: Program, *, today: date = TODAY, team: Subteam | None = None) -> Scope:
    """The scope of one program's home, or of a subteam's."""
    return Scope(person, {program.pk: program}, {program.pk: load_access(person, program)}, today, team)


def dues_of(
    name: str, person: User, program: Program, *, today: date = TODAY, team: Subteam | None = None
) -> Sequence[Due]:
    """What is owed of one kind; its count is that of its rows, or the test ends here."""
    scope, kind = scope_of(person, program, today=today, team=team), OWED.get(name)
    found = kind.find(scope)
    assert kind.count(scope).get(program.pk, 0) == len(found)
    return found


def late_of(name: str, person: User, program: Program, *, today: date = TODAY) -> list[tuple[str, str]]:
    """What is late of others of one kind, in words, with its page."""
    late = OWED.get(name).late
    assert late is not None
    found = counted_together(list(late(scope_of(person, program, today=today))))
    return [(one.words, one.url) for one in found]
