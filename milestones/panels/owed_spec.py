"""What people owe of what a milestone specifies: obstacles, risks, gates, sign-offs, communication."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from milestones.models import (
    Blocker,
    Communication,
    Dependency,
    Gate,
    Milestone,
    MilestoneSignOff,
    Risk,
    SuccessCriterion,
    Unknown,
)
from milestones.panels.owed_plan import SHOWN_LATE, named, page_of
from milestones.pure.states import MILESTONE_OPEN
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.queries.owed import LateRows, Scope, late_rows, of_rows
from pm.registry import OWED, Due, Late, Owed

REVIEW_DAYS = 28  # a risk that is open is looked at again after so many
ENDED = (Milestone.Status.SHELVED, Milestone.Status.DROPPED)
Moment, State = MilestoneSignOff.Moment, MilestoneSignOff.State


def ensured(scope: Scope, path: str = "milestone__owner") -> Q:
    """What hangs on a milestone of theirs; of one without an owner, for those who keep the specification."""
    keepers = Q(program_id__in=scope.where(Permission.EDIT_SPEC))
    return Q(**{path: scope.user}) | Q(**{f"{path}__isnull": True}) & keepers


# --- Blockers and unknowns


def obstacles(model: type[Blocker] | type[Unknown]) -> Callable[[Scope], QuerySet[Any]]:
    """Open ones of theirs whose day has come."""

    def rows(scope: Scope) -> QuerySet[Any]:
        found: Any = model.objects
        due = found.open().filter(
            owner=scope.user, resolve_by_on__lte=scope.today, program_id__in=scope.inside
        )
        ordered: QuerySet[Any] = due.order_by("resolve_by_on", "number")
        return ordered

    return rows


def obstacle_due(row: Blocker | Unknown, scope: Scope) -> Due:
    is_blocker = isinstance(row, Blocker)
    waits = f" It waits on {row.waiting_on}." if row.waiting_on else ""
    return Due(
        program_id=row.program_id,
        title=f"{'Resolve' if is_blocker else 'Answer'} {row.key} {row.title}",
        why=f"In the way of {named(row.milestone)}.{waits}",
        url=scope.url("blocker_detail" if is_blocker else "unknown_detail", row.program_id, row.key),
        label="Open the blocker" if is_blocker else "Open the unknown",
        icon="error" if is_blocker else "h-unknown",
        on=row.resolve_by_on,
    )


def late_of(
    model: type[Any], noun: str, many: str, column: str, words: str
) -> Callable[[Scope], Iterable[LateRows]]:
    """Open rows of a register whose day has passed."""

    def late(scope: Scope) -> Iterable[LateRows]:
        [pk] = scope.programs
        return late_rows(
            model.objects.filter(program=pk, **{f"{column}__lt": scope.today}).open(),
            Q(owner=scope.user),
            (f"{noun} past its {words}", f"{many} past their {words}"),
            f"{scope.url(f'{noun}_list', pk)}?before={scope.today}",
        )

    return late


# --- Risks and dependencies


def risks(scope: Scope) -> QuerySet[Risk]:
    """Open risks of theirs that nobody looked at for four weeks."""
    old = Q(reviewed_on__lte=scope.today - timedelta(days=REVIEW_DAYS)) | Q(reviewed_on=None)
    rows = Risk.objects.open().filter(old, owner=scope.user, program_id__in=scope.inside)
    return rows.order_by(F("reviewed_on").asc(nulls_first=True), "number")


def risk_due(row: Risk, scope: Scope) -> Due:
    seen = row.reviewed_on
    said = f"It was last looked at on {short_day(seen, scope.today)}." if seen else "It was never reviewed."
    about = f"Of {named(row.milestone)}." if row.milestone else "Of the whole program."
    return Due(
        program_id=row.program_id,
        title=f"Review {row.key} {row.title}",
        why=f"{about} {said}",
        url=scope.url("risk_detail", row.program_id, row.key),
        label="Open the risk",
        icon="flag",
        on=seen + timedelta(days=REVIEW_DAYS) if seen else None,
    )


def dependencies(scope: Scope) -> QuerySet[Dependency]:
    """Open ones they follow up: needed by now, or external, needed soon and not confirmed."""
    soon = Q(kind=Dependency.Kind.EXTERNAL, is_confirmed=False, needed_by_on__lte=scope.until)
    rows = Dependency.objects.open().filter(
        soon | Q(needed_by_on__lte=scope.today), owner=scope.user, program_id__in=scope.inside
    )
    return rows.order_by("needed_by_on", "number")


def dependency_due(row: Dependency, scope: Scope) -> Due:
    needed = row.title or row.needed_milestone or row.needed_deliverable
    needer = row.milestone or row.deliverable
    loose = row.kind == Dependency.Kind.EXTERNAL and not row.is_confirmed
    return Due(
        program_id=row.program_id,
        title=f"Follow up {row.key} {needed}",
        why=f"{needer} waits for it.{' Nobody outside has confirmed it.' if loose else ''}",
        url=scope.url("dependency_detail", row.program_id, row.key),
        label="Open the dependency",
        icon="link",
        on=row.needed_by_on,
    )


# --- Gates


def gates(scope: Scope) -> QuerySet[Gate]:
    """Gates planned for an earlier day that nobody says were held."""
    return unheld(scope).filter(ensured(scope))


def unheld(scope: Scope) -> QuerySet[Gate]:
    rows = Gate.objects.filter(held_on=None, planned_on__lt=scope.today, program_id__in=scope.inside)
    open_ones = rows.exclude(kind=Gate.Kind.POST_MORTEM).exclude(milestone__status__in=ENDED)
    return open_ones.order_by("planned_on", "pk")


def post_mortems(scope: Scope) -> QuerySet[Gate]:
    """Post-mortems of theirs that were not held yet."""
    return open_post_mortems(scope).filter(ensured(scope))


def open_post_mortems(scope: Scope) -> QuerySet[Gate]:
    rows = Gate.objects.filter(kind=Gate.Kind.POST_MORTEM, held_on=None, program_id__in=scope.inside)
    return rows.order_by(F("planned_on").asc(nulls_last=True), "pk")


def gate_due(row: Gate, scope: Scope) -> Due:
    is_post_mortem = row.kind == Gate.Kind.POST_MORTEM
    return Due(
        program_id=row.program_id,
        title=f"{row.get_kind_display()} of {named(row.milestone)}",
        why="What went wrong, and what is done differently."
        if is_post_mortem
        else "Say what came out of it, or plan another day.",
        url=page_of(row.milestone, scope, "gates"),
        label="Open its gates",
        icon="seal",
        on=row.planned_on,
    )


def late_gates(scope: Scope) -> Iterable[Late]:
    return late_meetings(scope, unheld(scope))


def late_post_mortems(scope: Scope) -> Iterable[Late]:
    return late_meetings(scope, open_post_mortems(scope).filter(planned_on__lt=scope.today))


def late_meetings(scope: Scope, rows: QuerySet[Gate]) -> Iterable[Late]:
    """The first of those that others hold, each at its milestone: they have no list."""
    for row in rows.exclude(ensured(scope)).select_related("milestone")[:SHOWN_LATE]:
        yield Late(
            1,
            f"{row.get_kind_display()} of {named(row.milestone)}, planned for "
            f"{short_day(row.planned_on, scope.today)}",
            page_of(row.milestone, scope, "gates"),
        )


# --- Sign-offs of milestones


def signoffs(scope: Scope) -> QuerySet[MilestoneSignOff]:
    """Sign-offs that wait for them by name and can be given now: it is their turn, what must be met is."""
    lines = MilestoneSignOff.objects.filter(milestone=OuterRef("milestone")).exclude(state=State.SIGNED)
    before = lines.filter(moment=OuterRef("moment"), rank__lt=OuterRef("rank"))
    musts = SuccessCriterion.objects.filter(
        milestone=OuterRef("milestone"), level=SuccessCriterion.Level.MUST, is_met=False
    )
    agreed = Q(moment=Moment.AGREED, milestone__status__in=MILESTONE_OPEN)
    met = Q(moment=Moment.MET, milestone__status=Milestone.Status.IN_PROGRESS)
    met &= ~Q(Exists(lines.filter(moment=Moment.AGREED))) & ~Q(Exists(musts))
    rows = MilestoneSignOff.objects.filter(
        agreed | met, ~Exists(before), signer=scope.user, state=State.OPEN, program_id__in=scope.inside
    )
    return rows.order_by("milestone__number", "moment", "rank", "pk")


def signoff_due(row: MilestoneSignOff, scope: Scope) -> Due:
    return Due(
        program_id=row.program_id,
        title=f"Sign {named(row.milestone)}",
        why=f"As {row.role}: {row.get_moment_display().lower()}.",
        url=page_of(row.milestone, scope, "criteria"),
        label="Read the criteria",
        icon="seal",
    )


# --- Communication


def communications(scope: Scope) -> QuerySet[Communication]:
    """What somebody is to hear by a near day and has not heard."""
    mine = Q(owner=scope.user) | Q(owner=None, milestone__owner=scope.user)
    rows = unsaid(scope).filter(mine, due_on__lte=scope.until)
    return rows.order_by("due_on", "pk")


def unsaid(scope: Scope) -> QuerySet[Communication]:
    rows = Communication.objects.filter(done_on=None, program_id__in=scope.inside)
    return rows.exclude(milestone__status__in=ENDED)


def communication_due(row: Communication, scope: Scope) -> Due:
    channel = f" Channel: {row.channel}." if row.channel else ""
    return Due(
        program_id=row.program_id,
        title=f"Tell {row.stakeholder} of {named(row.milestone)}",
        why=f"{row.message.rstrip('.')}.{channel}",
        url=page_of(row.milestone, scope, "communication"),
        label="Open what is planned",
        icon="comment",
        on=row.due_on,
    )


def late_communications(scope: Scope) -> Iterable[Late]:
    mine = Q(owner=scope.user) | Q(owner=None, milestone__owner=scope.user)
    rows = (
        unsaid(scope).filter(due_on__lt=scope.today).exclude(mine).select_related("milestone", "stakeholder")
    )
    for row in rows.order_by("due_on", "pk")[:SHOWN_LATE]:
        words = f"{row.stakeholder} has not heard of {named(row.milestone)}"
        yield Late(1, words, page_of(row.milestone, scope, "communication"))


def with_milestone(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("milestone")


ENDS = ("milestone", "deliverable", "needed_milestone", "needed_deliverable")
for _name, _kind in {
    "post_mortems": Owed(
        "Post-mortems", 15, *of_rows(post_mortems, gate_due, dress=with_milestone), late=late_post_mortems
    ),
    "milestone_signoffs": Owed(
        "Milestone sign-offs", 25, *of_rows(signoffs, signoff_due, dress=with_milestone)
    ),
    "gates": Owed("Gates", 120, *of_rows(gates, gate_due, dress=with_milestone), late=late_gates),
    "blockers": Owed(
        "Blockers",
        130,
        *of_rows(obstacles(Blocker), obstacle_due, dress=with_milestone),
        late=late_of(Blocker, "blocker", "blockers", "resolve_by_on", "day"),
    ),
    "unknowns": Owed(
        "Unknowns",
        140,
        *of_rows(obstacles(Unknown), obstacle_due, dress=with_milestone),
        late=late_of(Unknown, "unknown", "unknowns", "resolve_by_on", "day"),
    ),
    "dependencies": Owed(
        "Dependencies",
        150,
        *of_rows(dependencies, dependency_due, dress=lambda rows: rows.select_related(*ENDS)),
        late=late_of(Dependency, "dependency", "dependencies", "needed_by_on", "day"),
    ),
    "risks": Owed("Risks", 160, *of_rows(risks, risk_due, dress=with_milestone)),
    "communication": Owed(
        "Communication",
        170,
        *of_rows(
            communications,
            communication_due,
            dress=lambda rows: rows.select_related("milestone", "stakeholder"),
        ),
        late=late_communications,
    ),
}.items():
    OWED.add(_name, _kind)
