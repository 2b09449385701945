"""The verbs of saved views. Who may share one is the edge's question."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program, SavedView
from pm.pure.address import kept
from pm.services.history import Recorder, recording

EDITABLE = frozenset({"name", "rank", "is_shared", "is_default"})
LONGEST_QUERY = 2000
MOST = 60


@contextmanager
def writing(actor: Actor, program: Program) -> Iterator[Recorder]:
    """A recording in which two people may take the same name or the one default at once: one of them wins."""
    try:
        with recording(actor, program) as record:
            yield record
    except IntegrityError as clash:
        raise DomainError("Somebody saved another view of this list meanwhile. Save yours again.") from clash


def check_name(view: SavedView, name: str, *, is_shared: bool) -> str:
    """The name; refused where it is empty or leads to two views of one page."""
    said = name.strip()
    if not said:
        raise DomainError("A view needs a name to be found by.", field="name")
    same = SavedView.objects.filter(program=view.program, page=view.page, name=said).exclude(pk=view.pk)
    if same.filter(owner=view.owner).exists():
        raise DomainError(f"You have a view “{said}” of this list. Choose another name.", field="name")
    if is_shared and same.filter(is_shared=True).exists():
        raise DomainError(f"The program has a view “{said}” of this list. Choose another.", field="name")
    return said


def check_query(query: str) -> str:
    """The state of the address; refused when it is longer than a view holds."""
    found = kept(query)
    if len(found) > LONGEST_QUERY:
        raise DomainError(
            f"The address is longer than the {LONGEST_QUERY:,} characters that a view holds. "
            "Take away a filter or an open row and save it then."
        )
    return found


def create(
    *,
    program: Program,
    page: str,
    name: str,
    query: str,
    owner_id: int,
    actor: Actor,
    is_shared: bool = False,
    is_default: bool = False,
) -> SavedView:
    """Save what an address shows under a name."""
    view = SavedView(program=program, page=page, owner_id=owner_id, query=check_query(query))
    with writing(actor, program) as record:
        held = SavedView.objects.filter(program=program, page=page, owner_id=owner_id)
        if held.count() >= MOST:
            raise DomainError(f"You have {MOST} views of this list. Remove one before you save another.")
        view.is_shared, view.is_default = is_shared or is_default, is_default
        view.name = check_name(view, name, is_shared=view.is_shared)
        view.rank = held.count()
        if is_default:
            end_default(record, view)
        record.create(view)
    return view


def edit(*, view: SavedView, changes: Mapping[str, Any], base: Mapping[str, Any], actor: Actor) -> SavedView:
    """Rename it, put it into another place, share it, make it the default of its page."""
    unknown = changes.keys() - EDITABLE
    if unknown:
        raise ValueError(f"A saved view has no such fields to edit: {sorted(unknown)}")
    wanted = dict(changes)
    with writing(actor, view.program) as record:
        view = record.lock(view)
        is_shared = wanted.get("is_shared", view.is_shared)
        if wanted.get("is_default", view.is_default) and not is_shared:
            raise DomainError("The default is what all see. Share the view first.", field="is_default")
        if "name" in wanted or is_shared:
            wanted["name"] = check_name(view, wanted.get("name", view.name), is_shared=is_shared)
        if wanted.get("is_default") and not view.is_default:
            end_default(record, view)
        record.update(view, wanted, base=base)
    return view


def end_default(record: Recorder, view: SavedView) -> None:
    """The page's former default is a shared view like the others."""
    for other in SavedView.objects.filter(program=view.program, page=view.page, is_default=True).exclude(
        pk=view.pk
    ):
        record.update(record.lock(other), {"is_default": False})


def save(*, view: SavedView, query: str, base_query: str, actor: Actor) -> SavedView:
    """Let it show what the address shows now, unless somebody else saved it meanwhile."""
    with recording(actor, view.program) as record:
        view = record.lock(view)
        record.update(view, {"query": check_query(query)}, base={"query": base_query})
    return view


def remove(*, view: SavedView, actor: Actor) -> None:
    """Forget it; its rows and the list itself stay as they are."""
    with recording(actor, view.program) as record:
        record.delete(record.lock(view))
