"""The lines of a deliverable's gate: acceptance criteria and the checklist, added, reworded, taken away."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.deliverable_record import ChecklistLineForm, CriterionTextForm
from milestones.services import checklist, criterion
from milestones.views.deliverable_record import crumbs_of, load_for_edit, remove_verb, url_of
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page, verb_page


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Add an acceptance criterion."""
    row = load_for_edit(request, program, key)
    form = CriterionTextForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: criterion.add(
            deliverable=row, texts=[form.cleaned_data["text"]], actor=actor_of(request, program)
        ),
        title=f"New acceptance criterion of {row.key}",
        submit="Add the criterion",
        lead=row.title,
        crumbs=crumbs_of(program, row, "New criterion"),
        cancel_url=url_of(program, row),
        done=lambda made: f"{url_of(program, row)}#ac-h",
        say=lambda made: f"Added a criterion to {row.key}.",
    )


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Reword an acceptance criterion, or take it away."""
    row = load_for_edit(request, program, key)
    one = load_or_404(row.criteria.select_related("program"), pk=pk)
    form = CriterionTextForm.of(request, program, row=one)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: criterion.reword(
            criterion=one,
            text=form.cleaned_data["text"],
            base=form.base(),
            actor=actor_of(request, program),
        ),
        title=f"Edit a criterion of {row.key}",
        submit="Save",
        lead="In other words it is open again." if one.is_met else row.title,
        crumbs=crumbs_of(program, row, "Edit a criterion"),
        cancel_url=url_of(program, row),
        done=lambda saved: f"{url_of(program, row)}#ac-h",
        say=lambda saved: f"Saved the criterion of {row.key}.",
        verbs=[remove_verb("Take this criterion away", "deliverable_criterion_remove", program, row, pk)],
    )


@requires(Permission.EDIT_DELIVERABLE)
@require_POST
def criterion_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take an acceptance criterion away."""
    row = load_for_edit(request, program, key)
    one = load_or_404(row.criteria.select_related("program"), pk=pk)
    return verb_page(
        request,
        do=lambda: criterion.remove(criterion=one, actor=actor_of(request, program)),
        done=lambda saved: f"{url_of(program, row)}#ac-h",
        say=lambda saved: f"Took “{one.text}” away from {row.key}.",
    )


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Add a line to the checklist."""
    row = load_for_edit(request, program, key)
    form = ChecklistLineForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: checklist.add(deliverable=row, actor=actor_of(request, program), **form.changes()),
        title=f"New line of the checklist of {row.key}",
        submit="Add the line",
        lead=row.title,
        crumbs=crumbs_of(program, row, "New line"),
        cancel_url=url_of(program, row),
        done=lambda made: f"{url_of(program, row)}#ck-h",
        say=lambda made: f"Added a line to the checklist of {row.key}.",
    )


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change what a line is about, or take it away."""
    row = load_for_edit(request, program, key)
    item = load_or_404(row.checklist.select_related("program"), pk=pk)
    form = ChecklistLineForm.of(request, program, row=item)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: checklist.edit(
            item=item, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit a line of the checklist of {row.key}",
        submit="Save",
        lead=row.title,
        crumbs=crumbs_of(program, row, "Edit a line"),
        cancel_url=url_of(program, row),
        done=lambda saved: f"{url_of(program, row)}#ck-h",
        say=lambda saved: f"Saved the line of {row.key}.",
        verbs=[remove_verb("Take this line away", "deliverable_checklist_remove", program, row, pk)],
    )


@requires(Permission.EDIT_DELIVERABLE)
@require_POST
def checklist_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take a line of the checklist away."""
    row = load_for_edit(request, program, key)
    item = load_or_404(row.checklist.select_related("program"), pk=pk)
    return verb_page(
        request,
        do=lambda: checklist.remove(item=item, actor=actor_of(request, program)),
        done=lambda saved: f"{url_of(program, row)}#ck-h",
        say=lambda saved: f"Took a line away from the checklist of {row.key}.",
    )
