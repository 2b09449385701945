"""The fields of a milestone that are edited in place: what they say, which verb writes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from milestones.forms.milestone_record import MilestoneForm
from milestones.forms.target import target_of
from milestones.models import Milestone, TargetRevision
from milestones.queries.roadmap import count_deliverables, visible, with_deliverables
from milestones.services import milestone as milestones
from milestones.services import revision, target
from milestones.templatetags.plan import slip_words, target_words
from milestones.views.milestone_sections import narrative_of
from milestones.views.roadmap_columns import columns_of_page, table_row
from milestones.views.roadmap_rows import CELLS as DRAWN
from milestones.views.roadmap_rows import Reader, load_facts, page_cell
from pm.actor import Actor
from pm.errors import StaleEdit
from pm.http import UserRequest, load_or_404, number_of_key
from pm.models import Program
from pm.permissions import Permission
from pm.pure.cells import CellField, Editable
from pm.pure.effort import short
from pm.registry import CELLS
from pm.rules import Access
from pm.templatetags.cells import Looker
from pm.views.cell import Spot

WITH = ("track", "owner")
# Two more milestones, which only a page shows: half of what reading a row costs.
LINKED = ("follows", "budget_line")
CHANGED = "milestone-changed"


def load_milestone(request: UserRequest, program: Program, key: str) -> Milestone:
    """The milestone of that key that this reader may see with those it is linked to, or 404."""
    return load_with(request, program, key, *WITH, *LINKED)


def load_for_cell(request: UserRequest, program: Program, key: str) -> Milestone:
    """The same for the editor of a field, which shows no other milestone."""
    return load_with(request, program, key, *WITH)


def load_with(request: UserRequest, program: Program, key: str, *linked: str) -> Milestone:
    rows = visible(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    row: Milestone = load_or_404(rows.select_related(*linked), number=number_of_key(key, "M"))
    row.program = program
    return row


def form_of(request: UserRequest, program: Program, row: Milestone) -> MilestoneForm:
    """Its whole form; a committed target asks for the reason of every move."""
    form = MilestoneForm.of(request, program, row=row)
    if "reason_class" in form.fields:
        field: Any = form.fields["reason_class"]  # a ChoiceField; typeshed knows only Field
        field.choices = [("", "Choose…"), *TargetRevision.ReasonClass.choices[1:]]
        form["reason_class"].label = "Why it moves"
    return form


def save(
    *, row: Milestone, changes: dict[str, Any], base: dict[str, Any], more: Mapping[str, Any], actor: Actor
) -> Milestone:
    """Write columns, or move the target with its reason."""
    if "target" not in changes:
        return milestones.edit(milestone=row, changes=changes, base=base, actor=actor)
    goal, seen = changes["target"], base.get("target", target_of(row))
    try:
        return target.move(
            milestone=row,
            start=goal.start,
            end=goal.end,
            text=goal.text if goal.is_known or goal.text else "",
            base=dict(zip(target.TARGET_FIELDS, (seen.start, seen.end, seen.text), strict=True)),
            reason_class=more.get("reason_class", ""),
            reason=more.get("reason", ""),
            actor=actor,
        )
    except StaleEdit as stale:
        raise StaleEdit(revision.joined(list(stale.conflicts), goal, seen)) from stale


def may_edit(access: Access, row: Milestone) -> bool:
    return access.can(Permission.EDIT_MILESTONE)


def draw(looker: Looker, row: Milestone, name: str, announce: str) -> SafeString | None:
    """The cells of the page's head and side, in months and with the slip."""
    if name not in DRAWN:
        return None
    return page_cell(Reader(looker.program, looker.access, looker.today, place="page"), row, name, announce)


def row_answer(spot: Spot, row: Milestone, said: str) -> HttpResponse:
    """The whole row of the roadmap: health and figures may follow from what was saved."""
    request, found = spot.request, whole_row(spot, row)
    facts = load_facts(request, [found])
    reader = Reader(spot.program, request.access, spot.actor.today, facts, place="row")
    columns = columns_of_page(request)
    ready = table_row(reader, found, columns, changed=spot.name, announce=said)
    answer = render(request, "milestones/milestone/_saved.html", {"rows": [ready]})
    answer.headers["HX-Retarget"] = f"#milestone-{row.pk}-row"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def whole_row(spot: Spot, row: Milestone) -> Milestone:
    """What a row of the roadmap is made of; after a plain edit most of it is in hand."""
    if spot.field.save is not None:  # a step may write more than the row it gives back says
        found = with_deliverables(Milestone.objects.filter(pk=row.pk)).get()
        found.program = spot.program
        return found
    for name in WITH:
        seen = getattr(spot.row, name)
        if seen is not None and seen.pk == getattr(row, f"{name}_id"):
            setattr(row, name, seen)
    count_deliverables(row)
    return row


def slip_of(row: Milestone, today: date) -> str:
    return slip_words(row)


def target_shown(row: Milestone) -> date | str | None:
    """The day, or for an imprecise target all that was promised: its words, else both ends."""
    first, last = row.target_from_on, row.target_to_on
    if last is None or first == last:
        return last or row.target_text
    return row.target_text or f"{first} – {last}"


def say_target(row: Milestone, today: date) -> str:
    words = target_words(row, today)
    known = row.target_to_on is not None
    return f"{row.key} is now due {words}." if known else f"{row.key} has no target now."


def say_owner(row: Milestone, today: date) -> str:
    return f"{row.owner} now owns {row.key}." if row.owner else f"{row.key} has no owner now."


def say_value(row: Milestone, today: date) -> str:
    return f"The value of {row.key} is now {'not stated' if row.value is None else row.value}."


def say_appetite(row: Milestone, today: date) -> str:
    days = "not stated" if row.appetite_days is None else f"{short(row.appetite_days)} person-days"
    return f"The appetite of {row.key} is now {days}."


def say_start(row: Milestone, today: date) -> str:
    day = row.planned_start_on
    return f"{row.key} starts {day.day} {day:%b %Y}." if day else f"{row.key} has no planned start now."


def text(title: str, column: str, none: str = "") -> CellField:
    """A text in Markdown."""
    return CellField(title, lambda row: getattr(row, column), kind="text", none=none)


FIELDS: dict[str, CellField] = {
    "title": CellField("Title", lambda row: row.title, kind="link"),
    "track": CellField(
        "Track",
        lambda row: row.track,
        kind="link",
        href=lambda slug, row: f"/{slug}/roadmap/?track={row.track.slug}",
    ),
    "kind": CellField("Kind", lambda row: row.get_kind_display()),
    "owner": CellField("Owner", lambda row: row.owner, kind="person", none="no owner", say=say_owner),
    "target": CellField("Target", target_shown, note=slip_of, say=say_target),
    "start": CellField("Planned start", lambda row: row.planned_start_on, say=say_start),
    "value": CellField("Value", lambda row: row.value, say=say_value),
    "appetite": CellField("Appetite", lambda row: row.appetite_days, say=say_appetite),
    "effort_guess": CellField("First guess of the effort", lambda row: row.effort_guess_days),
    "capacity_percent": CellField("Share of capacity", lambda row: row.capacity_percent),
    "follows": CellField("Bet it follows", lambda row: row.follows and row.follows.key),
    "budget_line": CellField("Budget line", lambda row: row.budget_line and row.budget_line.key),
    "audience": CellField("For whom", lambda row: row.get_audience_display()),
    "objective": CellField("Objective", lambda row: row.objective),
    "external_url": CellField("Tracker", lambda row: row.external_url),
    "is_pencilled": CellField("Pencilled", lambda row: row.is_pencilled),
    "is_internal": CellField("Internal", lambda row: row.is_internal),
    "benefit": CellField("Benefit", lambda row: row.benefit, none="Who gains what is not written yet."),
    "narrative": CellField(
        "Why", narrative_of, kind="text", none="Why this is worth doing is not written yet."
    ),
    "scope_in": text("Scope", "scope_in"),
    "scope_out": text("What is left out", "scope_out"),
    "risks_text": text("Risks in words", "risks_text"),
    "rollback_plan": text("Rollback plan", "rollback_plan"),
}
MILESTONE = CELLS.add(
    "M",
    Editable(
        noun="milestone",
        load=load_for_cell,
        form=form_of,
        save=save,
        permission=may_edit,
        fields=FIELDS,
        url=lambda slug, row: f"/{slug}/milestones/{row.key}/",
        draw=draw,
        answers={"row": row_answer},
    ),
)
