"""The bar under a list whose rows can be changed together."""

from dataclasses import dataclass

from django.urls import reverse

from pm.http import UserRequest
from pm.models import Program
from pm.permissions import Permission
from pm.pure.bulk import Act
from pm.registry import BULK


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the selection goes and what it offers; `pick_url` is the same without script."""

    url: str
    pick_url: str
    noun: str
    plural: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def grouped(acts: dict[str, Act]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The acts by their heading, what is set first."""
    groups: dict[str, list[tuple[str, str]]] = {"Set": []}
    for name, act in acts.items():
        groups.setdefault(act.group, []).append((name, act.label))
    return tuple((group, tuple(found)) for group, found in groups.items() if found)


def bar_of(request: UserRequest, program: Program, noun: str) -> Bar | None:
    """The bar for those who may change rows of that kind; None for others and for other kinds."""
    letter = next((letter for letter, kind in BULK.items() if kind.noun == noun), "")
    if not letter or not request.access.can(Permission(BULK.get(letter).permission)):
        return None
    kind, url = BULK.get(letter), reverse("bulk_edit", args=[program.slug, letter])
    query = request.GET.copy()
    query.pop("page", None)
    asked = request.GET.copy()
    asked.clear()
    asked["all"], asked["next"] = query.urlencode(), request.get_full_path()
    return Bar(url, f"{url}?{asked.urlencode()}", noun, kind.plural, grouped(dict(kind.acts())))
