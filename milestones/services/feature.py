"""The verbs of features and their statements."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import Max

from milestones.models import Feature, Milestone, Statement, StatementRevision
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording

CODE = re.compile(r"^([FURPS+])(\d{1,4})$")
EDITABLE = frozenset({"name", "area", "description", "rank"})
TAKEN_SLUGS = frozenset({"new"})


class UnknownStatement(DomainError):
    """A code that names no statement of the feature."""


def create(*, program: Program, name: str, slug: str, actor: Actor, area: str = "", **fields: Any) -> Feature:
    """Create a feature. Its slug is unique in the program."""
    if slug in TAKEN_SLUGS or Feature.objects.filter(program=program, slug=slug).exists():
        raise taken(slug)
    try:
        with recording(actor, program) as record:
            return record.create(
                Feature(program=program, name=name, slug=slug, area=area, **fields), subject=slug
            )
    except IntegrityError:  # somebody took the short name at the same moment
        raise taken(slug) from None


def taken(slug: str) -> DomainError:
    return DomainError(f"The short name “{slug}” is taken. Choose another one.", field="slug")


def edit(
    *, feature: Feature, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Feature:
    """Change its name, area, words and place; its short name stays, for it stands in addresses."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, feature.program) as record:
        row = record.lock(feature)
        record.update(row, changes, base=base, subject=row.slug)
    return row


def state(
    *, feature: Feature, letter: str, text: str, actor: Actor, number: int | None = None,
    kind: str = Statement.State.ACTIVE,
) -> Statement:  # fmt: skip
    """Add a statement; without a number it gets the next one of its letter, burnt ones included."""
    program = feature.program
    with recording(actor, program) as record:
        taken = Statement.objects.filter(feature=record.lock(feature), letter=letter)
        if number is None:
            number = (taken.aggregate(top=Max("number"))["top"] or 0) + 1
        elif taken.filter(number=number).exists():
            raise DomainError(f"{letter}{number} was used before. Numbers are never given twice.")
        row = record.create(
            Statement(program=program, feature=feature, letter=letter, number=number, text=text, state=kind),
            subject=feature.slug,
        )
        record.create(revision_of(row, actor), subject=feature.slug)
    return row


def revision_of(row: Statement, actor: Actor) -> StatementRevision:
    """The revision that holds the statement's text as it is now."""
    return StatementRevision(
        program_id=row.program_id,
        statement=row,
        number=row.revision,
        text=row.text,
        by_id=actor.user_id,
        happened_on=actor.today,
        recorded_at=actor.moment,
    )


def reword(
    *, statement: Statement, text: str, base: Mapping[str, Any] | None = None, actor: Actor, why: str = ""
) -> Statement:
    """Change a statement's text: a new revision; pins at older ones drift."""
    program = statement.program
    with recording(actor, program) as record:
        row = record.lock(statement)
        if record.update(row, {"text": text}, base=base, subject=row.feature.slug, why=why):
            record.update(row, {"revision": row.revision + 1}, subject=row.feature.slug, why=why)
            record.create(revision_of(row, actor), subject=row.feature.slug, why=why)
    return row


def settle(
    *, statement: Statement, to: str, why: str, base: Mapping[str, Any] | None = None, actor: Actor
) -> Statement:
    """Make it count, a stated limitation, or retired. Letter, number and promises stay."""
    if not why.strip():
        raise DomainError("Write one sentence that says why.", field="why")
    program = statement.program
    with recording(actor, program) as record:
        row = record.lock(statement)
        if record.update(row, {"state": to}, base=base, subject=row.feature.slug, why=why.strip()):
            for milestone in Milestone.objects.filter(deliverables__pins__statement=row).distinct():
                tell(milestone, program, actor)
    return row


def find_statement(*, feature: Feature, code: str) -> Statement:
    """The statement `F3` of a feature; raises UnknownStatement."""
    match = CODE.match(code.strip().upper())
    row = (
        Statement.objects.filter(feature=feature, letter=match.group(1), number=int(match.group(2))).first()
        if match
        else None
    )
    if row is None:
        raise UnknownStatement(f"{feature.name} has no statement {code}.")
    return row
