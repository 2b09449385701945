"""What is searched, and who may see it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pm.registry.generic import Registry


@dataclass(frozen=True, slots=True)
class SearchText:
    """What one row is found by. `scope_id` is the milestone, or what else decides who may see it."""

    object_id: int
    program_id: int
    key: str
    title: str
    text: str = ""
    scope_id: int | None = None
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found row in ready words. `text` is the whole text it was found by; the page cuts the words out."""

    object_id: int
    key: str
    title: str
    url: str
    text: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A kind of thing that is searched, by its noun in history; `rank` orders the kinds.

    `read(ids)` gives the SearchText of rows for the index, `fields` are the columns it is made of: a change
    of another one does not write the index. `show(sees_internal)` is the queryset of the rows that this
    reader may see, as values: the id and an array of what a hit is made of; `hit(program, pk, values)` makes
    the SearchHit. `follow` names, for a field, which other rows (noun, ids) are read again with it. A kind
    with few rows has `find(program, access, words)` instead: all hits, the best first.
    `jump(program, access, typed)` is the address of the one thing whose name was typed whole, or None.
    """

    noun: str
    title: str
    icon: str
    rank: int
    permission: str = "VIEW"
    fields: frozenset[str] = frozenset()
    read: Callable[[Sequence[int]], Iterable[SearchText]] | None = None
    show: Callable[[bool], Any] | None = None
    hit: Callable[[Any, int, Sequence[Any]], SearchHit] | None = None
    follow: dict[str, Callable[[Sequence[int]], Any]] = field(default_factory=dict)
    find: Callable[..., Sequence[SearchHit]] | None = None
    jump: Callable[..., str | None] | None = None


SEARCHES: Registry[Search] = Registry()
# Of scopes: `hidden(program, access)` gives the ids of the scopes this reader may not see, or None for none.
SCOPES: Registry[Callable[..., Any]] = Registry()
