"""A switch over a page (`components/_segmented.html`): a few choices, one of them current."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a switch."""

    label: str
    url: str
    current: bool
    icon: str = ""


def options_of(
    options: Iterable[tuple[str, Value]],
    current: Value,
    url: Callable[[Value], str],
    icons: Mapping[str, str] | None = None,
) -> list[Option]:
    """The choices, each with its label and its value; `icons` are by label."""
    marks = icons or {}
    return [Option(label, url(value), value == current, marks.get(label, "")) for label, value in options]
