"""The page of one milestone: why, what is done, what moved, and what is known of its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from milestones.models import Deliverable, Milestone, MilestonePin, TargetRevision
from milestones.pure.furps import Doneness
from milestones.queries.doneness import of_milestones
from milestones.queries.milestone import load_deliverables, load_plan_lines, load_revisions, unpromised_aims
from milestones.templatetags.plan import deliverable_mark, milestone_health, signed_days
from milestones.views.milestone_cell import CHANGED, load_milestone
from milestones.views.roadmap_rows import Reader, estimate_cell, estimate_url, load_facts, page_cell
from pm.actor import Actor
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.dates import ImpreciseDate, format_imprecise
from pm.queries.history import in_words, of_subject
from pm.registry import panels
from pm.templatetags.ui import NONE, day, icon
from pm.text import render_markdown
from pm.views.history import lines

HISTORY = 20
EFFORT_COLUMNS = ("likely", "spent", "left")


@requires(Permission.VIEW)
@require_safe
def milestone_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One milestone, whole."""
    row = load_milestone(request, program, key)
    actor = actor_of(request, program)
    deliverables = load_deliverables(row)
    reader = Reader(program, request.access, actor.today, load_facts(request, [row]), place="page")
    context = {
        "row": row,
        "changed": CHANGED,
        **head_parts(reader, row),
        **why_parts(row),
        **deliverable_parts(request, program, deliverables, actor.today),
        **doneness_parts(program, of_milestones([row.pk])[row.pk], unpromised_aims(row)),
        "props": props(reader, row),
        "call": call_of(row),
        "side_panels": build_panels(request, "milestone_side", row),
        "effort_panels": build_panels(request, "milestone_effort", row),
        "revisions": [revision_line(one, actor.today) for one in load_revisions(row)],
        **history_parts(request, program, row, actor),
    }
    return render(request, "milestones/milestone/detail.html", context)


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
    return {
        "crumbs": [("Roadmap", reverse("roadmap", args=[reader.program.slug])), (row.key, None)],
        "health": milestone_health(row, reader.today),
        "status": page_cell(reader, row, "status"),
        "owner": page_cell(reader, row, "owner"),
        "target": page_cell(reader, row, "target"),
        "edit_url": reverse("milestone_edit", args=address) if may_edit else "",
        "target_url": reverse("milestone_target", args=address) if may_edit else "",
    }


def why_parts(row: Milestone) -> dict[str, Any]:
    """The narrative: its first paragraph leads, the rest follows."""
    lead, _, rest = row.narrative.strip().partition("\n\n")
    if lead.startswith(("#", "-", "*", ">", "|", "1.")):
        lead, rest = "", row.narrative
    texts = (("In scope", row.scope_in), ("Left out", row.scope_out))
    facts = [(label, render_markdown(text)) for label, text in texts if text.strip()]
    if row.audience:
        facts.append(("For", format_html("{}", row.get_audience_display())))
    if row.objective:
        facts.append(("Objective", format_html("{}", row.objective)))
    return {
        "lead": render_markdown(lead) if lead else "",
        "prose": render_markdown(rest) if rest.strip() else "",
        "scope": facts,
        "risks": render_markdown(row.risks_text) if row.risks_text.strip() else "",
    }


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """One deliverable, ready to print."""

    key: str
    name: SafeString
    subteam: SafeString
    owner: str
    status: SafeString
    due: str
    efforts: tuple[str, ...]


def deliverable_parts(
    request: UserRequest, program: Program, rows: Sequence[Deliverable], today: date
) -> dict[str, Any]:
    """The table of deliverables; effort columns stand there when an app knows them."""
    facts: dict[int, dict[str, Any]] = {}
    for panel in panels("milestone_deliverables"):
        known: Any = panel.build(request, [row.pk for row in rows])  # by id
        for pk, one in known.items():
            facts.setdefault(pk, {}).update(one)
    held = [row for row in rows if row.status != Deliverable.Status.DROPPED]
    closed = sum(row.status == Deliverable.Status.CLOSED for row in held)
    return {
        "deliverables": [deliverable_row(program, row, facts.get(row.pk, {}), today) for row in rows],
        "deliverables_note": f"{closed} of {len(held)} closed" if held else "none yet",
        "has_efforts": bool(facts),
    }


def address_of(name: str, *args: str) -> str:
    """An address of another page; empty where no app offers it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def deliverable_row(program: Program, row: Deliverable, facts: dict[str, Any], today: date) -> DeliverableRow:
    late = (today - row.due_on).days if row.due_on and row.is_open else 0
    pill = format_html(' <span class="pill">{} d overdue</span>', late) if late > 0 else ""
    url = address_of("deliverable_detail", program.slug, row.key)
    link = format_html('<a href="{}">{}</a>', url, row.title) if url else format_html("{}", row.title)
    team = row.accountable
    return DeliverableRow(
        key=row.key,
        name=format_html("{}{}", link, pill),
        subteam=format_html(
            '<span class="who"><span class="avatar avatar-team" aria-hidden="true">{}</span>{}</span>',
            team.code,
            team.name,
        )
        if team
        else format_html('<span class="muted">{}</span>', NONE),
        owner=row.owner.name if row.owner else NONE,
        status=format_html(
            '<span class="status">{}{}</span>', icon(deliverable_mark(row.status)), row.get_status_display()
        ),
        due=day(row.due_on, today),
        efforts=tuple(str(facts.get(name) or NONE) for name in EFFORT_COLUMNS),
    )


def doneness_parts(program: Program, found: Doneness, missing: Sequence[MilestonePin]) -> dict[str, Any]:
    """Claimed and verified by letter, and what is aimed at but promised by nobody."""
    return {
        "doneness": found,
        "missing": [
            (
                aim.statement.code,
                aim.statement.text,
                aim.statement.feature.name,
                address_of("feature_detail", program.slug, aim.statement.feature.slug),
            )
            for aim in missing
        ],
        "missing_note": f"{len(missing)} statement{pluralize(len(missing))} aimed at, promised by nobody",
    }


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


def props(reader: Reader, row: Milestone) -> list[tuple[str, SafeString]]:
    """The facts at the side."""
    today, program = reader.today, reader.program
    periods = "; ".join(
        f"{line.period}, rank {line.rank}" if line.rank else line.period for line in load_plan_lines(row)
    )
    roadmap_url = reverse("roadmap", args=[program.slug])
    found: list[tuple[str, SafeString]] = [
        ("Track", format_html('<a href="{}?track={}">{}</a>', roadmap_url, row.track.slug, row.track.name)),
        ("Period", format_html("{}", periods or NONE)),
        ("Kind", format_html("{}", row.get_kind_display())),
        ("Planned start", page_cell(reader, row, "start")),
        ("Value, 0–10", page_cell(reader, row, "value")),
        ("Appetite", page_cell(reader, row, "appetite")),
    ]
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


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One move of the target in words."""

    on: date
    who: str
    sentence: SafeString
    why: str


def revision_line(one: TargetRevision, today: date) -> RevisionLine:
    """19 Aug → 30 Sep, +42 d, a slip; why."""
    to = (
        format_imprecise(ImpreciseDate(one.from_on, one.to_on, one.text), today)
        if one.to_on
        else one.text or "none"
    )
    if one.previous_to_on is None:
        sentence = format_html("First target <b>{}</b>", to)
    else:
        moved = f", {signed_days(one.days)}" if one.days else ", more precise" if one.days == 0 else ""
        slip = " after commitment" if one.is_slip else ""
        sentence = format_html("<b>{} → {}</b>{}{}", day(one.previous_to_on, today), to, moved, slip)
    label = one.get_reason_class_display() if one.reason_class else ""
    quote = f"“{one.reason}”" if one.reason else ""
    who = one.by.name if one.by else ""
    return RevisionLine(one.happened_on, who, sentence, ": ".join(part for part in (label, quote) if part))


def history_parts(request: UserRequest, program: Program, row: Milestone, actor: Actor) -> dict[str, Any]:
    """The newest changes, for those who may read history."""
    if not request.access.can(Permission.VIEW_HISTORY):
        return {"sees_history": False}
    changes = of_subject(program, row.key, HISTORY)
    all_url = address_of("history", program.slug)
    entries = in_words(changes, today=actor.today, zone=ZoneInfo(program.zone))
    return {
        "sees_history": True,
        "entries": lines(program, entries, actor.today),
        "history_url": f"{all_url}?key={row.key}" if all_url else "",
    }
