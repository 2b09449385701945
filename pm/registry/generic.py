"""A registry: named things that apps add to."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things in the order they were added. A name is given once."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        """Add an item; raises ValueError when the name is taken."""
        if name in self._items:
            raise ValueError(f"{name} is registered already")
        self._items[name] = item
        return item

    def get(self, name: str) -> T:
        """The item of that name; raises KeyError."""
        return self._items[name]

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def items(self) -> list[tuple[str, T]]:
        """Each name with its item."""
        return list(self._items.items())
