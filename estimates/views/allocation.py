"""Allocations: who is promised to a milestone, and the forms of one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from estimates.forms.capacity import AllocationForm
from estimates.models import Allocation
from estimates.queries.allocation import allocations_of
from estimates.services import allocation as allocations
from estimates.services.allocation import target_of
from milestones.models import Milestone
from milestones.views.milestone_cell import load_milestone
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.templatetags.ui import person_days
from pm.views.record import Verb, record_page, verb_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def home_of(program: Program, row: Allocation) -> str:
    """The page of what an allocation is for."""
    target = target_of(row)
    milestone = target if isinstance(target, Milestone) else target.milestone
    return reverse("milestone_allocations", args=[program.slug, milestone.key])


@requires(Permission.VIEW_INTERNAL)
@require_safe
def milestone_allocations(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Who works on a milestone and its deliverables, from when to when."""
    milestone = load_milestone(request, program, key)
    today = actor_of(request, program).today
    may_plan = request.access.can(Permission.PLAN_CAPACITY)
    create = f"{reverse('allocation_create', args=[program.slug])}?milestone={milestone.key}"
    home = reverse("milestone_detail", args=[program.slug, milestone.key])
    context = {
        "row": milestone,
        "allocations": [
            (one, short_day(one.from_on, today), short_day(one.to_on, today),
             reverse("allocation_edit", args=[program.slug, one.pk]) if may_plan else "")
            for one in allocations_of(milestone)
        ],
        "create_url": create if may_plan and milestone.is_open else "",
        "capacity_url": reverse("capacity_home", args=[program.slug]),
        "crumbs": [
            ("Roadmap", reverse("roadmap", args=[program.slug])),
            (milestone.key, home),
            ("Allocations", None),
        ],
    }  # fmt: skip
    return render(request, "estimates/capacity/allocations.html", context)


@requires(Permission.PLAN_CAPACITY)
@require_http_methods(FORM_METHODS)
def allocation_create(request: UserRequest, program: Program) -> HttpResponse:
    """Promise people of a subteam to a milestone or a deliverable."""
    home = reverse("capacity_home", args=[program.slug])
    names = ("milestone", "deliverable", "subteam")
    form = AllocationForm.of(
        request, program, initial={name: request.GET[name] for name in names if name in request.GET}
    )

    def save() -> Allocation:
        typed = form.cleaned_data
        target = typed["milestone"] or typed["deliverable"]
        target.program = program
        return allocations.create(target=target, **form.changes(), actor=actor_of(request, program))

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title="New allocation",
        submit="Allocate",
        lead="So many people of a subteam, from a day to a day.",
        crumbs=[("Capacity", home), ("New allocation", None)],
        cancel_url=home,
        done=lambda row: home_of(program, row),
        say=said,
    )


def said(row: Allocation) -> str:
    noun = "person" if row.people == 1 else "people"
    return f"{person_days(row.people)} {noun} of {row.subteam} for {target_of(row).key}."


def load_allocation(request: UserRequest, program: Program, pk: int) -> Allocation:
    """An allocation of something this reader may see, or 404."""
    rows = Allocation.objects.filter(program=program)
    row: Allocation = load_or_404(
        rows.select_related("subteam", "person", "milestone", "deliverable__milestone"), pk=pk
    )
    row.program = program
    return row


@requires(Permission.PLAN_CAPACITY)
@require_http_methods(FORM_METHODS)
def allocation_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change who, how many and when, or take it back."""
    row = load_allocation(request, program, pk)
    key, back = target_of(row).key, home_of(program, row)
    form = AllocationForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: allocations.edit(
            allocation=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Allocation to {key}",
        submit="Save",
        crumbs=[("Capacity", reverse("capacity_home", args=[program.slug])), (key, back), ("Edit", None)],
        cancel_url=back,
        done=lambda _: back,
        say=said,
        verbs=[Verb("Remove this allocation", reverse("allocation_remove", args=[program.slug, row.pk]))],
    )


@requires(Permission.PLAN_CAPACITY)
@require_POST
def allocation_remove(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Take the promise back."""
    row = load_allocation(request, program, pk)
    key, back = target_of(row).key, home_of(program, row)
    return verb_page(
        request,
        do=lambda: allocations.remove(allocation=row, actor=actor_of(request, program)),
        done=lambda _: back,
        say=lambda _: f"Removed an allocation to {key}.",
    )
