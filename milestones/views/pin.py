"""Promises of a deliverable and aims of a milestone: statements chosen, answered, dropped."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.pin import DROP, RENEW, PinAnswerForm, PromiseForm, StatementsForm
from milestones.models import Feature, MilestonePin, Pin
from milestones.services import aim as aims
from milestones.services import pin as pins
from milestones.views.deliverable_record import crumbs_of, load_for_edit, url_of
from milestones.views.milestone_cell import load_milestone
from milestones.views.roadmap_rows import detail_url
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page, verb_page


def asked_feature(request: UserRequest, program: Program, usual: Feature | None) -> Feature | None:
    """The feature of `?feature=`, else the usual one."""
    slug = request.GET.get("feature", "")
    return Feature.objects.in_program(program).filter(slug=slug).first() if slug else usual


def choose_page(
    request: UserRequest,
    program: Program,
    form: StatementsForm,
    *,
    write: Callable[[], Sequence[Any]],
    said: Callable[[int], str],
    back: str,
    **page: Any,
) -> HttpResponse:
    """The page on which statements are chosen: of another feature it shows them, and writes nothing."""

    def done(rows: Sequence[Any]) -> str:
        return f"{request.path}?feature={form.cleaned_data['feature'].slug}" if form.is_elsewhere else back

    return record_page(
        request,
        program,
        form=form,
        save=lambda: [] if form.is_elsewhere else write(),
        cancel_url=back,
        done=done,
        say=lambda rows: said(len(rows)) if rows else "",
        **page,
    )


def counted(count: int) -> str:
    return "1 statement" if count == 1 else f"{count} statements"


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def promise_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Let a deliverable promise statements."""
    row = load_for_edit(request, program, key)
    form = PromiseForm.of(request, program, shown=asked_feature(request, program, row.feature))
    return choose_page(
        request,
        program,
        form,
        write=lambda: pins.promise_all(
            deliverable=row,
            statements=form.cleaned_data["statements"],
            scope=form.cleaned_data["scope"],
            actor=actor_of(request, program),
        ),
        said=lambda count: f"{row.key} promises {counted(count)} more.",
        back=url_of(program, row),
        title=f"Promise statements with {row.key}",
        submit="Promise them" if form.choosable else "Show its statements",
        lead="They are claimed once it is closed, and every other deliverable that promises them.",
        crumbs=crumbs_of(program, row, "Promise"),
    )


def load_pin(request: UserRequest, program: Program, key: str, pk: int) -> Pin:
    """The promise of a deliverable that this person may edit, or 404, or 403."""
    row = load_for_edit(request, program, key)
    held = Pin.objects.filter(deliverable=row, is_dropped=False)
    pin: Pin = load_or_404(held.select_related("program", "deliverable", "statement"), pk=pk)
    return pin


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def promise_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Promise it again as it reads now, keep it, dispute it, or drop it."""
    pin = load_pin(request, program, key, pk)
    form = PinAnswerForm.of(request, program)
    row, code = pin.deliverable, pin.statement.code
    return record_page(
        request,
        program,
        form=form,
        save=lambda: settle(request, program, pin, form),
        title=f"The promise of {code} by {row.key}",
        submit="Save",
        lead=f"{code} reads at revision {pin.statement.revision}: {pin.statement.text} "
        f"It was promised at revision {pin.revision}.",
        crumbs=crumbs_of(program, row, code),
        cancel_url=url_of(program, row),
        done=lambda saved: url_of(program, row),
        say=lambda saved: (
            f"{row.key} promises {code} no more." if saved.is_dropped else f"Saved the promise of {code}."
        ),
    )


def settle(request: UserRequest, program: Program, pin: Pin, form: PinAnswerForm) -> Pin:
    """Write what was answered."""
    said, actor = form.cleaned_data, actor_of(request, program)
    if said["answer"] == RENEW:
        return pins.renew(pin=pin, actor=actor)
    if said["answer"] == DROP:
        return pins.drop(pin=pin, why=said["because"], actor=actor)
    return pins.answer(pin=pin, answer=said["answer"], because=said["because"], actor=actor)


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def aim_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Name statements as a milestone's own aims, whether or not a deliverable promises them."""
    row = load_milestone(request, program, key)
    taken = MilestonePin.objects.filter(milestone=row).values_list("statement_id", flat=True)
    form = StatementsForm.of(request, program, shown=asked_feature(request, program, None), taken=taken)
    back = detail_url(program, row)
    return choose_page(
        request,
        program,
        form,
        write=lambda: aims.name(
            milestone=row, statements=form.cleaned_data["statements"], actor=actor_of(request, program)
        ),
        said=lambda count: f"{row.key} aims at {counted(count)} more.",
        back=back,
        title=f"Statements {row.key} aims at",
        submit="Aim at them" if form.choosable else "Show its statements",
        lead="What the milestone is for. Deliverables promise them one by one.",
        crumbs=[("Roadmap", reverse("roadmap", args=[program.slug])), (row.key, back), ("Aims", None)],
    )


@requires(Permission.EDIT_MILESTONE)
@require_POST
def aim_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Aim at a statement no more."""
    row = load_milestone(request, program, key)
    aim: MilestonePin = load_or_404(row.aims.select_related("program", "milestone", "statement"), pk=pk)
    return verb_page(
        request,
        do=lambda: aims.remove(aim=aim, actor=actor_of(request, program)),
        done=lambda saved: detail_url(program, row),
        say=lambda saved: f"{row.key} aims at {aim.statement.code} no more.",
    )
