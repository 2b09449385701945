"""The saved views that one person sees: the shared ones and their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import F, IntegerField, Q, QuerySet, Value

from pm.models import Change, Program, SavedView, Subteam

NOUN = "pm.savedview"


def visible_views(program: Program, user_id: int | None) -> QuerySet[SavedView]:
    """The shared views of a program and this person's own, the default first, then in their order."""
    rows = SavedView.objects.filter(Q(is_shared=True) | Q(owner=user_id), program=program)
    return rows.order_by("page", "-is_default", "-is_shared", "rank", "name", "pk")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a list: its saved views and the subteams of the navigation."""

    views: tuple[SavedView, ...]
    teams: tuple[Subteam, ...]


def load_frame(program: Program, page: str, user_id: int | None) -> Frame:
    """Views and subteams of the frame of one page, in one statement: lists have none to spare."""
    nobody = Value(None, output_field=IntegerField())
    views = (
        visible_views(program, user_id)
        .filter(page=page)
        .order_by()
        .annotate(what=Value("view"), said=F("query"), mark=Value(""))
        .values_list("what", "pk", "name", "said", "mark", "is_shared", "is_default", "owner_id", "rank")
    )
    teams = (
        Subteam.objects.filter(program=program, is_archived=False)
        .order_by()
        .annotate(what=Value("team"), said=F("slug"), mark=F("code"), shared=Value(True),
                  default=Value(False), nobody=nobody)
        .values_list("what", "pk", "name", "said", "mark", "shared", "default", "nobody", "rank")
    )  # fmt: skip
    found = list(views.union(teams, all=True))
    return Frame(
        views=tuple(
            SavedView(
                pk=pk, program=program, page=page, name=name, query=said, is_shared=bool(is_shared),
                is_default=bool(is_default), owner_id=owner_id, rank=rank,
            )
            for what, pk, name, said, _, is_shared, is_default, owner_id, rank in sorted(
                found, key=lambda row: (not row[6], not row[5], row[8], row[2], row[1])
            )
            if what == "view"
        ),
        teams=tuple(
            Subteam(pk=pk, program=program, name=name, slug=said, code=mark, rank=rank)
            for what, pk, name, said, mark, *_, rank in sorted(found, key=itemgetter(8, 2, 1))
            if what == "team"
        ),
    )  # fmt: skip


def are_private(changes: Sequence[Change], user_id: int | None) -> bool:
    """Whether others did some of these to views of their own."""
    ids = [one.pk for one in changes if one.noun == NOUN]
    return bool(ids) and without_private(Change.objects.filter(pk__in=ids), user_id).count() < len(ids)


def without_private(rows: QuerySet[Change], user_id: int | None) -> QuerySet[Change]:
    """History without what others did to views of their own."""
    shared = SavedView.objects.filter(is_shared=True).values("pk")
    return rows.exclude(Q(noun=NOUN) & ~Q(user_id=user_id) & ~Q(object_id__in=shared))
