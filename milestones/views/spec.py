"""What the views of the four registers share: the switch, loaders, the page of one row, its steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from milestones.forms.spec import StepForm
from milestones.models import Deliverable, Milestone
from milestones.pure.states import Step, steps_from
from milestones.queries.spec import sees_internal
from pm.http import UserRequest, actor_of, load_or_404, number_of_key
from pm.models import Program
from pm.permissions import Permission
from pm.queries.history import of_subject
from pm.registry import panels
from pm.templatetags.cells import Looker, draw, editable_of, edited, looker_of
from pm.text import render_markdown
from pm.views.history import story
from pm.views.record import record_page
from pm.views.switch import options_of

SWITCH = (
    ("Risks", "risk_list"),
    ("Blockers", "blocker_list"),
    ("Unknowns", "unknown_list"),
    ("Dependencies", "dependency_list"),
)
HISTORY = 20
# Facts and texts of a page by their label, and the field that each is edited by.
EDITED = {
    "Kind": "kind",
    "Likelihood": "likelihood",
    "Impact": "impact",
    "Response": "response",
    "Priority": "priority",
    "Waiting on": "waiting_on",
    "To be settled by": "resolve_by_on",
    "What waits": "milestone",
    "Waits for": "needed_milestone",
    "Needed by": "needed_by_on",
    "Planned": "planned_week",
    "Subteam": "subteam",
    "To": "receiver",
    "Due": "due_on",
    "About it": "text",
    "Mitigation": "mitigation",
    "What is done about it": "action",
    "If it is delayed": "if_delayed",
    "Contingency": "contingency",
}
Fact = tuple[str, str, str]


def switch_of(program: Program, current: str) -> dict[str, Any]:
    """The switch between the four registers."""
    items = options_of(SWITCH, current, lambda name: reverse(name, args=[program.slug]))
    return {"switch_label": "Register", "switch": items}


def url_of(row: Any) -> str:
    """The page of a row with a key."""
    return reverse(f"{row._meta.model_name}_detail", args=[row.program.slug, row.key])


def crumbs_to(program: Program, title: str, register: str, row: Any = None) -> list[tuple[str, str | None]]:
    """The register, and the row's page."""
    found: list[tuple[str, str | None]] = [(title, reverse(register, args=[program.slug]))]
    return [*found, (row.key, url_of(row))] if row is not None else found


def load_row(program: Program, rows: QuerySet, key: str, letter: str) -> Any:
    """The row of this key among those the reader may see, or 404."""
    row = load_or_404(rows, number=number_of_key(key, letter))
    row.program = program
    return row


def load_milestone(request: UserRequest, program: Program, key: str) -> Milestone:
    """The milestone of this key that the reader may see, or 404."""
    rows = Milestone.objects.in_program(program).visible(sees_internal=sees_internal(request.access))
    row: Milestone = load_row(program, rows, key, "M")
    return row


def origin_of(request: UserRequest, program: Program, register: str) -> tuple[dict[str, str], str]:
    """What a new row is preset with, and where its form leads back to: ?milestone=M-3 or ?deliverable=D-7."""
    for name in ("deliverable", "milestone"):
        key = request.GET.get(name, "")
        if key:
            letter, _, digits = key.partition("-")
            known = letter in {"M", "D"} and digits.isascii() and digits.isdecimal()
            back = reverse(f"{name}_detail", args=[program.slug, key]) if known else ""
            return {name: key}, back or reverse(register, args=[program.slug])
    return {}, reverse(register, args=[program.slug])


def work_link(work: Milestone | Deliverable | None, program: Program) -> tuple[str, str]:
    """A milestone or a deliverable as a fact: its words and its address."""
    if work is None:
        return "", ""
    noun = "deliverable" if isinstance(work, Deliverable) else "milestone"
    return f"{work.key} {work.title}", reverse(f"{noun}_detail", args=[program.slug, work.key])


@dataclass(frozen=True, slots=True)
class Act:
    """A button of the page: a link to a form, or a POST of its own."""

    label: str
    url: str
    is_post: bool = False
    is_primary: bool = False


def step_acts(request: UserRequest, row: Any, steps: tuple[Step, ...], url: str) -> list[Act]:
    """The steps this person may take from here, each a link to its form."""
    return [
        Act(f"{step.verb}…" if step.needs_reason else step.verb, f"{url}?to={step.target}")
        for step in steps_from(steps, row.status)
        if request.access.can(Permission(step.permission))
    ]


def told_of(request: UserRequest, program: Program, key: str) -> dict[str, Any]:
    """What `_history.html` shows: the newest changes of one subject, for those who may see them."""
    today = actor_of(request, program).today
    changes = of_subject(program, key, HISTORY) if request.access.can(Permission.VIEW_HISTORY) else []
    return {
        "history": story(request, program, changes, today),
        "history_url": f"{reverse('history', args=[program.slug])}?key={key}",
    }


def thing_page(
    request: UserRequest,
    program: Program,
    row: Any,
    *,
    register: tuple[str, str],
    state: str,
    lead: str,
    facts: Sequence[Fact],
    texts: Sequence[tuple[str, str]],
    acts: Sequence[Act],
) -> HttpResponse:
    """One row of a register: facts, texts, what happened to it, what may be done."""
    title, name = register
    looker = looker_of(request, program)
    return render(
        request,
        "milestones/spec/detail.html",
        {
            "row": row,
            "state": state,
            "lead": lead,
            "changed": f"{row._meta.model_name}-changed",
            "facts": edited(looker, row, facts, EDITED),
            "texts": texts_of(looker, row, texts),
            "has_title": "title" in editable_of(row).fields and row.title,
            "acts": acts,
            "foot": foot_of(request, row),
            **told_of(request, program, row.key),
            "crumbs": [(title, reverse(name, args=[program.slug])), (row.key, None)],
        },
    )


def texts_of(looker: Looker, row: Any, texts: Sequence[tuple[str, str]]) -> list[tuple[str, SafeString]]:
    """The texts of a page with their pens; empty ones only for those who may write them."""
    fields, found = editable_of(row).fields, []
    for label, text in texts:
        name = EDITED.get(label, "")
        if name in fields:
            found.append((label, draw(looker, row, name)))
        elif text.strip():
            found.append((label, format_html('<div class="prose">{}</div>', render_markdown(text))))
    return [(label, told) for label, told in found if told]


def foot_of(request: UserRequest, row: Any) -> list[SafeString]:
    """What other areas put under the page of any thing with a key, such as comments."""
    built = [(panel.template, panel.build(request, row)) for panel in panels("thing_foot")]
    return [
        render_to_string(name, context, request=request) for name, context in built if context is not None
    ]


def step_page(
    request: UserRequest,
    program: Program,
    *,
    form: StepForm,
    take: Callable[..., Any],
    crumbs: Sequence[tuple[str, str | None]],
    done_url: str,
    say: Callable[[Any], str] | None = None,
    is_allowed: bool = False,
) -> HttpResponse:
    """The form of a step. `take(to=…, base…=…, reason=…)` is the verb; nothing is taken that theirs undid."""
    step = form.step
    if step is None and not form.is_bound:
        return HttpResponseRedirect(done_url)
    if step is not None and not is_allowed and not request.access.can(Permission(step.permission)):
        raise PermissionDenied

    def save() -> Any:
        if form.target == form.seen_status() or "to" not in form.cleaned_data or not form.changes():
            return form.row
        return take(to=form.target, seen=form.seen_status(), reason=form.cleaned_data["reason"])

    verb = step.verb if step is not None else "Change"
    name = getattr(form.row, "key", "") or str(form.row)
    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"{verb}: {name}" if step is None or " " in verb else f"{verb} {name}",
        submit=verb,
        lead=getattr(form.row, "title", ""),
        crumbs=[*crumbs, (verb, None)],
        cancel_url=done_url,
        done=lambda row: done_url,
        say=say or (lambda row: f"{name} is {row.get_status_display().lower()} now."),
    )
