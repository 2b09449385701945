"""The checklist template: what every new deliverable's checklist starts with."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.checklist_template import ChecklistTemplateForm
from milestones.models import ChecklistItem, ChecklistTemplateItem
from milestones.services import checklist_template
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.registry import Level
from pm.views.record import record_page
from pm.views.register import Column
from pm.views.setting import crumbs_of, table_page

ASKED = {
    Level.MUST: "every new deliverable, before it closes",
    Level.SHOULD: "every new deliverable; it may close without",
    Level.OFF: "none",
}


def list_url(program: Program) -> str:
    return reverse("checklist_template_list", args=[program.slug])


def words_of(row: ChecklistTemplateItem) -> str:
    """What the line is about, and what it says."""
    about = str(ChecklistItem.Kind(row.kind).label)
    return f"{about}: {row.text}" if row.text else about


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def checklist_template_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every line in its order."""

    def edit_url(row: ChecklistTemplateItem) -> str:
        return reverse("checklist_template_edit", args=[program.slug, row.pk])

    return table_page(
        request,
        program,
        title="Checklist of a deliverable",
        lead="Every new deliverable starts with these lines. Those that exist keep theirs.",
        rows=ChecklistTemplateItem.objects.filter(program=program).order_by("rank", "pk"),
        columns=[
            Column("Line", words_of, edit_url, is_head=True),
            Column("Asked of", lambda row: ASKED[Level(row.level)]),
        ],
        empty="A line says what has to be done, or said not to be needed, before a deliverable closes.",
        create=("Add a line", reverse("checklist_template_create", args=[program.slug])),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_template_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a line."""
    form = ChecklistTemplateForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: checklist_template.add(
            program=program, **form.changes(), actor=actor_of(request, program)
        ),
        title="New line of the checklist",
        submit="Add the line",
        crumbs=crumbs_of(program, ("Checklist", list_url(program)), ("New line", None)),
        cancel_url=list_url(program),
        done=lambda _: list_url(program),
        say=lambda row: f"Added “{words_of(row)}” to the deliverables to come.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_template_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change a line, or ask for it no more."""
    row: ChecklistTemplateItem = load_or_404(ChecklistTemplateItem.objects.filter(program=program), pk=pk)
    row.program = program
    form = ChecklistTemplateForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: checklist_template.edit(
            item=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit “{words_of(row)}”",
        submit="Save",
        crumbs=crumbs_of(program, ("Checklist", list_url(program)), (words_of(row), None)),
        cancel_url=list_url(program),
        done=lambda _: list_url(program),
        say=lambda row: f"Saved “{words_of(row)}”. Deliverables that exist keep their lines.",
    )
