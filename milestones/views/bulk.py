"""What of the plan is changed many rows at once: every field, states, dates, the milestone, the half-year."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from milestones.filters import MilestoneFilter
from milestones.forms.bulk import ArchiveForm, PeriodForm, ShiftForm, WeeksForm
from milestones.forms.deliverable_filter import DeliverableFilter
from milestones.forms.deliverable_record import DeliverableMoveForm
from milestones.forms.dependency import DependencyFilter
from milestones.forms.risk import RiskFilter
from milestones.forms.task_filter import TaskFilter
from milestones.models import Blocker, Deliverable, Dependency, Milestone, PlanLine, Risk, Task, Unknown
from milestones.pure.delivery_states import TASK_STEPS, first_day
from milestones.pure.spec_states import BLOCKER_STEPS, DEPENDENCY_STEPS, RISK_STEPS, UNKNOWN_STEPS
from milestones.pure.states import DELIVERABLE_STEPS, MILESTONE_STEPS, Step, find_step
from milestones.queries.deliverable import in_order, load_offered, visible_deliverables
from milestones.queries.roadmap import load_choices, visible
from milestones.queries.schedule import Work
from milestones.queries.spec import visible_dependencies, visible_obstacles, visible_risks
from milestones.queries.task import in_list, visible_tasks
from milestones.rules import may_take
from milestones.services import deliverable as deliverables
from milestones.services import plan_line, removal, reschedule
from milestones.services import task as tasks
from milestones.services.reschedule import shift_of
from milestones.views.blocker import BLOCKER
from milestones.views.reschedule_lines import shown_line
from milestones.views.status_cell import holds
from milestones.views.unknown import UNKNOWN
from pm.actor import Actor
from pm.errors import DomainError
from pm.forms.bulk import BulkStatusForm
from pm.http import UserRequest, actor_of
from pm.models import Program
from pm.permissions import Permission
from pm.pure.bulk import Act, Bulk
from pm.pure.days import short_day
from pm.pure.periods import iso_week
from pm.registry import BULK, CELLS
from pm.rules import Access
from pm.services.many import once
from pm.views.bulk_field import field_acts

Rows = Callable[[UserRequest, Program, QueryDict | None], QuerySet]
MOVE = "Move"


def milestones_of(request: UserRequest, program: Program, query: QueryDict | None) -> QuerySet[Milestone]:
    """The milestones the reader sees; those of the roadmap when a query is given."""
    rows = visible(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    if query is not None:
        choices = load_choices(program)
        rows = MilestoneFilter(query, queryset=rows, choices=choices, actor=actor_of(request, program)).qs
    return rows.select_related("track", "owner", "follows", "budget_line").order_by("number")


def deliverables_of(request: UserRequest, program: Program, query: QueryDict | None) -> QuerySet[Deliverable]:
    """The deliverables the reader sees; those of the list when a query is given."""
    rows, actor = visible_deliverables(program, request.access), actor_of(request, program)
    if query is not None:
        rows = DeliverableFilter(
            query,
            queryset=in_order(rows),
            offered=load_offered(program),
            user_id=actor.user_id,
            today=actor.today,
        ).qs
    return rows.select_related("milestone__track", "accountable", "owner", "feature").order_by("number")


def tasks_of(request: UserRequest, program: Program, query: QueryDict | None) -> QuerySet[Task]:
    """The tasks the reader sees; those of the list when a query is given."""
    rows = in_list(visible_tasks(program, request.access))
    if query is not None:
        rows = TaskFilter(
            query,
            queryset=rows,
            program=program,
            user_id=actor_of(request, program).user_id,
            teams=frozenset().union(*request.access.own_subteams.values()),
        ).qs
    return rows.order_by("number")


def filtered(filterset: type[Any], rows_of: Callable[[Program, Access], QuerySet]) -> Rows:
    """The rows of a register; those of the list when a query is given."""

    def rows(request: UserRequest, program: Program, query: QueryDict | None) -> QuerySet:
        found = rows_of(program, request.access)
        if query is not None:
            found = filterset(query, queryset=found, user_id=actor_of(request, program).user_id).qs
        return found.order_by("number")

    return rows


def status_act(letter: str, steps: tuple[Step, ...], may: Callable[[Access, Any, Step], bool] = holds) -> Act:
    """Take a step along the noun's table of states; what is not legal for a row is refused with its words."""

    def form(request: UserRequest, program: Program, rows: Sequence[Any]) -> BulkStatusForm:
        data = request.POST if request.method == "POST" else None
        return BulkStatusForm(data, states=type(rows[0]).Status.choices)

    def apply(*, row: Any, form: BulkStatusForm, actor: Actor) -> Any:
        save: Any = CELLS.get(letter).fields["status"].save  # every status has a verb of its own
        changes, base = {"status": form.cleaned_data["status"]}, {"status": row.status}
        return save(
            row=row, changes=changes, base=base, more={"reason": form.cleaned_data["reason"]}, actor=actor
        )

    def allowed(access: Access, row: Any, form: BulkStatusForm) -> bool:
        step = find_step(steps, row.status, form.cleaned_data["status"])
        return step is None or may(access, row, step)

    def said(form: BulkStatusForm) -> str:
        field: Any = form.fields["status"]  # a ChoiceField; typeshed knows only Field
        return str(dict(field.choices)[form.cleaned_data["status"]])

    return Act("Status", form, apply, lambda row, today: str(row.get_status_display()), said, allowed)


def dates_of(row: Work, today: date) -> str:
    """`1 Mar – 30 Apr`, what a shift moves."""
    seen = reschedule.seen_of(row)
    return f"{short_day(seen.start, today)} – {short_day(seen.end, today)}"


def shift_form(request: UserRequest, program: Program, rows: Sequence[Work]) -> ShiftForm:
    asks = any(isinstance(row, Milestone) and row.is_committed and row.target_to_on for row in rows)
    return ShiftForm.of(request, program, asks_reason=asks)


def shift(*, row: Work, form: ShiftForm, actor: Actor) -> Work:
    """Move both dates of one row."""
    said = {name: form.cleaned_data.get(name, "") for name in ("reason_class", "reason")}
    move = shift_of(row, form.cleaned_data["days"])
    if move.start is None and move.end is None:
        raise DomainError(f"{row.key} has no dates to shift.")
    return reschedule.move_one(row, move, actor=actor, **said)


def shift_notes(
    request: UserRequest, program: Program, rows: Sequence[Work], form: ShiftForm
) -> Mapping[int, list[str]]:
    """What would clash when all of them move together."""
    moves = [shift_of(row, form.cleaned_data["days"]) for row in rows]
    found = reschedule.preview(program=program, moves=moves, access=request.access)
    today = actor_of(request, program).today
    return {line.row.pk: list(shown_line(program, line, today, None).clashes) for line in found.lines}


def shift_act() -> Act:
    return Act(
        label="Dates",
        form=shift_form,
        apply=shift,
        show=dates_of,
        said=lambda form: f"{form.cleaned_data['days']:+d} d",
        may=lambda access, row, form: reschedule.may_move(access, row),
        group="Shift",
        notes=shift_notes,
    )


def move_act() -> Act:
    """Let deliverables work towards another milestone."""

    def apply(*, row: Deliverable, form: DeliverableMoveForm, actor: Actor) -> Deliverable:
        return deliverables.move(
            deliverable=row, to=form.cleaned_data["to"], reason=form.cleaned_data["reason"], actor=actor
        )

    return Act(
        label="Milestone",
        form=lambda request, program, rows: DeliverableMoveForm.of(request, program),
        apply=apply,
        show=lambda row, today: f"{row.milestone.key} {row.milestone.title}",
        said=lambda form: form.cleaned_data["to"].key,
        may=lambda access, row, form: bool(CELLS.get("D").permission(access, row)),
        group=MOVE,
    )


def planned(program_id: int) -> dict[int, set[str]]:
    """The half-years that each milestone of a program is planned in, by its id; many ask once."""

    def ask() -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for pk, period in PlanLine.objects.filter(program=program_id).values_list("milestone", "period"):
            found[pk].add(period)
        return found

    return once(("half-years", program_id), ask)


def period_act() -> Act:
    """Plan milestones in a half-year."""

    def apply(*, row: Milestone, form: PeriodForm, actor: Actor) -> Milestone:
        period = form.cleaned_data["period"]
        plan_line.put(milestone=row, period=period, rank=0, efforts={}, actor=actor)
        planned(row.program_id)[row.pk].add(period)
        return row

    def show(row: Milestone, today: date) -> str:
        return ", ".join(sorted(planned(row.program_id)[row.pk])) or "no half-year"

    return Act(
        label="Half-year",
        form=lambda request, program, rows: PeriodForm.of(request, program),
        apply=apply,
        show=show,
        said=lambda form: form.cleaned_data["period"],
        may=lambda access, row, form: access.can(Permission.EDIT_MILESTONE),
        group=MOVE,
    )


def archive_act() -> Act:
    """Put milestones away that have ended, or ideas; or take them back."""

    def apply(*, row: Milestone, form: ArchiveForm, actor: Actor) -> Milestone:
        return removal.archive(milestone=row, is_archived=form.cleaned_data["is_archived"], actor=actor)

    return Act(
        label="Archived",
        form=lambda request, program, rows: ArchiveForm.of(request, program),
        apply=apply,
        show=lambda row, today: "yes" if row.is_archived else "no",
        said=lambda form: "yes" if form.cleaned_data["is_archived"] else "no",
        may=lambda access, row, form: access.can(Permission.EDIT_MILESTONE),
    )


def weeks_act() -> Act:
    """Plan tasks some weeks later or earlier."""

    def apply(*, row: Task, form: WeeksForm, actor: Actor) -> Task:
        monday = first_day(row.planned_week)
        if monday is None:
            raise DomainError(f"{row.key} is planned in no week.")
        try:
            week = iso_week(monday + timedelta(weeks=form.cleaned_data["weeks"]))
        except OverflowError as problem:
            raise DomainError("No calendar has that week. Write fewer weeks.") from problem
        return tasks.edit(task=row, changes={"planned_week": week}, actor=actor)

    return Act(
        label="Planned weeks",
        form=lambda request, program, rows: WeeksForm.of(request, program),
        apply=apply,
        show=lambda row, today: row.planned_week or "no week",
        said=lambda form: f"{form.cleaned_data['weeks']:+d} w",
        may=lambda access, row, form: bool(CELLS.get(Task.LETTER).permission(access, row)),
        group="Shift",
    )


def acts_of(letter: str) -> Mapping[str, Act]:
    """What can be done to many rows of that letter."""
    return {**MORE[letter](), **field_acts(CELLS.get(letter))}


MORE: dict[str, Callable[[], dict[str, Act]]] = {
    "M": lambda: {
        "shift": shift_act(),
        "period": period_act(),
        "status": status_act("M", MILESTONE_STEPS),
        "archived": archive_act(),
    },
    "D": lambda: {
        "shift": shift_act(),
        "milestone": move_act(),
        "status": status_act("D", DELIVERABLE_STEPS, may_take),
    },
    Task.LETTER: lambda: {"shift": weeks_act(), "status": status_act(Task.LETTER, TASK_STEPS)},
    Risk.LETTER: lambda: {"status": status_act(Risk.LETTER, RISK_STEPS)},
    Blocker.LETTER: lambda: {"status": status_act(Blocker.LETTER, BLOCKER_STEPS)},
    Unknown.LETTER: lambda: {"status": status_act(Unknown.LETTER, UNKNOWN_STEPS)},
    Dependency.LETTER: lambda: {"status": status_act(Dependency.LETTER, DEPENDENCY_STEPS)},
}
KINDS: dict[str, tuple[str, str, Permission, str, Rows]] = {
    "M": ("milestone", "milestones", Permission.EDIT_MILESTONE, "roadmap", milestones_of),
    "D": ("deliverable", "deliverables", Permission.EDIT_DELIVERABLE, "deliverable_list", deliverables_of),
    Task.LETTER: ("task", "tasks", Permission.WRITE_TASK, "task_list", tasks_of),
    Risk.LETTER: ("risk", "risks", Permission.RAISE_RISK, "risk_list", filtered(RiskFilter, visible_risks)),
    Blocker.LETTER: (
        "blocker",
        "blockers",
        Permission.RAISE_RISK,
        "blocker_list",
        filtered(BLOCKER.filterset, lambda program, access: visible_obstacles(Blocker, program, access)),
    ),
    Unknown.LETTER: (
        "unknown",
        "unknowns",
        Permission.RAISE_RISK,
        "unknown_list",
        filtered(UNKNOWN.filterset, lambda program, access: visible_obstacles(Unknown, program, access)),
    ),
    Dependency.LETTER: (
        "dependency",
        "dependencies",
        Permission.RAISE_RISK,
        "dependency_list",
        filtered(DependencyFilter, visible_dependencies),
    ),
}


def register() -> None:
    """Make them known: called once, with the addresses."""
    for letter, (noun, plural, permission, list_name, rows) in KINDS.items():
        title = "Roadmap" if list_name == "roadmap" else ""
        acts = partial(acts_of, letter)
        BULK.add(letter, Bulk(noun, plural, permission, list_name, rows, acts, list_title=title))
