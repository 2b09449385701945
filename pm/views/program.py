"""A program: a new one, and what one says of itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pm.errors import DomainError
from pm.forms.program import ProgramEditForm, ProgramForm
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.services import program as programs
from pm.views.record import record_page


@require_http_methods(["GET", "HEAD", "POST"])
def program_create(request: UserRequest) -> HttpResponse:
    """The instance administrator creates a program and becomes its first lead."""
    if not request.user.is_superuser:
        raise PermissionDenied
    form = ProgramForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            program = programs.create(actor=actor_of(request), lead=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"Created {program.name}. You are its program lead.")
            return redirect("program_home", program.slug)
    context = {"form": form, "crumbs": [("Programs", "/"), ("New program", None)]}
    return render(request, "pm/program/create.html", context, status=422 if form.is_bound else 200)


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def program_edit(request: UserRequest, program: Program) -> HttpResponse:
    """Change what a program says of itself; its short name stays."""
    form = ProgramEditForm.of(request, program, row=program)
    home = reverse("program_home", args=[program.slug])
    return record_page(
        request,
        program,
        form=form,
        save=lambda: programs.edit(
            program=program, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {program.name}",
        submit="Save",
        lead=f"Its short name “{program.slug}” stays: it stands in every address.",
        crumbs=[(program.name, home), ("Edit", None)],
        cancel_url=home,
        done=lambda row: home,
        say=lambda row: f"Saved {row.name}.",
    )
