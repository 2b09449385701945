"""Gates of a milestone: planned, held, removed."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.gate import GateForm, HoldForm
from milestones.models import Gate
from milestones.services import gate as gates
from milestones.views.line import line_page, line_url, line_verb, load_line
from milestones.views.spec import load_milestone
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def gate_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Plan a gate."""
    milestone = load_milestone(request, program, key)
    form = GateForm.of(request, program)
    return line_page(
        request,
        milestone,
        form=form,
        save=lambda: gates.plan(milestone=milestone, **form.changes(), actor=actor_of(request, program)),
        title="Plan a gate",
        submit="Add",
        section="gates",
        say="Planned the gate.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def gate_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change what is planned."""
    row = load_line(request, program, key, Gate, pk)
    form = GateForm.of(request, program, row=row)
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: gates.edit(
            gate=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title="Edit the gate",
        submit="Save",
        section="gates",
        say="Saved the gate.",
        verbs=[Verb("Remove", line_url("gate_remove", row))],
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def gate_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take a gate away that was not held."""
    row = load_line(request, program, key, Gate, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: gates.remove(gate=row, actor=actor_of(request, program)),
        section="gates",
        say="Removed the gate.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def gate_hold(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """A gate was held: what came out of it, what was learnt."""
    row, actor = load_line(request, program, key, Gate, pk), actor_of(request, program)
    initial = {} if row.held_on else {"held_on": actor.today}
    form = HoldForm.of(request, program, row=row, initial=initial)
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: gates.hold(gate=row, changes=form.changes(), base=form.base(), actor=actor),
        title=f"{row.get_kind_display()} held",
        submit="Save",
        section="gates",
        say=f"Saved what came out of the {row.get_kind_display().lower()}.",
    )
