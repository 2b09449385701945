"""The saved views that one person sees: the shared ones and their own."""

from django.db.models import Q, QuerySet

from pm.models import Change, Program, SavedView

NOUN = "pm.savedview"


def visible_views(program: Program, user_id: int | None) -> QuerySet[SavedView]:
    """The shared views of a program and this person's own, the default first, then in their order."""
    rows = SavedView.objects.filter(Q(is_shared=True) | Q(owner=user_id), program=program)
    return rows.order_by("page", "-is_default", "-is_shared", "rank", "name", "pk")


def of_page(program: Program, page: str, user_id: int | None) -> list[SavedView]:
    """The views of one page: one statement."""
    return list(visible_views(program, user_id).filter(page=page))


def without_private(rows: QuerySet[Change], user_id: int | None) -> QuerySet[Change]:
    """History without what others did to views of their own."""
    shared = SavedView.objects.filter(is_shared=True).values("pk")
    return rows.exclude(Q(noun=NOUN) & ~Q(user_id=user_id) & ~Q(object_id__in=shared))
