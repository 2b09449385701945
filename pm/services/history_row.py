"""A row as history keeps it: its columns as JSON, its name, its key, its program."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from pm.models import Program

SKIPPED_IN_PAYLOAD = frozenset({"id", "program_id"})


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it: dates in ISO form, decimals as text, rows as ids, bytes hashed."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes | memoryview):
        return f"sha256:{sha256(value).hexdigest()}"
    return value


def payload_of(row: models.Model) -> dict[str, Any]:
    """Every column of a row, as JSON keeps it."""
    return {
        field.attname: plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in SKIPPED_IN_PAYLOAD
    }


def label_of(row: models.Model) -> str:
    """How history names the row."""
    return str(getattr(row, "key", "") or row)[:200]


def key_of(row: models.Model) -> str:
    """The public key of a row, empty when its kind has none."""
    key = getattr(row, "key", "")
    return key if isinstance(key, str) else ""


def column_of(row: models.Model, name: str) -> models.Field:
    """The column that holds a field, by the field's name or its own."""
    found = row._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise TypeError(f"{name} is no column of {row._meta.label}")
    return found


def as_stored(column: models.Field, value: Any) -> Any:
    """A value as its column holds it: what differs only in its form is no edit and no conflict.

    Rows become their ids, line ends those of the database, nothing an empty text, decimals get the
    column's places, texts of days and numbers become days and numbers.
    """
    if isinstance(column, models.ForeignKey):
        return value.pk if isinstance(value, models.Model) else value
    if isinstance(column, models.CharField | models.TextField):
        return str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    if value is None or value == "":
        return None if column.null else value
    try:
        held = column.to_python(value)
        if isinstance(column, models.DecimalField):
            return held.quantize(Decimal(1).scaleb(-column.decimal_places))
    except (ValidationError, InvalidOperation):
        return value
    return held


def program_id_of(row: models.Model) -> int | None:
    """The program that a row belongs to, or is."""
    if isinstance(row, Program):
        return row.pk
    found: int | None = getattr(row, "program_id", None)
    return found
