"""Comments on a thing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from pm.forms.comment import CommentForm
from pm.http import UserRequest, actor_of, requires
from pm.models import Comment, Program
from pm.permissions import Permission
from pm.queries.subject import Thing
from pm.services import comment as comments
from pm.views.record import record_page, verb_page
from pm.views.subject import load_beside, load_thing, may_remove, require_own


def url_of(thing: Thing, row: Comment) -> str:
    return f"{thing.url}#comment-{row.pk}"


@requires(Permission.COMMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Say something about a thing."""
    thing = load_thing(request, program, key)
    form = CommentForm.of(request, program)
    actor = actor_of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: comments.add(
            program=program, subject=key, **form.changes(), by=request.user, actor=actor
        ),
        title=f"Comment on {thing.name}",
        submit="Comment",
        crumbs=[(thing.name, thing.url), ("Comment", None)],
        cancel_url=thing.url,
        done=lambda row: url_of(thing, row),
        say=lambda _: f"Your comment stands on {thing.key}.",
    )


@requires(Permission.COMMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Say it otherwise; only its writer may."""
    row, thing = load_beside(request, program, Comment, pk)
    require_own(request, row)
    form = CommentForm.of(request, program, row=row)
    actor = actor_of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: comments.edit(comment=row, changes=form.changes(), base=form.base(), actor=actor),
        title=f"Edit your comment on {thing.name}",
        submit="Save",
        crumbs=[(thing.name, thing.url), ("Comment", None)],
        cancel_url=url_of(thing, row),
        done=lambda row: url_of(thing, row),
        say=lambda _: "Saved your comment.",
    )


@requires(Permission.COMMENT)
@require_POST
def comment_remove(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Take a comment back: its writer, or who manages people."""
    row, thing = load_beside(request, program, Comment, pk)
    if not may_remove(request, row):
        raise PermissionDenied
    return verb_page(
        request,
        do=lambda: comments.remove(comment=row, actor=actor_of(request, program)),
        done=lambda row: url_of(thing, row),
        say=lambda _: f"Took the comment on {thing.key} back. Its line stays.",
    )
