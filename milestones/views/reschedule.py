"""Moving dates: the form, the preview that says what hangs on it, and the move that was confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.reschedule import MoveForm, ReasonForm, read_moves
from milestones.models import Milestone
from milestones.queries.schedule import Work, load_work
from milestones.services import reschedule
from milestones.services.reschedule import Move, Preview, Unmoved, may_move, seen_of
from milestones.views.reschedule_lines import moved_words, shown_line
from pm.errors import StaleEdit
from pm.http import UserRequest, actor_of, page_in, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import wants_fragment

PAGES = {
    "form": ("milestones/reschedule/form.html", "milestones/reschedule/_form.html"),
    "preview": ("milestones/reschedule/preview.html", "milestones/reschedule/_preview.html"),
}
DIALOG = "milestones/reschedule/_dialog.html"
BODY = "move-body"
MOVED = '{"dialog-close": "", "roadmap-changed": ""}'


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def roadmap_move(request: UserRequest, program: Program) -> HttpResponse:
    """Give dates. Nothing is written before the preview was confirmed, and only what is ticked there."""
    if request.method != "POST":
        return show_form(
            request, program, MoveForm.of(request, program, initial=initial_of(request, program))
        )
    form = MoveForm.of(request, program)
    if "move" not in request.POST:
        if not form.is_valid():
            return show_form(request, program, form, status=422)
        return show_preview(request, program, Posted([(form.work, form.move)], []))
    try:
        posted = read_posted(request, program)
    except ValidationError as problem:
        form = MoveForm(program=program, access=request.access, today=actor_of(request, program).today)
        return show_form(request, program, form, problem=problem.messages[0], status=422)
    if "confirm" not in request.POST:
        return show_preview(request, program, posted)
    return confirm(request, program, posted)


@dataclass(frozen=True, slots=True)
class Posted:
    """What was asked for, and which dependants were ticked."""

    moves: list[tuple[Work, Move]]
    ticked: list[tuple[Work, Move]]

    @property
    def every(self) -> list[tuple[Work, Move]]:
        return [*self.moves, *self.ticked]


def read_posted(request: UserRequest, program: Program) -> Posted:
    """The moves of a drag or of a preview. Raises ValidationError."""
    moves = read_moves(request.POST.getlist("move"), program, request.access)
    known = {row.key for row, _ in moves}
    also = read_moves(request.POST.getlist("also"), program, request.access)
    return Posted(moves, [(row, move) for row, move in also if row.key not in known])


def initial_of(request: UserRequest, program: Program) -> dict[str, Any]:
    """The row that the address names, with its dates as they stand."""
    key = request.GET.get("key", "").strip().upper()
    try:
        [(row, _)] = read_moves([f"{key}||||||"], program, request.access)
    except ValidationError:
        return {}
    seen = seen_of(row)
    return {"key": row.key, "start": seen.start, "end": seen.end}


def confirm(request: UserRequest, program: Program, posted: Posted) -> HttpResponse:
    """Write what was ticked, all of it or nothing."""
    if not all(may_move(request.access, row) for row, _ in posted.every):
        raise PermissionDenied
    committed = any(
        isinstance(row, Milestone) and row.is_committed and move.end != seen_of(row).end
        for row, move in posted.every
    )
    reasons = ReasonForm(request.POST if committed else None)
    if committed and not reasons.is_valid():
        return show_preview(request, program, posted, reasons=reasons, status=422)
    said = reasons.cleaned_data if committed else {}
    try:
        reschedule.apply(
            program=program,
            moves=[move for _, move in posted.every],
            actor=actor_of(request, program),
            **said,
        )
    except Unmoved as refusal:
        status = 409 if any(isinstance(one, StaleEdit) for one in refusal.problems.values()) else 422
        fresh = refreshed(request, program, posted)
        return show_preview(request, program, fresh, reasons=reasons, status=status, refusal=refusal)
    messages.success(request, moved_words(posted.every))
    return show_done(request, program)


def refreshed(request: UserRequest, program: Program, posted: Posted) -> Posted:
    """The same moves against the dates as they stand now: to confirm again is to choose mine."""
    rows = load_work(program, [row.key for row, _ in posted.every], sees_internal=True)

    def again(pairs: list[tuple[Work, Move]]) -> list[tuple[Work, Move]]:
        found = [(rows[row.key], move) for row, move in pairs if row.key in rows]
        return [(row, Move(one.kind, one.pk, one.start, one.end, seen_of(row))) for row, one in found]

    return Posted(again(posted.moves), again(posted.ticked))


def show_preview(
    request: UserRequest,
    program: Program,
    posted: Posted,
    *,
    reasons: ReasonForm | None = None,
    refusal: Unmoved | None = None,
    status: int = 200,
) -> HttpResponse:
    """What would move, what hangs on it, what clashes; to tick and confirm."""
    today = actor_of(request, program).today
    found = reschedule.preview(
        program=program,
        moves=[move for _, move in posted.moves],
        ticked=[move for _, move in posted.ticked],
        access=request.access,
    )
    lines = [shown_line(program, line, today, refusal) for line in found.lines]
    offered = [shown_line(program, line, today, refusal) for line in found.offered]
    every = [*lines, *(line for line in offered if line.is_ticked)]
    context = {
        "lines": lines,
        "offered": offered,
        "left_out": found.left_out,
        "reasons": reasons_of(request, found, reasons),
        "committed": [line.key for line in every if line.asks_reason],
        "cannot": any(line.refused or not line.may for line in every) and refusal is None,
        "submit": submit_words([line.key for line in every]),
        "title": "Move these dates" if len(lines) > 1 else f"Move {lines[0].key}" if lines else "Move dates",
    }
    return answer(request, program, "preview", context, status)


def submit_words(keys: list[str]) -> str:
    """Move M-5; Move M-5 and 2 more."""
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    return f"Move {keys[0]}{more}" if keys else "Move"


def reasons_of(request: UserRequest, found: Preview, reasons: ReasonForm | None) -> ReasonForm | None:
    """The two fields where a committed date moves; what was typed stays."""
    if not found.asks_reason:
        return None
    if reasons is not None and reasons.is_bound:
        if wrong := next(iter(reasons.errors), ""):
            reasons.fields[wrong].widget.attrs["autofocus"] = True
        return reasons
    typed = {name: request.POST.get(name, "") for name in ("reason_class", "reason")}
    form = ReasonForm(initial=typed)
    if request.htmx.target != BODY:
        form.fields["reason_class"].widget.attrs["autofocus"] = True
    return form


def show_form(
    request: UserRequest, program: Program, form: MoveForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The form that does what a drag does."""
    if not form.is_bound:
        form.fields["start" if form.initial.get("key") else "key"].widget.attrs["autofocus"] = True
    context = {"form": form, "problem": problem, "title": "Move dates"}
    return answer(request, program, "form", context, status)


def answer(
    request: UserRequest, program: Program, name: str, context: Mapping[str, Any], status: int
) -> HttpResponse:
    """A page; for htmx a dialog, or its body alone when the dialog stands already."""
    page, fragment = PAGES[name]
    back = back_of(request, program)
    shown = {
        **context,
        "body": fragment,
        "action": reverse("roadmap_move", args=[program.slug]),
        "back": back,
        "is_dialog": wants_fragment(request),
        "crumbs": [("Roadmap", reverse("roadmap", args=[program.slug])), (context["title"], None)],
    }
    if not wants_fragment(request):
        return render(request, page, shown, status=status)
    template = fragment if request.htmx.target == BODY else DIALOG
    shown["focuses"] = template == DIALOG
    return render(request, template, shown, status=status)


def back_of(request: UserRequest, program: Program) -> str:
    """The page it began on, when that is one of the program; else the roadmap."""
    offered = request.POST.get("next") or request.GET.get("next") or ""
    return page_in(request, program, offered) or reverse("roadmap", args=[program.slug])


def show_done(request: UserRequest, program: Program) -> HttpResponse:
    """The dialog closes and the timeline draws itself anew; without htmx, back to where it began."""
    if not wants_fragment(request):
        return HttpResponseRedirect(back_of(request, program))
    shown = render(request, "milestones/reschedule/_done.html")
    shown.headers["HX-Trigger"] = MOVED
    shown.headers["HX-Reswap"] = "none"
    return shown
