"""Watching a thing."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.services import watch as watches
from pm.views.record import verb_page
from pm.views.subject import load_thing


@requires(Permission.COMMENT)
@require_POST
def watch_start(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Hear of a thing from now on."""
    thing = load_thing(request, program, key)
    actor = actor_of(request, program)
    return verb_page(
        request,
        do=lambda: watches.watch(program=program, subject=key, user=request.user, actor=actor),
        done=lambda _: f"{thing.url}#comments",
        say=lambda _: f"You watch {thing.name} now.",
    )


@requires(Permission.COMMENT)
@require_POST
def watch_end(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Hear of it no more."""
    thing = load_thing(request, program, key)
    actor = actor_of(request, program)
    return verb_page(
        request,
        do=lambda: watches.unwatch(program=program, subject=key, user=request.user, actor=actor),
        done=lambda _: f"{thing.url}#comments",
        say=lambda _: f"You watch {thing.name} no more.",
    )
