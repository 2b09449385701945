"""The page of one milestone: why, what is done, what moved, and what is known of its end."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from milestones.models import Milestone
from milestones.queries.doneness import promised_by
from milestones.queries.milestone import load_deliverables, load_plan_lines, load_revisions, unpromised_aims
from milestones.templatetags.plan import milestone_health, shows_health
from milestones.views.milestone_cell import CHANGED, load_milestone
from milestones.views.milestone_sections import (
    deliverable_parts,
    doneness_parts,
    history_parts,
    missing_parts,
    revision_line,
    why_parts,
)
from milestones.views.more import of_milestone
from milestones.views.roadmap_rows import (
    Reader,
    detail_url,
    estimate_cell,
    estimate_url,
    load_facts,
    page_cell,
)
from milestones.views.sections import MILESTONE_ORDER, MILESTONE_TABS, sections_of, tabs_of
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.registry import panels
from pm.templatetags.cells import draw
from pm.templatetags.ui import NONE, day
from pm.views.as_of import at_a_day

# The page's own sections; the others are registered under `milestone_section`.
OWN = {
    "waits": "milestones/milestone/_waits.html",
    "why": "milestones/milestone/_why.html",
    "effort": "milestones/milestone/_effort.html",
    "deliverables": "milestones/milestone/_work.html",
    "doneness": "milestones/milestone/_doneness.html",
    "risks_text": "milestones/milestone/_risks.html",
    "targets": "milestones/milestone/_targets.html",
    "history": "milestones/milestone/_history.html",
}


@requires(Permission.VIEW)
@at_a_day
@require_safe
def milestone_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One milestone, whole."""
    row = load_milestone(request, program, key)
    actor = actor_of(request, program)
    deliverables = load_deliverables(row)
    reader = Reader(program, request.access, actor.today, load_facts(request, [row]), place="page")
    claimed = reader.facts_of(row).get("claimed_words", "")
    context = {
        "row": row,
        "changed": CHANGED,
        **head_parts(reader, row),
        **missing_parts(reader, row),
        **why_parts(reader, row),
        **deliverable_parts(request, row, deliverables, actor.today, claimed),
        **doneness_parts(program, promised_by(row, today=actor.today), unpromised_aims(row)),
        "aims_url": reverse("milestone_aim_create", args=[program.slug, row.key]).removesuffix("new/")
        if request.access.can(Permission.EDIT_MILESTONE)
        else "",
        "props": props(reader, row),
        "more": of_milestone(request, row),
        "call": call_of(row),
        "side_panels": build_panels(request, "milestone_side", row),
        "effort_panels": build_panels(request, "milestone_effort", row),
        "revisions": [revision_line(one, actor.today) for one in load_revisions(row)],
        **history_parts(request, program, row, actor),
    }
    own = {name: template for name, template in OWN.items() if shows(name, context)}
    sections = sections_of(request, "milestone_section", row, own=own, order=MILESTONE_ORDER)
    context |= {"sections": sections, "tabs": tabs_of(sections, MILESTONE_TABS)}
    return render(request, "milestones/milestone/detail.html", context)


def shows(name: str, context: dict[str, Any]) -> bool:
    """Whether a section of the page's own has something to say to this reader."""
    needs = {"waits": "waits", "effort": "effort_panels", "risks_text": "risks", "history": "sees_history"}
    return name not in needs or bool(context[needs[name]])


def build_panels(request: UserRequest, place: str, row: Milestone) -> list[SafeString]:
    """What higher apps add at a place of this page, rendered in the same answer."""
    return [
        render_to_string(panel.template, panel.build(request, row), request=request)
        for panel in panels(place)
    ]


def head_parts(reader: Reader, row: Milestone) -> dict[str, Any]:
    """Title line: health, status, owner, target; and what may be done from here."""
    may_edit = reader.access.can(Permission.EDIT_MILESTONE)
    address = [reader.program.slug, row.key]
    is_idea = row.status == Milestone.Status.IDEA
    promotes = may_edit and is_idea and not row.is_archived
    return {
        "crumbs": [("Roadmap", reverse("roadmap", args=[reader.program.slug])), (row.key, None)],
        "health": milestone_health(row, reader.today) if shows_health(row) else "",
        "status": page_cell(reader, row, "status"),
        "owner": page_cell(reader, row, "owner"),
        "target": page_cell(reader, row, "target"),
        "edit_url": reverse("milestone_edit", args=address) if may_edit else "",
        "target_url": reverse("milestone_target", args=address) if may_edit and not is_idea else "",
        "promote_url": reverse("idea_promote", args=address) if promotes else "",
    }


def may_see(reader: Reader, row: Milestone) -> bool:
    return not row.is_internal or reader.access.can(Permission.VIEW_INTERNAL)


def cut_from(program: Program, row: Milestone) -> list[tuple[str, SafeString]]:
    """The deliverable that an idea was cut from; that of an internal milestone only on an internal idea."""
    rows = row.cut_from.all() if row.is_internal else row.cut_from.filter(milestone__is_internal=False)
    origin = rows.order_by("pk").first()
    if origin is None:
        return []
    url = reverse("deliverable_detail", args=[program.slug, origin.key])
    return [("Cut from", format_html('<a href="{}">{} {}</a>', url, origin.key, origin.title))]


def link_to(program: Program, row: Milestone) -> SafeString:
    """Another milestone by key and title."""
    return format_html('<a href="{}">{} {}</a>', detail_url(program, row), row.key, row.title)


def call_of(row: Milestone) -> dict[str, Any] | None:
    """The owner's own call beside the computed level; neither wins."""
    if not row.owner_call:
        return None
    return {
        "level": row.owner_call,
        "sure": f"{row.owner_call_confidence} % sure" if row.owner_call_confidence is not None else "",
        "text": row.owner_call_text,
        "on": row.owner_call_on,
        "differs": row.is_open and row.owner_call != row.health,
    }


def periods_of(reader: Reader, row: Milestone) -> SafeString:
    """The half-years it is planned in; those who may edit the plan reach each, and the next one."""
    may_edit = reader.access.can(Permission.EDIT_MILESTONE)
    address = [reader.program.slug, row.key]
    found = []
    for line in load_plan_lines(row):
        words = f"{line.period}, rank {line.rank}" if line.rank else line.period
        url = reverse("milestone_plan_edit", args=[*address, line.period])
        found.append(format_html('<a href="{}">{}</a>', url, words) if may_edit else format_html("{}", words))
    if may_edit:
        url = reverse("milestone_plan_create", args=address)
        found.append(format_html('<a href="{}">{}</a>', url, "add" if found else "Plan it"))
    return format_html_join("; ", "{}", ((one,) for one in found)) or format_html("{}", NONE)


def props(reader: Reader, row: Milestone) -> list[tuple[str, SafeString]]:
    """The facts at the side."""
    today, program = reader.today, reader.program
    found: list[tuple[str, SafeString]] = [
        ("Track", draw(reader.looker, row, "track")),
        ("Period", periods_of(reader, row)),
        ("Kind", draw(reader.looker, row, "kind")),
        ("Planned start", page_cell(reader, row, "start")),
        ("Value, 0–10", page_cell(reader, row, "value")),
        ("Appetite", page_cell(reader, row, "appetite")),
    ]
    linked = [("Follows", row.follows), ("Charged to", row.budget_line)]
    found += [(label, link_to(program, one)) for label, one in linked if one and may_see(reader, one)]
    if row.status == Milestone.Status.IDEA:
        found += cut_from(program, row)
    if row.capacity_percent is not None:
        found.append(("Share of capacity", format_html("{} %", row.capacity_percent)))
    if reader.facts_of(row) or estimate_url(program, row):
        found.append(("Estimate", estimate_cell(reader, row)))
    days = (
        ("Committed", row.committed_on),
        ("First target", row.first_target_on),
        ("Delivered", row.delivered_on),
    )
    found += [(label, format_html("{}", day(one, today))) for label, one in days if one]
    if row.external_url:
        found.append(
            ("Tracker", format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', row.external_url))
        )
    return found
