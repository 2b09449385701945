"""Controls that Django draws too slowly, or not as we need them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from typing import Any, Self

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import SafeString

SELECTED = " selected"


class FixedChoices(BaseChoiceIterator):
    """Choices of one request that its form shares: Django would copy each of 800 features, twice."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        self.pairs = tuple(pairs)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __deepcopy__(self, memo: Any) -> Self:
        return self


class PlainSelect(forms.Select):
    """A select drawn in one go: Django's own renders two templates for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = frozenset([str(one) for one in self.format_value(value)])
        choices: Any = self.choices
        options = options_of(tuple([(str(key), str(label)) for key, label in choices]), chosen)
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return SafeString(f"<select{attributes}>{options}</select>")  # each part is escaped


@lru_cache(maxsize=32)  # the same people stand in the filters of every list: 240 options, often four times
def options_of(choices: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> str:
    """The options, each escaped; what they are alone decides, so they are never old."""
    return "".join(
        [
            f'<option value="{escape(key)}"{SELECTED if key in chosen else ""}>{escape(label)}</option>'
            for key, label in choices
        ]
    )
