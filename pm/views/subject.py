"""Loading a thing by its key, and what was said of it: to load is to authorise."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404

from pm.http import UserRequest, load_or_404
from pm.models import Attachment, Comment, Program
from pm.permissions import Permission
from pm.queries.subject import Thing, thing_of

Row = TypeVar("Row", Comment, Attachment)


def load_thing(request: UserRequest, program: Program, key: str) -> Thing:
    """The thing with that key, as this reader may see it; raises Http404."""
    found = thing_of(program, request.access, key)
    if found is None:
        raise Http404(f"There is no {key[:20]} here, or you may not see it.")
    return found


def load_beside(request: UserRequest, program: Program, model: type[Row], pk: int) -> tuple[Row, Thing]:
    """A row that stands beside a thing and was not removed, with its thing; raises Http404."""
    rows = model._default_manager.filter(program=program, removed_at=None)
    row: Row = load_or_404(rows.select_related("by"), pk=pk)
    row.program = program
    return row, load_thing(request, program, row.subject)


def may_remove(request: UserRequest, row: Comment | Attachment) -> bool:
    """Whether a row is the reader's own, or they manage people."""
    return row.by_id == request.user.pk or request.access.can(Permission.MANAGE_PEOPLE)


def require_own(request: UserRequest, row: Comment) -> None:
    """Raise PermissionDenied for what somebody else said."""
    if row.by_id != request.user.pk:
        raise PermissionDenied
