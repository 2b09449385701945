"""Sections and menu lines of tasks, handovers, sign-offs and weekly updates."""

from typing import Any

from django.urls import reverse

from milestones.models import Deliverable, Milestone, Pin, Statement, WeeklyUpdate
from milestones.panels.quick_line import quick_line
from milestones.panels.rank_cell import rank_cell
from milestones.pure.delivery_states import first_day
from milestones.queries.deliverable import ENDED
from milestones.queries.evidence import Need
from milestones.queries.handover import of_deliverable as handovers_of
from milestones.queries.signoff import in_order, policy_in, promised, standing_of, with_evidence
from milestones.queries.task import of_deliverable as tasks_of
from milestones.queries.update import GOING, calls_of, newest_of, newest_of_milestone, writers_of
from milestones.rules import may
from pm.http import UserRequest, actor_of
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.pure.periods import iso_week
from pm.registry import ACTIONS, NAV, Action, NavItem, Panel, panels
from pm.templatetags.cells import draw, looker_of

TEXTS = (
    ("Achieved", "achieved"),
    ("Next", "next"),
    ("In the way", "blocked"),
    ("Scope", "scope_change"),
    ("Date", "date_change"),
)
SHOWN_UPDATES = 3  # on a milestone; older ones are folded


def tasks_section(request: UserRequest, row: Deliverable) -> dict[str, Any]:
    """The tasks of a deliverable in their order."""
    program, found = request.program, tasks_of(row)
    done = sum(one.status == "DONE" for one in found)
    held = sum(one.status != "DROPPED" for one in found)
    may_add = row.status not in ENDED and request.access.can(Permission.WRITE_TASK)
    return {
        "tasks": [
            (
                one,
                reverse("task_detail", args=[program.slug, one.key]),
                one.assignee or one.subteam or "nobody",
                rank_cell(request, "task", one, n) if may_add and len(found) > 1 else "",
            )
            for n, one in enumerate(found, 1)
        ],
        "quick": quick_line(request, "task", target="tasks", at=row.key, name="task") if may_add else None,
        "note": f"{done} of {held} done" if held else "",
        "add_url": f"{reverse('task_create', args=[program.slug])}?deliverable={row.key}" if may_add else "",
    }


def handovers_section(request: UserRequest, row: Deliverable) -> dict[str, Any]:
    """What the deliverable gives and receives."""
    program, found = request.program, handovers_of(row, request.access)
    may_add = row.status not in ENDED and may(request.access, Permission.HAND_OVER, row)
    accepted = sum(one.status == "ACCEPTED" for one in found)
    return {
        "handovers": [
            (
                one,
                reverse("handover_detail", args=[program.slug, one.key]),
                f"{one.giver} → {one.receiver}",
                one.get_status_display(),
            )
            for one in found
        ],
        "note": f"{accepted} of {len(found)} accepted" if found else "",
        "add_url": f"{reverse('handover_create', args=[program.slug])}?deliverable={row.key}"
        if may_add
        else "",
    }


def signoffs_section(request: UserRequest, row: Deliverable) -> dict[str, Any] | None:
    """The evidence asked of what the deliverable promises; nothing where none is asked."""
    program, policy = request.program, policy_in(request.program)
    pinned = Pin.objects.filter(deliverable=row, is_dropped=False).values("statement")
    rows = list(with_evidence(in_order(promised(Statement.objects.filter(pk__in=pinned))))) if policy else []
    if not rows:
        return None
    today = actor_of(request, program).today
    found = [standing_of(one, policy, today) for one in rows]
    asked = [one for each in found for one in each.evidence if one.requirement.need == Need.REQUIRED]
    return {
        "lines": [
            (
                each.statement.code,
                each.statement.text,
                reverse(
                    "signoff_statement", args=[program.slug, each.statement.feature.slug, each.statement.code]
                ),
                ", ".join(one.words for one in each.evidence),
            )
            for each in found
        ],
        "note": f"{sum(one.fact.is_met for one in asked)} of {len(asked)} required are there"
        if asked
        else "",
    }


def updates_section(request: UserRequest, row: Deliverable) -> dict[str, Any] | None:
    """What was last said of a deliverable, and who may say more."""
    program, found = request.program, newest_of(row)
    today = actor_of(request, program).today
    may_write = row.status in GOING and any(
        request.access.can(Permission.WRITE_UPDATE, subteam_id=team.pk) for team in writers_of(row)
    )
    week = iso_week(today)
    if not found and row.status not in GOING:
        return None
    write_url = f"{reverse('update_write', args=[program.slug, week, row.key])}?from=deliverable"
    return {
        "updates": [said(request, one, row) for one in found],
        "write_url": write_url if may_write else "",
        "week": week,
    }


def said(request: UserRequest, one: WeeklyUpdate, row: Deliverable) -> dict[str, Any]:
    """One update ready for the template; who writes for that subteam corrects it where it stands."""
    looker, monday = looker_of(request, request.program), first_day(one.week)
    one.deliverable = row
    return {
        "week": one.week,
        "day": short_day(monday, looker.today) if monday else "",
        "team": str(one.subteam),
        "texts": [(label, draw(looker, one, name)) for label, name in TEXTS if getattr(one, name)],
    }


def deliverable_of(one: WeeklyUpdate, program: Program) -> dict[str, str]:
    key = one.deliverable.key
    return {"key": key, "url": reverse("deliverable_detail", args=[program.slug, key])}


def milestone_section(request: UserRequest, row: Milestone) -> dict[str, Any] | None:
    """What was last said of a milestone: the owner's calls, and its deliverables' updates."""
    program, today = request.program, actor_of(request, request.program).today
    insider = request.access.can(Permission.VIEW_INTERNAL)
    calls, found = calls_of(row), newest_of_milestone(row)
    is_owner = row.owner_id is not None and row.owner_id == actor_of(request, program).user_id
    may_call = row.is_open and insider and not request.access.only_reads
    may_call = may_call and (is_owner or request.access.can(Permission.MAKE_CALL))
    if not (calls or found or may_call):
        return None
    address = [program.slug, row.key]
    told = [said(request, one, one.deliverable) | deliverable_of(one, program) for one in found]
    return {
        "calls": [
            (
                one,
                short_day(one.happened_on, today),
                f"{one.confidence} % sure" if one.confidence is not None else "",
            )
            for one in calls
        ],
        "next_on": short_day(row.owner_call_next_on, today) if row.owner_call_next_on else "",
        "updates": told[:SHOWN_UPDATES],
        "earlier": told[SHOWN_UPDATES:],
        "call_url": reverse("owner_call_make", args=address) if may_call else "",
        "week_url": reverse("milestone_updates", args=address),
    }


for _name, _title, _template, _build in (
    ("tasks", "Tasks", "milestones/task/_section.html", tasks_section),
    ("handovers", "Handovers", "milestones/handover/_section.html", handovers_section),
    ("signoffs", "Evidence", "milestones/signoff/_section.html", signoffs_section),
    ("updates", "Updates", "milestones/update/_section.html", updates_section),
):
    panels("deliverable_section").add(_name, Panel(_title, _template, _build))
panels("milestone_section").add(
    "updates", Panel("Updates", "milestones/update/_milestone.html", milestone_section)
)

NAV.add("tasks", NavItem("Work", "Tasks", "task_list", "task", "VIEW", rank=2, key="t"))
NAV.add("handovers", NavItem("Work", "Handovers", "handover_list", "handover", "VIEW", rank=3, key="o"))
NAV.add("updates", NavItem("Work", "Updates", "update_list", "update", "VIEW", rank=4, key="u"))
NAV.add("signoffs", NavItem("Evidence", "Sign-offs", "signoff_list", "seal", "VIEW", key="q"))
ACTIONS.add("update", Action("This week’s updates", "update_list", "WRITE_UPDATE", icon="update"))
