"""What was deleted: read from history alone, with what became of it since."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from pm.models import Change, Program
from pm.queries.history import ECHO_NOUNS
from pm.queries.saved_view import without_private

# Who watches or has voted comes and goes by a click: nobody looks for these here.
FLEETING = frozenset({"pm.watch", "milestones.ideavote"})


def deletions(program: Program, user_id: int | None) -> QuerySet[Change]:
    """The deletions of a program, newest first; what went as a part of another row is told with that row."""
    rows = Change.objects.filter(program=program, kind=Change.Kind.DELETE)
    whole = Change.objects.filter(
        program=program,
        kind=Change.Kind.DELETE,
        subject=OuterRef("subject"),
        label=OuterRef("subject"),
        recorded_at=OuterRef("recorded_at"),
    )
    is_part = ~Q(subject="") & ~Q(label=F("subject")) & Exists(whole)
    told = without_private(rows, user_id).exclude(noun__in=ECHO_NOUNS | FLEETING).exclude(is_part)
    return told.order_by("-recorded_at", "-id")


def with_fate(rows: QuerySet[Change]) -> QuerySet[Change]:
    """Each with the last time its row was made or deleted: a making says that it is back."""
    fates = Change.objects.filter(
        program=OuterRef("program"), noun=OuterRef("noun"), object_id=OuterRef("object_id")
    )
    last = fates.filter(kind__in=[Change.Kind.CREATE, Change.Kind.DELETE]).order_by("-id")
    return rows.annotate(
        fate_id=Subquery(last.values("pk")[:1]),
        fate=Subquery(last.values("kind")[:1]),
        fate_by=Subquery(last.values("actor_name")[:1]),
        fate_at=Subquery(last.values("recorded_at")[:1]),
    )


def nouns_deleted(program: Program) -> list[str]:
    """The kinds of things of which something was deleted here, by their nouns in history."""
    rows = Change.objects.filter(program=program, kind=Change.Kind.DELETE)
    told = rows.exclude(noun__in=ECHO_NOUNS | FLEETING).order_by()
    return list(told.values_list("noun", flat=True).distinct())
