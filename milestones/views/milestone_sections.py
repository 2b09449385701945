"""The sections of a milestone's page that are its own, in ready strings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from milestones.models import Deliverable, Milestone, MilestonePin, TargetRevision, Unknown
from milestones.panels.quick_line import quick_line
from milestones.panels.rank_cell import rank_cell
from milestones.panels.row_more import row_more
from milestones.pure.states import MILESTONE_STEPS, find_step
from milestones.queries.doneness import Promised
from milestones.queries.spec import criteria_of, open_obstacles
from milestones.rules import CONDITIONS, may
from milestones.templatetags.plan import signed_days
from milestones.views.roadmap_rows import Reader
from milestones.views.sections import address_of
from pm.actor import Actor
from pm.http import UserRequest, teams_in
from pm.models import Program, Subteam
from pm.permissions import Permission
from pm.pure.dates import ImpreciseDate, format_imprecise
from pm.queries.history import Names, in_words, of_subject
from pm.registry import panels
from pm.templatetags.cells import Looker, draw, editable_of, looker_of
from pm.templatetags.ui import NONE, day, icon, person_days, truth_mark
from pm.text import render_markdown
from pm.views.history import lines, undoer_of

HISTORY = 20
EFFORT_COLUMNS = ("likely", "spent", "left")
# The values of a deliverable's row by the field that each is edited by.
DRAWN = {"name": "title", "subteam": "accountable", "owner": "owner", "status": "status", "due": "due"}


def narrative_of(row: Milestone) -> SafeString:
    """Why it is worth doing: the first paragraph leads, the rest follows."""
    lead, _, rest = row.narrative.strip().partition("\n\n")
    if lead.startswith(("#", "-", "*", ">", "|", "1.")):
        lead, rest = "", row.narrative
    first = format_html('<div class="lead">{}</div>', render_markdown(lead)) if lead else ""
    return format_html("{}{}", first, render_markdown(rest) if rest.strip() else "")


SCOPE = (
    ("scope_in", "In scope"),
    ("scope_out", "Left out"),
    ("rollback_plan", "Rollback"),
    ("audience", "For"),
    ("objective", "Objective"),
)


def why_parts(reader: Reader, row: Milestone) -> dict[str, Any]:
    """The narrative, scope, rollback, for whom: what is empty stands there for who may write."""
    may_edit = reader.access.can(Permission.EDIT_MILESTONE)
    return {
        "narrative": draw(reader.looker, row, "narrative"),
        "scope": [
            (label, draw(reader.looker, row, name))
            for name, label in SCOPE
            if may_edit or str(getattr(row, name)).strip()
        ],
        "risks": draw(reader.looker, row, "risks_text") if may_edit or row.risks_text.strip() else "",
    }


# Where what a step waits for is mended: a page, or a section of this one.
MENDS = {
    "owner": ("milestone_owner", "Name one"),
    "target": ("milestone_target", "Set it"),
    "appetite": ("milestone_appetite", "Set it"),
    "benefit": ("milestone_edit", "Write it"),
    "estimate": ("milestone_estimate", "Estimate it"),
    "impact_metric": ("#impact", "Name one"),
    "signoffs_agreed": ("#criteria", "See the criteria"),
    "must_criteria": ("#criteria", "Write one"),
    "unknowns_answered": ("#risks", "See them"),
}
AHEAD = {"PROPOSED": "COMMITTED", "COMMITTED": "IN_PROGRESS"}
WORDS = {"COMMITTED": "committed", "IN_PROGRESS": "started"}


def missing_parts(reader: Reader, row: Milestone) -> dict[str, Any]:
    """What the next step waits for, each with the place where it is mended."""
    step = find_step(MILESTONE_STEPS, row.status, AHEAD.get(row.status, ""))
    if step is None or not reader.access.can(Permission(step.permission)):
        return {"waits": []}
    # The page shows both: read here, they are not read again for the conditions.
    criteria_of(row)
    open_obstacles(Unknown, row, reader.program, reader.access)
    found = [(name, CONDITIONS.get(name)(row)) for name in step.needs if name in CONDITIONS]
    waits = [
        (f"{words[0].upper()}{words[1:]}", *mend_of(reader, row, name)) for name, words in found if words
    ]
    return {"waits": waits, "waits_title": f"Before it can be {WORDS[step.target]}"}


def mend_of(reader: Reader, row: Milestone, name: str) -> tuple[str, str]:
    """The address where a condition is met, and the words of its link; empty where this person may not."""
    place, words = MENDS.get(name, ("", ""))
    if place.startswith("#") or not place:
        return place, words
    needed = Permission.ESTIMATE if name == "estimate" else Permission.EDIT_MILESTONE
    url = address_of(place, reader.program.slug, row.key) if reader.access.can(needed) else ""
    return url, words if url else ""


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """One deliverable, ready to print."""

    key: str
    name: SafeString
    subteam: SafeString
    owner: SafeString
    status: SafeString
    due: SafeString
    estimate: SafeString | str
    spent: str
    left: str
    place: SafeString | str = ""


def deliverable_parts(
    request: UserRequest, milestone: Milestone, rows: Sequence[Deliverable], today: date, claimed: str
) -> dict[str, Any]:
    """The table of deliverables; effort columns stand there when an app knows them."""
    program, facts = request.program, efforts_of(request, rows)
    new_url = address_of("deliverable_create", program.slug)
    may_add = request.access.can(Permission.EDIT_DELIVERABLE)
    looker = looker_of(request, program)
    shown = [deliverable_row(looker, row, facts.get(row.pk, {})) for row in rows]
    if may_add and len(rows) > 1:
        shown = [
            replace(line, place=place_of(request, row, n))
            for n, (line, row) in enumerate(zip(shown, rows, strict=True), 1)
        ]
    return {
        "deliverables": shown,
        "has_places": may_add and len(rows) > 1,
        "deliverables_quick": quick_line(request, "deliverable", target="deliverables", at=milestone.key)
        if may_add and milestone.is_open
        else None,
        "deliverables_note": deliverables_note(program, milestone, rows, claimed),
        "deliverable_new_url": f"{new_url}?milestone={milestone.key}" if new_url and may_add else "",
        "has_efforts": bool(facts),
        "has_estimates": any(line.estimate for line in shown),
    }


def place_of(request: UserRequest, row: Deliverable, place: int) -> SafeString | str:
    """Where it stands among the others, for those who may move it; the dropped ones stand nowhere."""
    may_move = may(request.access, Permission.EDIT_DELIVERABLE, row) and row.status != "DROPPED"
    return rank_cell(request, "deliverable", row, place) if may_move else ""


def efforts_of(request: UserRequest, rows: Sequence[Deliverable]) -> dict[int, dict[str, Any]]:
    """Likely, spent and left of deliverables in person-days by id, where an app knows them."""
    facts: dict[int, dict[str, Any]] = {}
    for panel in panels("milestone_deliverables"):
        known: Any = panel.build(request, rows)  # by id
        for pk, one in known.items():
            facts.setdefault(pk, {}).update(one)
    return facts


def deliverables_note(
    program: Program, milestone: Milestone, rows: Sequence[Deliverable], claimed: str
) -> SafeString | str:
    """`3 of 7 closed, 58 of 116 person-days claimed`, leading to the rows that are closed."""
    held = [row for row in rows if row.status != Deliverable.Status.DROPPED]
    if not held:
        return ""
    closed = sum(row.status == Deliverable.Status.CLOSED for row in held)
    return format_html(
        '<a href="{}?milestone={}&amp;status=CLOSED">{} of {} closed</a>{}',
        reverse("deliverable_list", args=[program.slug]),
        milestone.key,
        closed,
        len(held),
        f", {claimed}" if claimed else "",
    )


def deliverable_row(looker: Looker, row: Deliverable, facts: dict[str, Any]) -> DeliverableRow:
    """A row whose values are edited where they stand, by those who may."""
    likely, spent, left = (person_days(facts.get(name)) for name in EFFORT_COLUMNS)
    drawn = {name: draw(looker, row, field) for name, field in DRAWN.items()}
    drawn["name"] += row_more(looker.program.slug, looker.access, row)
    return DeliverableRow(
        key=row.key,
        spent=spent,
        left=left,
        estimate=estimate_of(looker, row, likely),
        **drawn,
    )


def estimate_of(looker: Looker, row: Deliverable, likely: str) -> SafeString | str:
    """Its own estimate; where it has none, its share of the milestone's; nothing when no app estimates."""
    if "estimate" not in editable_of(row).fields:
        return ""
    cell = draw(looker, row, "estimate")
    if likely == NONE or editable_of(row).fields["estimate"].show(row):
        return cell
    what = "Its share of the milestone’s estimate:"
    return format_html('{}<span class="hint"><span class="vh">{} </span>≈ {} d</span>', cell, what, likely)


def doneness_parts(program: Program, found: Promised, missing: Sequence[MilestonePin]) -> dict[str, Any]:
    """Claimed and verified by letter with the statements behind them, and what nobody promises."""
    first: set[str] = set()
    lines = []
    for row, state in found.statements:
        anchor = "" if row.letter in first else f"s-{row.letter}"
        first.add(row.letter)
        url = reverse("feature_detail", args=[program.slug, row.feature.slug])
        lines.append((anchor, row.code, row.text, row.feature.name, url, truth_of(state)))
    return {
        "doneness": found.doneness,
        "statements": lines,
        "missing": [
            (
                aim.pk,
                aim.statement.code,
                aim.statement.text,
                aim.statement.feature.name,
                reverse("feature_detail", args=[program.slug, aim.statement.feature.slug]),
            )
            for aim in missing
        ],
        "missing_note": f"{len(missing)} statement{pluralize(len(missing))} aimed at, promised by nobody",
    }


@cache
def truth_of(state: str) -> SafeString:
    """The mark of a state with its word, made once."""
    mark = truth_mark(state)
    return format_html('<span class="truth {}">{}{}</span>', mark.css, icon(mark.icon), mark.word)


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
    who = str(one.by or "")
    return RevisionLine(one.happened_on, who, sentence, ": ".join(part for part in (label, quote) if part))


def history_parts(request: UserRequest, program: Program, row: Milestone, actor: Actor) -> dict[str, Any]:
    """The newest changes, for those who may read history."""
    if not request.access.can(Permission.VIEW_HISTORY):
        return {"sees_history": False}
    changes = of_subject(program, row.key, HISTORY)
    all_url = address_of("history", program.slug)
    teams: Names = {(Subteam, team.pk): str(team) for team in teams_in(request)}
    entries = in_words(changes, today=actor.today, zone=ZoneInfo(program.zone), known=teams)
    return {
        "sees_history": True,
        "entries": lines(program, entries, actor.today, undoer_of(request, changes)),
        "history_url": f"{all_url}?key={row.key}" if all_url else "",
    }
