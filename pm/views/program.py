"""A new program."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pm.forms.program import ProgramForm
from pm.http import UserRequest, actor_of
from pm.services import program as programs


@require_http_methods(["GET", "HEAD", "POST"])
def program_create(request: UserRequest) -> HttpResponse:
    """The instance administrator creates a program and becomes its first lead."""
    if not request.user.is_superuser:
        raise PermissionDenied
    form = ProgramForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        program = programs.create(actor=actor_of(request), lead=request.user, **form.cleaned_data)
        messages.success(request, f"Created {program.name}. You are its program lead.")
        return redirect("program_home", program.slug)
    context = {"form": form, "crumbs": [("Programs", "/"), ("New program", None)]}
    return render(request, "pm/program/create.html", context, status=422 if form.is_bound else 200)
