"""The sample program: load it, remove it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.services import sample


@require_POST
def sample_load(request: UserRequest) -> HttpResponse:
    """Load the sample program; for the instance administrator."""
    if not request.user.is_superuser:
        raise PermissionDenied
    program = sample.create(actor_of(request))
    messages.success(request, f"Loaded {program.name}, a program made up to try things with.")
    return redirect("program_home", program.slug)


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def sample_remove(request: UserRequest, program: Program) -> HttpResponse:
    """Remove the sample program with everything in it. A real program has no such address."""
    if not program.is_sample:
        raise Http404("This program is no sample.")
    rows = sample.remove(program, actor_of(request, program))
    messages.success(request, f"Removed {program.name}: {rows:,} rows. Your own programs are untouched.")
    return redirect("programs")
