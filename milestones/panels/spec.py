"""Sections and menu lines of risks, blockers, unknowns and dependencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from milestones.models import Blocker, Deliverable, Dependency, Milestone, Risk, Unknown
from milestones.queries.spec import dependencies_of, open_obstacles, visible_risks
from pm.http import UserRequest, actor_of
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.queries.presence import hangs_on
from pm.registry import ACTIONS, NAV, Action, NavItem, Panel, panels

TEMPLATE = "milestones/spec/_section.html"
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section, ready to print; `name` is its text where that is edited in place."""

    icon: str
    text: str
    key: str = ""
    url: str = ""
    note: str = ""
    acts: Sequence[Link] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading; what is said where there are none; what may be added, and words before that."""

    title: str
    lines: Sequence[Line]
    empty: str = ""
    adds: Sequence[Link] = ()
    ask: str = ""


def joined(*parts: str) -> SafeString:
    """The parts that say something, apart by middle dots; some may be cells."""
    return format_html_join(" · ", "{}", ((part,) for part in parts if part))


def counted(count: int, noun: str) -> str:
    """`1 risk`, `3 risks`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def page_of(request: UserRequest, row: Any) -> str:
    """The address of a row with a key."""
    return reverse(f"{row._meta.model_name}_detail", args=[request.program.slug, row.key])


def adds_of(request: UserRequest, work: Milestone | Deliverable, *nouns: str) -> list[Link]:
    """Links to the forms of something new about this work, for those who may raise it."""
    if not request.access.can(Permission.RAISE_RISK):
        return []
    query = f"?{work._meta.model_name}={work.key}"
    made = [
        (f"Add {article(noun)}", reverse(f"{noun}_create", args=[request.program.slug])) for noun in nouns
    ]
    return [(label, f"{url}{query}") for label, url in made]


def article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def risk_line(request: UserRequest, row: Risk) -> Line:
    likelihood = f"{row.get_likelihood_display()} likelihood" if row.likelihood else ""
    impact = f"{row.get_impact_display().lower()} impact" if row.impact else ""
    owner = str(row.owner or "no owner")
    note = joined(likelihood, impact, row.get_response_display() if row.response else "", owner)
    return Line("flag", row.title, row.key, page_of(request, row), note)


def obstacle_line(request: UserRequest, row: Blocker | Unknown, today: date) -> Line:
    icon = "error" if isinstance(row, Blocker) else "h-unknown"
    waits = f"waiting on {row.waiting_on}" if row.waiting_on else ""
    by = f"by {short_day(row.resolve_by_on, today)}" if row.resolve_by_on else ""
    part = f"on {row.deliverable.key}" if row.deliverable else ""
    owner = str(row.owner or "no owner")
    age = f"open for {(today - row.opened_on).days} d"
    priority = f"{row.get_priority_display()} priority"
    note = joined(priority, part, age, waits, by, owner)
    return Line(icon, row.title, row.key, page_of(request, row), note)


def obstacles_of(request: UserRequest, work: Milestone | Deliverable) -> list[Line]:
    """The open blockers, then the open unknowns."""
    today = actor_of(request, request.program).today
    return [
        obstacle_line(request, row, today)
        for model in (Blocker, Unknown)
        for row in open_obstacles(model, work, request.program, request.access)
    ]


def build_risks(request: UserRequest, row: Milestone) -> dict[str, Any] | None:
    """What may happen to a milestone, what stops it, what is not known."""
    rows = visible_risks(request.program, request.access).filter(milestone=row, status=Risk.Status.OPEN)
    risks = [risk_line(request, one) for one in rows] if hangs_on(row, Risk) else []
    lines = [*obstacles_of(request, row), *risks]
    adds = adds_of(request, row, "risk", "blocker", "unknown")
    if not lines and not adds:
        return None
    register = reverse("risk_list", args=[request.program.slug])
    empty = "No risk, blocker or unknown is open."
    return {
        "id": "risks",
        "title": "Risks and unknowns",
        "note": f"{len(lines)} open" if lines else "",
        "groups": [Group("", lines, empty, adds)],
        "link_url": f"{register}?milestone={row.key}",
        "link_label": "Register",
    }


def build_deliverable_risks(request: UserRequest, row: Deliverable) -> dict[str, Any] | None:
    """What stops a deliverable, and what is not known of it."""
    lines, adds = obstacles_of(request, row), adds_of(request, row, "blocker", "unknown")
    if not lines and not adds:
        return None
    return {
        "id": "risks",
        "title": "Blockers and unknowns",
        "note": f"{len(lines)} open" if lines else "",
        "groups": [Group("", lines, "Nothing stands in its way.", adds)],
    }


def end_words(work: Milestone | Deliverable | None, outside: str = "") -> str:
    return f"{work.key} {work.title}" if work is not None else outside


def dependency_line(
    request: UserRequest, row: Dependency, work: Milestone | Deliverable, today: date
) -> Line:
    """One dependency, seen from the work: what it waits for, or what waits for it."""
    needer = row.deliverable or row.milestone
    needed = row.needed_deliverable or row.needed_milestone
    by = f"needed by {short_day(row.needed_by_on, today)}" if row.needed_by_on else ""
    promise = ""
    if row.kind == Dependency.Kind.EXTERNAL:
        promise = f"confirmed by {row.confirmed_by}" if row.is_confirmed else "external, not confirmed"
    who = (
        ""
        if needer == work
        else f"{needer.key} waits"
        if needer is not None and waits_here(row, work)
        else ""
    )
    met = f"met {short_day(row.met_on, today)}" if row.met_on else ""
    text = end_words(needed, row.title) if waits_here(row, work) else end_words(needer)
    return Line(
        "c-done" if row.met_on else "link",
        text,
        row.key,
        page_of(request, row),
        joined(who, by, promise, met),
    )


def waits_here(row: Dependency, work: Milestone | Deliverable) -> bool:
    """Whether this work, or a deliverable of it, is what waits."""
    if isinstance(work, Deliverable):
        return row.deliverable_id == work.pk
    return row.milestone_id == work.pk or (
        row.deliverable is not None and row.deliverable.milestone_id == work.pk
    )


def build_dependencies(request: UserRequest, row: Milestone | Deliverable) -> dict[str, Any] | None:
    """What it waits for and what waits for it."""
    row.program = request.program
    today = actor_of(request, request.program).today
    rows, adds = dependencies_of(row, request.access), adds_of(request, row, "dependency")
    if not rows and not adds:
        return None
    mine = [dependency_line(request, one, row, today) for one in rows if waits_here(one, row)]
    theirs = [dependency_line(request, one, row, today) for one in rows if not waits_here(one, row)]
    groups = [Group("Waits for" if theirs else "", mine, "It waits for nothing that is written down.", adds)]
    if theirs:
        groups.append(Group("What waits for it", theirs))
    open_count = sum(one.status == Dependency.Status.OPEN for one in rows)
    return {
        "id": "dependencies",
        "title": "Dependencies",
        "note": f"{open_count} open" if rows else "",
        "groups": groups,
    }


NAV.add(
    "risks",
    NavItem(
        "Plan",
        "Risks",
        "risk_list",
        "flag",
        "VIEW",
        key="k",
        rank=2,
        also=("blocker_list", "unknown_list", "dependency_list"),
    ),
)
for _noun in ("risk", "blocker", "unknown", "dependency"):
    ACTIONS.add(f"begin {_noun}", Action(f"New {_noun}", f"{_noun}_create", Permission.RAISE_RISK))
panels("milestone_section").add("risks", Panel("Risks and unknowns", TEMPLATE, build_risks))
panels("milestone_section").add("dependencies", Panel("Dependencies", TEMPLATE, build_dependencies))
panels("deliverable_section").add("risks", Panel("Blockers and unknowns", TEMPLATE, build_deliverable_risks))
panels("deliverable_section").add("dependencies", Panel("Dependencies", TEMPLATE, build_dependencies))
