"""Which kinds of rows hang on a row: one statement that spares a page of many sections one for each."""

from functools import cache

from django.db import connection, models

from pm.models import Attachment, Comment, Watch

# What names the thing it is about by its key.
ABOUT: tuple[type[models.Model], ...] = (Attachment, Comment, Watch)
MEMO = "kinds_that_hang_here"


def hangs_on(row: models.Model, kind: type[models.Model]) -> bool:
    """Whether some row of that kind has a foreign key to this row or is about it; asked once a row."""
    found: frozenset[type[models.Model]] | None = row.__dict__.get(MEMO)
    if found is None:
        found = row.__dict__[MEMO] = kinds_at(row)
    return kind in found


def kinds_at(row: models.Model) -> frozenset[type[models.Model]]:
    """Every kind of row of which one has a foreign key to this row or is about it, in one statement."""
    kinds, sql = statement_of(type(row))
    about = (
        [(getattr(row, "program_id", 0), getattr(row, "key", ""))] * len(ABOUT) if has_key(type(row)) else []
    )
    links = [row.pk] * (len(kinds) - len(about))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*links, *(value for pair in about for value in pair)])
        answers = cursor.fetchone()
    return frozenset(kind for kind, is_there in zip(kinds, answers, strict=True) if is_there)


def has_key(model: type[models.Model]) -> bool:
    """Whether its rows have a public key by which they can be spoken of."""
    return isinstance(getattr(model, "key", None), property)


@cache
def statement_of(model: type[models.Model]) -> tuple[tuple[type[models.Model], ...], str]:
    """The statement that asks for every foreign key to a table, then for what is about a row: their tables,
    in the order of its columns.
    """
    keys = [
        one.field
        for one in model._meta.get_fields(include_hidden=True)
        if isinstance(one, models.ManyToOneRel) and one.field.concrete
    ]
    quote = connection.ops.quote_name
    asked = [(key.model, f"{quote(key.column)} = %s") for key in keys]
    if has_key(model):
        asked += [(kind, f"{quote('program_id')} = %s AND {quote('subject')} = %s") for kind in ABOUT]
    parts = [
        f"EXISTS (SELECT 1 FROM {quote(kind._meta.db_table)} WHERE {condition})"  # noqa: S608  # names of our own tables
        for kind, condition in asked
    ]
    return tuple(kind for kind, _ in asked), f"SELECT {', '.join(parts)}"
