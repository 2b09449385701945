"""What a board shows: how many rows each state has, and the first of each."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Case, Count, F, IntegerField, Model, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

Row = TypeVar("Row", bound=Model)
MOST = 50


def count_states(rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows stand in each state: one statement."""
    told = rows.order_by().values("status").annotate(n=Count("pk"))
    return dict(told.values_list("status", "n"))


def load_cards(
    rows: QuerySet[Row], order: Sequence[Any], ended: Sequence[str], most: int = MOST
) -> QuerySet[Row]:
    """The first rows of each state in their order; of what has ended, the newest: one statement."""
    newest = Case(When(status__in=ended, then=-F("number")), default=Value(0), output_field=IntegerField())
    by = [newest, *order, F("number").asc()]
    place = Window(RowNumber(), partition_by=[F("status")], order_by=by)
    first = rows.order_by().annotate(place=place).filter(place__lte=most).values("pk")
    found: QuerySet[Row] = rows.model._default_manager.filter(pk__in=first)
    return found.order_by(*by)
