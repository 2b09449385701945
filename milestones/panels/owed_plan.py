"""What people owe of the plan: milestones, decisions, deliverables, closes, the owner's calls."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from milestones.models import Deliverable, Milestone
from milestones.queries.deliverable import ready_to_close, with_conditions
from milestones.queries.home import TROUBLED, with_health
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.pure.words import in_letters
from pm.queries.owed import LateRows, Scope, late_by_team, late_rows, of_rows
from pm.registry import OWED, Due, Late, Owed

Status = Deliverable.Status
GOING = (Milestone.Status.COMMITTED, Milestone.Status.IN_PROGRESS)
WEEK = timedelta(days=7)
SHOWN_LATE = 5
OVERDUE = ("overdue deliverable", "overdue deliverables")
HEALTH_ICONS = {"LATE": "h-late", "AT_RISK": "h-risk", "WATCH": "h-watch"}
NO_TARGET_LAST = F("target_to_on").asc(nulls_last=True)
NO_DATE_LAST = F("due_on").asc(nulls_last=True)


def named(row: Milestone | Deliverable) -> str:
    return f"{row.key} {row.title}"


def page_of(row: Milestone, scope: Scope, section: str = "") -> str:
    """A milestone's page, at one of its sections."""
    url = scope.url("milestone_detail", row.program_id, row.key)
    return f"{url}#{section}" if section else url


# --- Milestones


def milestones(scope: Scope) -> QuerySet[Milestone]:
    """Milestones of theirs that are due soon or in trouble; those that owe a decision stand by themselves."""
    troubled = Q(target_to_on__lte=scope.until) | Q(health__in=TROUBLED)
    rows = Milestone.objects.filter(
        troubled, owner=scope.user, decision_owed_on=None, program_id__in=scope.inside
    )
    return with_health(rows).order_by(NO_TARGET_LAST, "number")


def milestone_due(row: Milestone, scope: Scope) -> Due:
    reason = f": {row.health_reason}" if row.health_reason else ""
    return Due(
        program_id=row.program_id,
        title=named(row),
        why=f"Your milestone in {row.track.name} is {row.get_health_display().lower()}{reason}".rstrip(".")
        + ".",
        url=page_of(row, scope),
        label="Open the milestone",
        icon=HEALTH_ICONS.get(row.health, "flag"),
        on=row.target_to_on,
    )


def decisions(scope: Scope) -> QuerySet[Milestone]:
    """Milestones that wait for a decision: for their owner, and for those who decide."""
    mine = Q(owner=scope.user) | Q(program_id__in=scope.where(Permission.DECIDE))
    rows = Milestone.objects.filter(mine, decision_owed_on__isnull=False, program_id__in=scope.inside)
    return with_health(rows).order_by("decision_owed_on", "number")


def decision_due(row: Milestone, scope: Scope) -> Due:
    return Due(
        program_id=row.program_id,
        title=f"Decide on {named(row)}",
        why=(row.decision_owed_reason or "A decision is owed").rstrip(".") + ".",
        url=page_of(row, scope, "bets"),
        label="Open its bet",
        icon="decide",
        on=row.decision_owed_on,
        when=f"owed since {short_day(row.decision_owed_on, scope.today)}",
    )


# --- The owner's weekly call


def calls(scope: Scope) -> QuerySet[Milestone]:
    """Milestones of theirs under way whose next call has come due: its day, else a week after the last."""
    return due_calls(scope).filter(owner=scope.user)


def due_calls(scope: Scope, *, before: date | None = None) -> QuerySet[Milestone]:
    """Every milestone under way of which a call is due by today, or by an earlier day."""
    day = before or scope.today
    no_day = Q(owner_call_next_on=None)
    due = Q(owner_call_next_on__lte=day)
    due |= no_day & Q(owner_call_on__lte=day - WEEK)
    due |= no_day & Q(owner_call_on=None, committed_on__lte=day - WEEK)
    rows = Milestone.objects.filter(due, status__in=GOING, program_id__in=scope.inside)
    return rows.exclude(kind=Milestone.Kind.BUDGET_LINE).order_by("owner_call_next_on", "number")


def call_due(row: Milestone, scope: Scope) -> Due:
    said = f"Its last call is of {short_day(row.owner_call_on, scope.today)}"
    last = row.owner_call_on or row.committed_on
    return Due(
        program_id=row.program_id,
        title=f"Call how {named(row)} stands",
        why=f"{said if row.owner_call_on else 'Nothing was said of it yet'}. It takes one sentence.",
        url=scope.url("owner_call_make", row.program_id, row.key),
        label="Make the call",
        icon="update",
        on=row.owner_call_next_on or (last + WEEK if last else None),
    )


def late_calls(scope: Scope) -> Iterable[Late]:
    """The first of the calls of others that are late, each at its milestone: they have no list."""
    rows = due_calls(scope, before=scope.today - timedelta(days=1)).exclude(owner=scope.user)
    for row in rows.filter(owner__isnull=False)[:SHOWN_LATE]:
        yield Late(1, f"{named(row)} waits for its call", page_of(row, scope, "updates"))


# --- Deliverables


def deliverables(scope: Scope) -> QuerySet[Deliverable]:
    """Deliverables of theirs that are overdue or due within 14 days, unless a close is requested."""
    return Deliverable.objects.filter(
        owner=scope.user,
        program_id__in=scope.inside,
        due_on__lte=scope.until,
        status__in=[Status.PLANNED, Status.IN_PROGRESS],
    ).order_by(NO_DATE_LAST, "number")


def closing(scope: Scope) -> QuerySet[Deliverable]:
    """Those ready to close that are theirs or of subteams they lead, beside those that are due."""
    own_teams = scope.teams_with(Permission.CLOSE_DELIVERABLE)
    rows = ready_to_close(Deliverable.objects.filter(program_id__in=scope.inside))
    mine = rows.filter(Q(owner=scope.user) | Q(accountable_id__in=own_teams))
    near = mine.exclude(owner=scope.user, due_on__isnull=False, due_on__lte=scope.until)
    return near.order_by(NO_DATE_LAST, "number")


def accepting(scope: Scope) -> QuerySet[Deliverable]:
    """Requested closes, for those who accept them."""
    places = scope.where(Permission.ACCEPT_CLOSE)
    rows = Deliverable.objects.filter(status=Status.CLOSE_REQUESTED, program_id__in=places)
    return rows.order_by(NO_DATE_LAST, "number")


def deliverable_due(row: Deliverable, scope: Scope, **other: Any) -> Due:
    total, left = getattr(row, "conditions", 0), getattr(row, "conditions_open", 0)
    verb = "Start" if row.status == Status.PLANNED else "Close"
    words: dict[str, Any] = {
        "title": f"{verb} {named(row)}",
        "why": f"For {named(row.milestone)}. {condition_words(row, total, left)}",
        "label": "Open the deliverable",
        "icon": "clock" if row.due_on and row.due_on < scope.today else "box",
    }
    url = scope.url("deliverable_detail", row.program_id, row.key)
    return Due(program_id=row.program_id, url=url, on=row.due_on, **words | other)


def condition_words(row: Deliverable, total: int, left: int) -> str:
    """How far its gate is, in one sentence."""
    if row.status == Status.PLANNED:
        return "It is planned and has not started."
    if not total:
        return "Nothing is asked before it closes."
    if not left:
        return "Every condition is met; it can close."
    if total == 1:
        return "Its one condition is left."
    return f"{in_letters(left)} of {total} conditions {'is' if left == 1 else 'are'} left."


def closing_due(row: Deliverable, scope: Scope) -> Due:
    """The gate is met: close it, or ask one who may."""
    team = row.accountable
    if scope.can(Permission.CLOSE_DELIVERABLE, row.program_id, team.pk if team else 0):
        return deliverable_due(row, scope, icon="check", label="Close it")
    asked = f"Ask a lead of {team} to close it." if team else "Ask a program manager to close it."
    why = f"For {named(row.milestone)}. Every condition is met. {asked}"
    return deliverable_due(row, scope, icon="check", why=why)


def accepting_due(row: Deliverable, scope: Scope) -> Due:
    by = f" by {row.closed_by}" if row.closed_by else ""
    return deliverable_due(
        row,
        scope,
        icon="seal",
        title=f"Accept or return {named(row)}",
        why=f"For {named(row.milestone)}. Its close was requested{by}.",
        label="Decide",
    )


def late_deliverables(scope: Scope) -> Iterable[LateRows]:
    [pk] = scope.programs
    rows = Deliverable.objects.filter(program=pk).overdue(scope.today)
    return late_rows(
        rows,
        Q(owner=scope.user),
        OVERDUE,
        f"{scope.url('deliverable_list', pk)}?overdue=true",
    )


def late_deliverables_in_teams(scope: Scope) -> Iterable[Late]:
    """Overdue ones of the subteams they lead."""
    [pk] = scope.programs
    return late_by_team(
        Deliverable.objects.filter(program=pk).overdue(scope.today),
        F("accountable_id"),
        Q(owner=scope.user),
        OVERDUE,
        lambda team: f"{scope.url('deliverable_list', pk)}?subteam={team.slug}&overdue=true",
        scope.led,
    )


for _name, _kind in {
    "decisions": Owed(
        "Decisions", 10, *of_rows(decisions, decision_due, dress=lambda rows: rows.select_related("track"))
    ),
    "accepting": Owed(
        "Closes to accept",
        20,
        *of_rows(accepting, accepting_due, dress=lambda rows: rows.select_related("milestone", "closed_by")),
    ),
    "milestones": Owed(
        "Milestones", 30, *of_rows(milestones, milestone_due, dress=lambda rows: rows.select_related("track"))
    ),
    "calls": Owed("Calls", 40, *of_rows(calls, call_due), late=late_calls),
    "deliverables": Owed(
        "Deliverables",
        50,
        *of_rows(
            deliverables,
            deliverable_due,
            dress=lambda rows: with_conditions(rows.select_related("milestone")),
            is_costly=True,
        ),
        late=late_deliverables,
        late_in_teams=late_deliverables_in_teams,
    ),
    "closing": Owed(
        "Ready to close",
        60,
        *of_rows(
            closing,
            closing_due,
            dress=lambda rows: with_conditions(rows.select_related("milestone", "accountable")),
            is_costly=True,
        ),
    ),
}.items():
    OWED.add(_name, _kind)
