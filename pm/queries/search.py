"""What search finds: one look through the folded words, then the rows of the best hits of all kinds at once.

A word that is everywhere would bring half the program: a look ends after some hits, and the next one takes
the newest of each kind. A kind cut off that way says "more than".
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import StrIndex

from pm.models import Program, SearchEntry
from pm.permissions import Permission
from pm.pure.search import rank
from pm.registry import SCOPES, SEARCHES, Search, SearchHit
from pm.rules import Access

SHOWN = 20
ENOUGH = 50
LEAPING = 4
# PostgreSQL would start helpers for the rows of more kinds, which takes longer than reading them.
AT_ONCE = 6
# No program and no row has a number below nothing.
ANY_PROGRAM = -1000


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind, the best first; `total` is how many there are, or at least."""

    search: Search
    hits: tuple[SearchHit, ...]
    total: int
    is_more: bool = False


# How good a hit is, small first, and the id of its row.
Place = tuple[tuple[int, int], int]
# What asks for all entries with the words, compiled once: each look puts its own conditions around it.
Look = tuple[str, Sequence[Any]]


def find(program: Program, access: Access, words: Sequence[str], *, limit: int = SHOWN) -> list[Found]:
    """What the reader may see of everything that holds all the words, the kinds in their order."""
    kinds = sorted(kinds_for(access), key=lambda search: search.rank)
    if not words:
        return []
    nouns = [search.noun for search in kinds if search.find is None]
    places, cut = look_through(visible_entries(program, access), nouns, words)
    best = {noun: best_of(places[noun], limit) for noun in nouns if noun in places}
    shown = hits_of(program, access, best, limit)
    found = []
    for search in kinds:
        if search.find is not None:
            hits = search.find(program, access, words)
            found.append(Found(search, tuple(hits[:limit]), len(hits)))
        elif search.noun in best:
            noun, rows = search.noun, shown[search.noun]
            hits = tuple(rows[pk] for pk in best[noun] if pk in rows)
            is_more = noun in cut
            found.append(Found(search, hits, ENOUGH if is_more else len(places[noun]), is_more))
    return [one for one in found if one.hits]


def kinds_for(access: Access) -> list[Search]:
    """The kinds that this reader may search."""
    return [search for search in SEARCHES if access.can(Permission(search.permission))]


def visible_entries(program: Program, access: Access) -> "QuerySet[SearchEntry]":
    """The entries of rows that this reader may see."""
    rows = SearchEntry.objects.filter(program=program)
    if not access.can(Permission.VIEW_INTERNAL):
        rows = rows.filter(is_internal=False)
    for scope in SCOPES:
        hidden = scope(program, access)
        if hidden is not None:
            rows = rows.exclude(scope_id__in=hidden)
    return rows


def look_through(
    rows: "QuerySet[SearchEntry]", nouns: Sequence[str], words: Sequence[str]
) -> tuple[dict[str, list[Place]], set[str]]:
    """The places of the hits by noun, and the nouns of which there are more than were taken.

    A rare word is found by one look through everything. A look that ends early has met a word that is
    everywhere: then a second one looks through each kind until it has enough of it.
    """
    names = [f"place_{index}" for index in range(len(words))]
    rows = rows.exclude(
        noun__in=[search.noun for search in SEARCHES if search.find is None and search.noun not in nouns]
    )
    try:
        look: Look = holding(rows, words, names).query.sql_with_params()
    except EmptyResultSet:
        return {}, set()
    hits = taken(f"{look[0]} LIMIT {3 * ENOUGH}", look[1])
    if len(hits) == 3 * ENOUGH:
        hits = of_each_kind(look, nouns)
    places: dict[str, list[Place]] = defaultdict(list)
    for noun, object_id, title_length, *where in hits:
        places[noun].append((rank(where, title_length), object_id))
    cut = {noun for noun, found in places.items() if len(found) > ENOUGH}
    if cut:
        in_titles(look, sorted(cut), names, places)
    return places, cut


def taken(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def of_each_kind(look: Look, nouns: Sequence[str]) -> list[tuple[Any, ...]]:
    """A few more than enough hits of each kind, the newest, in one statement whatever their number."""
    sql, values = look
    # In the order of the index a look goes only as far as it must. SQLite takes a limit inside a union only
    # around it.
    one = f"SELECT * FROM ({sql}) AS held WHERE noun = %s ORDER BY object_id DESC LIMIT {ENOUGH + 1}"  # noqa: S608  # compiled by Django, values apart
    every = " UNION ALL ".join(f"SELECT * FROM ({one}) AS kind_{at}" for at in range(len(nouns)))  # noqa: S608  # the same
    return taken(every, [value for noun in nouns for value in (*values, noun)])


def in_titles(look: Look, nouns: Sequence[str], names: Sequence[str], places: dict[str, list[Place]]) -> None:
    """Add hits in titles where not all hits were taken: they are better than most of those that were."""
    sql, values = look
    best = " AND ".join(f"{name} <= title_length" for name in names)
    marks = ", ".join(["%s"] * len(nouns))
    known = {(noun, pk) for noun, found in places.items() for _, pk in found}
    hits = taken(
        f"SELECT * FROM ({sql}) AS held WHERE noun IN ({marks}) AND {best} LIMIT {3 * ENOUGH}",  # noqa: S608  # compiled by Django, values apart
        [*values, *nouns],
    )
    for noun, object_id, title_length, *where in hits:
        if (noun, object_id) not in known:
            places[noun].append((rank(where, title_length), object_id))


def holding(rows: "QuerySet[SearchEntry]", words: Sequence[str], names: Sequence[str]) -> Any:
    """The entries that hold all words: noun, id, length of the title, and where each word stands."""
    # The longest word is the rarest as a rule: the others are looked for only where it is.
    where = {name: StrIndex(F("words"), Value(word)) for name, word in zip(names, words, strict=True)}
    rows = rows.alias(**where)
    for word, name in sorted(zip(words, names, strict=True), key=lambda pair: len(pair[0]), reverse=True):
        # PostgreSQL finds the place of a longer word by leaps, in half the time of a pattern.
        leaps = connection.vendor == "postgresql" and len(word) >= LEAPING
        rows = rows.filter(**({f"{name}__gt": 0} if leaps else {"words__contains": word}))
    return rows.annotate(**where).values_list("noun", "object_id", "title_length", *names)


def best_of(places: Sequence[Place], limit: int) -> list[int]:
    """The ids of the best places; of equally good ones the newest."""
    return [pk for _, pk in sorted(places, key=lambda place: (place[0], -place[1]))[:limit]]


def hits_of(
    program: Program, access: Access, best: dict[str, list[int]], limit: int
) -> dict[str, dict[int, SearchHit]]:
    """The rows of these ids that the reader may see, by noun and id; AT_ONCE kinds in one statement."""
    sees_internal = access.can(Permission.VIEW_INTERNAL)
    found: dict[str, dict[int, SearchHit]] = {noun: {} for noun in best}
    for start in range(0, len(best), AT_ONCE):
        nouns = list(best)[start : start + AT_ONCE]
        looks, values = [], []
        for at, noun in enumerate(nouns):
            sql, slots = rows_in_sql(noun, sees_internal, limit, connection.vendor)
            looks.append(f"SELECT {at} AS kind, each_{at}.* FROM ({sql}) AS each_{at}")  # noqa: S608  # compiled by Django, values apart
            ids = best[noun]
            given = {-1 - place: ids[min(place, len(ids) - 1)] for place in range(limit)}
            given[ANY_PROGRAM] = program.pk
            values += [given.get(slot, slot) for slot in slots]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(looks), values)
            for at, pk, row in cursor.fetchall():
                if make := SEARCHES.get(nouns[at]).hit:
                    found[nouns[at]][pk] = make(program, pk, json.loads(row))
    return found


@lru_cache(maxsize=256)
def rows_in_sql(noun: str, sees_internal: bool, limit: int, vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The statement for `limit` rows of a kind, with ANY_PROGRAM for the program and -1, -2 … for the ids."""
    show = SEARCHES.get(noun).show
    assert show is not None, noun  # noqa: S101  # what has places has rows
    ids = range(-1, -1 - limit, -1)
    sql, values = show(sees_internal).filter(program=ANY_PROGRAM, pk__in=ids).query.sql_with_params()
    return sql, tuple(values)
