"""Which kinds of rows hang on a row: one statement that spares a page of many sections one for each."""

from functools import cache

from django.db import connection, models

MEMO = "kinds_that_hang_here"


def hangs_on(row: models.Model, kind: type[models.Model]) -> bool:
    """Whether some row of that kind has a foreign key to this row; asked once for a loaded row."""
    found: frozenset[type[models.Model]] | None = row.__dict__.get(MEMO)
    if found is None:
        found = row.__dict__[MEMO] = kinds_at(row)
    return kind in found


def kinds_at(row: models.Model) -> frozenset[type[models.Model]]:
    """Every kind of row of which one has a foreign key to this row, in one statement."""
    kinds, sql = statement_of(type(row))
    with connection.cursor() as cursor:
        cursor.execute(sql, [row.pk] * len(kinds))
        answers = cursor.fetchone()
    return frozenset(kind for kind, is_there in zip(kinds, answers, strict=True) if is_there)


@cache
def statement_of(model: type[models.Model]) -> tuple[tuple[type[models.Model], ...], str]:
    """The statement that asks for every foreign key to a table: their tables, in the order of its columns."""
    keys = [
        one.field
        for one in model._meta.get_fields(include_hidden=True)
        if isinstance(one, models.ManyToOneRel) and one.field.concrete
    ]
    quote = connection.ops.quote_name
    parts = [
        f"EXISTS (SELECT 1 FROM {quote(key.model._meta.db_table)} WHERE {quote(key.column)} = %s)"  # noqa: S608  # names of our own tables
        for key in keys
    ]
    return tuple(key.model for key in keys), f"SELECT {', '.join(parts)}"
