"""The fields of a form, each made when it is first asked for: an editor in place shows one of twenty-five."""

import copy
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, Self

from django import forms


class LateFields(MutableMapping[str, forms.Field]):
    """Stands where a form holds its fields: in their order, each a copy of its class's own once it is read.

    prepare(name) is called once for each field, right after it was copied.
    """

    def __init__(self, declared: Mapping[str, forms.Field], prepare: Callable[[str], None]) -> None:
        self._declared = dict(declared)
        self._made: dict[str, forms.Field] = {}
        self._prepare = prepare

    def __getitem__(self, name: str) -> forms.Field:
        if name not in self._made:
            self._made[name] = copy.deepcopy(self._declared[name])
            self._prepare(name)
        return self._made[name]

    def __setitem__(self, name: str, field: forms.Field) -> None:
        self._declared[name] = self._made[name] = field

    def __delitem__(self, name: str) -> None:
        del self._declared[name]
        self._made.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._declared

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """A form copies what its class declares; this one is made for one form."""
        return self
