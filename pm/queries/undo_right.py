"""Who may undo: whoever may do what the undone change did."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models

from pm.models import Change, User
from pm.permissions import Permission
from pm.queries.undo import Touched
from pm.registry import UNDO, Back, StepLike
from pm.rules import Access

STATES = frozenset({"status", "state"})


def may_undo(rows: Sequence[Touched], access: Access, user: User) -> bool:
    """Whether this person may undo all that was done to these rows."""
    return all(may_undo_row(row, access, user) for row in rows if row.how.back != Back.NEVER)


def may_undo_row(row: Touched, access: Access, user: User) -> bool:
    """Whether this person may undo what was done to one row."""
    if touched_names(row) & row.how.only_own and user.pk not in values_at(row, row.how.person):
        return False
    wanted = [(Permission(name), path) for name, path in asked(row, user)]
    if all(access.can(name, subteam_id=0 if path else None) for name, path in wanted):
        return True  # a role that holds for every subteam: nothing is looked up
    if is_own(row) and user.pk in values_at(row, row.how.person):
        return True
    return all(
        access.can(name, subteam_id=team)
        for name, path in wanted
        for team in (teams_of(row, path) if path else [None])
    )


def touched_names(row: Touched) -> frozenset[str]:
    """The columns that were changed; "" for a row that was made or deleted."""
    whole = {""} if row.born is not None or row.died is not None else set()
    return frozenset({one.column.name for one in row.fields.values()} | whole)


def is_own(row: Touched) -> bool:
    """Whether it is of columns that one person may change without a right."""
    how = row.how
    if not how.own:
        return bool(how.person)
    return (
        row.born is None and row.died is None and {one.column.name for one in row.fields.values()} <= how.own
    )


def asked(row: Touched, user: User) -> Iterator[tuple[str, str]]:
    """The permissions that undoing this asks, each with the path to the subteam it is asked for."""
    how = row.how
    whole = [one for one in (row.born, row.died) if one is not None]
    for change in whole:
        own = how.makes and change.user_id == user.pk
        yield (how.makes, "") if own else (how.permission, how.team)
    if whole:
        return
    step = step_of(row)
    if step is not None:
        yield step.permission, side_of(row, step.source, step.target)
    for one in row.fields.values():
        name = one.column.name
        if step is None or (name not in STATES and not {name, one.column.attname} & how.marks):
            yield how.fields.get(name, how.permission), side_of(row, one.before, one.after)


def step_of(row: Touched) -> StepLike | None:
    """The step of the table of states that was taken, either way."""
    for one in row.fields.values():
        if one.column.name in STATES:
            ways = ((one.before, one.after), (one.after, one.before))
            found = [step for way in ways for step in row.how.steps if (step.source, step.target) == way]
            return found[0] if found else None
    return None


def side_of(row: Touched, before: Any, after: Any) -> str:
    """The path to the subteam whose right is asked."""
    return row.how.sides(before, after) if row.how.sides else row.how.team


def teams_of(row: Touched, path: str) -> list[int]:
    """The subteams at the end of a path; 0, which nobody is in, where there is none."""
    return [value or 0 for value in values_at(row, path)] or [0]


def values_at(row: Touched, path: str) -> list[Any]:
    """What stands at the end of a path of this row, or of the row as it was when it is gone."""
    found = list(row.model._default_manager.filter(pk=row.pk).values_list(path, flat=True))
    if found or row.died is None:
        return found
    head, _, rest = path.partition("__")
    column = next((one for one in row.model._meta.concrete_fields if one.name == head), None)
    if column is None:
        return []
    value = (row.died.payload or {}).get(column.attname)
    if not rest or not isinstance(column, models.ForeignKey):
        return [value]
    return list(column.related_model._default_manager.filter(pk=value).values_list(rest, flat=True))


def may_offer(changes: Sequence[Change], access: Access, user: User) -> bool:
    """Whether an Undo is worth offering for these changes; its own page asks more closely."""
    return all(may_offer_one(one, access, user) for one in changes)


def may_offer_one(change: Change, access: Access, user: User) -> bool:
    """Whether a change has an undo, and this person made it or may edit all such things."""
    if change.noun not in UNDO:
        return False
    how = UNDO.get(change.noun)
    kept = how.never | how.withdrawn
    is_made = change.kind == change.Kind.CREATE and "" in kept
    if how.back in {Back.NEVER, Back.WITHDRAW} or change.field in kept - {""} or is_made:
        return False
    if access.can(Permission(how.permission), subteam_id=0 if how.team or how.sides else None):
        return True  # of one subteam's things only what one wrote oneself: nothing is looked up here
    asked = {how.permission, how.makes, *how.fields.values(), *(step.permission for step in how.steps)} - {""}
    return change.user_id == user.pk and any(access.can(Permission(name)) for name in asked)
