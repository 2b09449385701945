"""The index of search follows the writes: what a recording has written is read again before it ends.

An entry is no domain row: it is made of one, can be made again at any time, and has no history.
"""

from collections.abc import Iterable, Sequence

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef

from pm.models import Change, Program, SearchEntry
from pm.pure.search import entry_words
from pm.registry import SEARCHES, Search, SearchText

BATCH = 500
WRITTEN = ["scope_id", "is_internal", "title_length", "words"]


def follow(changes: Iterable[Change]) -> None:
    """Bring the entries of the changed rows up to date, in the transaction of the changes."""
    written: dict[str, dict[int, None]] = {}
    gone: dict[str, dict[int, None]] = {}
    followed: dict[tuple[str, str], dict[int, None]] = {}
    for change in changes:
        if change.noun not in SEARCHES:
            continue
        search = SEARCHES.get(change.noun)
        if change.kind == Change.Kind.DELETE:
            gone.setdefault(change.noun, {})[change.object_id] = None
        elif change.kind == Change.Kind.CREATE or change.field in search.fields:
            written.setdefault(change.noun, {})[change.object_id] = None
        if change.kind == Change.Kind.UPDATE and change.field in search.follow:
            followed.setdefault((change.noun, change.field), {})[change.object_id] = None
    for (noun, name), ids in followed.items():
        for other, found in SEARCHES.get(noun).follow[name](list(ids)):
            written.setdefault(other, {}).update(dict.fromkeys(found))
    for noun, ids in gone.items():
        SearchEntry.objects.filter(noun=noun, object_id__in=list(ids)).delete()
    for noun, ids in written.items():
        write(noun, [pk for pk in ids if pk not in gone.get(noun, {})])


def write(noun: str, ids: Sequence[int]) -> None:
    """Write the entries of rows anew."""
    search = SEARCHES.get(noun)
    if search.read is None:
        return
    for start in range(0, len(ids), BATCH):
        SearchEntry.objects.bulk_create(
            [entry_of(noun, found) for found in search.read(ids[start : start + BATCH])],
            update_conflicts=True,
            unique_fields=["program", "noun", "object_id"],
            update_fields=WRITTEN,
        )


def entry_of(noun: str, found: SearchText) -> SearchEntry:
    """The entry of one row."""
    words, title_length = entry_words(found.key, found.title, found.text)
    return SearchEntry(
        program_id=found.program_id,
        noun=noun,
        object_id=found.object_id,
        scope_id=found.scope_id,
        is_internal=found.is_internal,
        title_length=title_length,
        words=words,
    )


def rebuild(program: Program) -> int:
    """Make every entry of a program anew; returns how many there are."""
    with transaction.atomic():
        SearchEntry.objects.filter(program=program).delete()
        for search in indexed():
            rows = apps.get_model(search.noun)._default_manager.filter(program=program)
            write(search.noun, list(rows.order_by("pk").values_list("pk", flat=True)))
        return SearchEntry.objects.filter(program=program).count()


def catch_up() -> int:
    """Make the entries of programs that have none, from before there was a search; how many had rows."""
    without = Program.objects.filter(~Exists(SearchEntry.objects.filter(program=OuterRef("pk"))))
    return sum(rebuild(program) > 0 for program in without.order_by("pk"))


def indexed() -> list[Search]:
    """The kinds that have entries."""
    return [search for search in SEARCHES if search.read is not None]
