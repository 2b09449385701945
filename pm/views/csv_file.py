"""Rows as a file for a spreadsheet, in which no cell can be run."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_answer(name: str, heads: Sequence[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """A CSV to save under that name; days in ISO form, what is not known empty."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(heads)
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return response


def plain_cell(value: Any) -> str:
    """A value as text; a text that a spreadsheet would run as a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
