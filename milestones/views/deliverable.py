"""The page of a deliverable, with its gate to close."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from milestones.forms.deliverable import StepForm
from milestones.models import Contribution, Deliverable
from milestones.queries.deliverable import last_answers, load_promises, visible_deliverables
from milestones.queries.gate import load_gate
from milestones.rules import may
from milestones.views.deliverable_acts import acts_of
from milestones.views.deliverable_conflict import conflict_of
from milestones.views.deliverable_moves import step_buttons
from milestones.views.deliverable_parts import (
    NOT_TRIED,
    Status,
    Tried,
    checklist_answers,
    checklist_note,
    criterion_answers,
    in_place,
    missing_list,
    panel_parts,
    placed,
)
from milestones.views.deliverable_promises import closing_moves, pins_note, promise_lines
from milestones.views.deliverable_rows import MARKS
from milestones.views.more import of_work
from milestones.views.sections import DELIVERABLE_ORDER, DELIVERABLE_TABS, sections_of, tabs_of
from pm.http import UserRequest, actor_of, load_or_404, number_of_key, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import distance, short_day
from pm.pure.words import in_letters
from pm.queries.history import of_subject
from pm.queries.presence import hangs_on
from pm.templatetags.cells import Looker, draw, editable_of, edited, looker_of, may_edit
from pm.views.as_of import at_a_day
from pm.views.history import story

# The page's own sections, and what there has to be for one to be shown.
OWN = {
    "work": "milestones/deliverable/_work.html",
    "pins": "milestones/deliverable/_promises.html",
    "output": "milestones/deliverable/_output.html",
    "depends_text": "milestones/deliverable/_depends.html",
    "history": "milestones/deliverable/_history.html",
}
EDITED = {"Planned start": "start", "Due": "due", "Kind": "is_must", "Feature": "feature"}
NEEDS = {"output": "output", "depends_text": "dependencies", "history": "history"}


def load_deliverable(request: UserRequest, program: Program, key: str) -> Deliverable:
    """The deliverable of this key that the reader may see, or 404."""
    rows = visible_deliverables(program, request.access).select_related(
        "program", "milestone__track", "feature", "accountable", "owner", "closed_by", "accepted_by", "cut_to"
    )
    row: Deliverable = load_or_404(rows, number=number_of_key(key, "D"))
    return row


def work_parts(request: UserRequest, program: Program, row: Deliverable, tried: Tried) -> dict[str, Any]:
    """The gate, the checklist and the criteria: what `_work.html` shows."""
    today = actor_of(request, program).today
    gate = load_gate(row)
    news = last_answers(program, gate)
    may_work = row.is_open and may(request.access, Permission.WORK_ON_DELIVERABLE, row)
    may_edit = may(request.access, Permission.EDIT_DELIVERABLE, row)
    may_order = may_edit and row.is_open
    lines = in_place(
        request, row, checklist_answers(gate, row, program, news, today), gate.lines, may=may_order
    )
    held = in_place(
        request, row, criterion_answers(gate, row, program, news, today), gate.criteria, may=may_order
    )
    step_tried = tried.form if isinstance(tried.form, StepForm) else None
    return {
        "row": row,
        "row_pk": str(row.pk),
        "gate": gate,
        "checklist_note": checklist_note(gate),
        "criteria_note": f"{len(gate.criteria) - len(gate.open_criteria)} of {len(gate.criteria)} met"
        if gate.criteria
        else "",
        "left": in_letters(gate.left),
        "acts": acts_of(request.access, program, row),
        "more": of_work(request, row) if may_edit else [],
        "missing": missing_list(gate, row, program, tried),
        "may_work": may_work,
        "checklist": placed(request, "checklist", lines, may=may_order),
        "criteria": placed(request, "criterion", held, may=may_order),
        "steps": step_buttons(row, request.access, gate.left, step_tried),
        "step_url": reverse("deliverable_step", args=[program.slug, row.key]),
        "sentence": tried.words,
        "conflict": conflict_of(tried, row, program),
        "closed": closed_words(row, today),
    }


def closed_words(row: Deliverable, today: Any) -> str:
    """When and by whom it was closed and accepted, in words."""
    if row.status != Status.CLOSED or row.closed_on is None:
        return ""
    day = short_day(row.closed_on, today)
    if row.is_close_imported:
        return f"Closed on {day}, as an import says: claimed, never verified."
    by = f" by {row.closed_by}" if row.closed_by else ""
    accepted = f" and accepted by {row.accepted_by}" if row.accepted_by else ""
    return f"Closed on {day}{by}{accepted}."


def page_parts(request: UserRequest, program: Program, row: Deliverable) -> dict[str, Any]:
    """What surrounds the work: head, promises, facts, effort, history."""
    looker = looker_of(request, program)
    today = actor_of(request, program).today
    promises = load_promises(row, today=today)
    insider = request.access.can(Permission.VIEW_INTERNAL)
    changes = of_subject(program, row.key) if request.access.can(Permission.VIEW_HISTORY) else []
    return {
        "mark": MARKS[Status(row.status)],
        "due": short_day(row.due_on, today),
        "over": distance(row.due_on, today) if row.due_on and row.is_open else "",
        "promises": promises,
        "pins": promise_lines(promises, program, names_others=insider),
        "moves": closing_moves(promises) if row.is_open else [],
        "contributors": contributors_of(looker, row),
        "facts": edited(looker, row, facts_of(row, program, today), EDITED),
        "pins_note": pins_note(promises, row),
        "output": draw(looker, row, "output"),
        "dependencies": row.dependencies_text.strip() and draw(looker, row, "dependencies_text"),
        "effort": panel_parts("deliverable_effort", request, row),
        "history": story(request, program, changes, today),
        "history_url": f"{reverse('history', args=[program.slug])}?key={row.key}",
        "crumbs": [("Deliverables", reverse("deliverable_list", args=[program.slug])), (row.key, None)],
    }


def contributors_of(looker: Looker, row: Deliverable) -> SafeString | str:
    """The subteams that help with it, edited by those who may; nothing where there are none to read."""
    editable = editable_of(row)
    is_offered = may_edit(looker.access, editable, editable.fields["contributors"], row)
    return draw(looker, row, "contributors") if is_offered or hangs_on(row, Contribution) else ""


def facts_of(row: Deliverable, program: Program, today: Any) -> list[tuple[str, str, str]]:
    """The plain facts of the side column."""
    feature = reverse("feature_detail", args=[program.slug, row.feature.slug]) if row.feature else ""
    track = f"{reverse('roadmap', args=[program.slug])}?track={row.milestone.track.slug}"
    return [
        ("Planned start", short_day(row.planned_start_on, today), ""),
        ("Started", short_day(row.started_on, today), ""),
        ("Due", short_day(row.due_on, today), ""),
        ("Feature", row.feature.name if row.feature else "", feature),
        ("Track", row.milestone.track.name, track),
        ("Kind", "Must" if row.is_must else "Could", ""),
        *cut_facts(row, program),
        *([("Tracked at", "external tracker", row.external_url)] if row.external_url else []),
    ]


def cut_facts(row: Deliverable, program: Program) -> list[tuple[str, str, str]]:
    """The idea that a cut deliverable became; it is as visible as the milestone it was cut from."""
    if row.cut_to is None or row.cut_to.is_internal != row.milestone.is_internal:
        return []
    url = reverse("milestone_detail", args=[program.slug, row.cut_to.key])
    return [("Cut to", f"{row.cut_to.key} {row.cut_to.title}", url)]


def deliverable_page(
    request: UserRequest, program: Program, row: Deliverable, tried: Tried = NOT_TRIED, status: int = 200
) -> HttpResponse:
    """The whole page; for an answer by htmx only the part that it changes."""
    context = work_parts(request, program, row, tried)
    if request.method == "POST" and request.htmx:
        return render(request, "milestones/deliverable/_work.html", context, status=status)
    context |= page_parts(request, program, row)
    own = {name: template for name, template in OWN.items() if context.get(NEEDS.get(name, "row"))}
    sections = sections_of(request, "deliverable_section", row, own=own, order=DELIVERABLE_ORDER)
    context |= {"sections": sections, "tabs": tabs_of(sections, DELIVERABLE_TABS)}
    return render(request, "milestones/deliverable/detail.html", context, status=status)


@requires(Permission.VIEW)
@at_a_day
@require_safe
def deliverable_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One deliverable: what is left before it can close, and what it promises."""
    return deliverable_page(request, program, load_deliverable(request, program, key))
