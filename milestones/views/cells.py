"""What of the registers, of deliverables and features is edited in place, and by which verb."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from milestones.forms.deliverable_record import DeliverableForm
from milestones.forms.dependency import DependencyForm
from milestones.forms.feature_record import FeatureForm
from milestones.forms.handover import HandoverForm
from milestones.forms.risk import RiskForm
from milestones.forms.task import TaskForm
from milestones.models import Deliverable, Dependency, Handover, Milestone, Risk, Task
from milestones.pure.delivery_states import GIVER, HANDOVER_STEPS, SIDE_OF_STEP, TASK_STEPS
from milestones.pure.spec_states import BLOCKER_STEPS, DEPENDENCY_STEPS, RISK_STEPS, UNKNOWN_STEPS
from milestones.pure.states import DELIVERABLE_STEPS, Step
from milestones.queries.gate import load_gate
from milestones.rules import may, may_take
from milestones.services import deliverable as deliverables
from milestones.services import dependency as dependencies
from milestones.services import feature as features
from milestones.services import handover as handovers
from milestones.services import risk as risks
from milestones.services import task as tasks
from milestones.views.blocker import BLOCKER
from milestones.views.deliverable import load_deliverable
from milestones.views.deliverable_moves import refusal_of
from milestones.views.deliverable_rows import due_words, status_of
from milestones.views.dependency import load_dependency
from milestones.views.feature import load_feature
from milestones.views.handover_parts import gives, load_handover, receives
from milestones.views.obstacle_pages import Noun
from milestones.views.risk import load_risk
from milestones.views.status_cell import status_cell
from milestones.views.task import load_task
from milestones.views.unknown import UNKNOWN
from pm.forms.record import RecordForm
from pm.permissions import Permission
from pm.pure.cells import CellField, Editable
from pm.registry import CELLS
from pm.rules import Access

Save = Callable[..., Any]


def holder(permission: Permission) -> Callable[[Access, Any], bool]:
    """Those who hold a permission in the whole program."""
    return lambda access, row: access.can(permission)


def form(form_class: type[RecordForm]) -> Callable[..., RecordForm]:
    """The noun's own form."""
    return lambda request, program, row: form_class.of(request, program, row=row)


def saver(verb: Callable[..., Any], name: str) -> Save:
    """The noun's own verb, whose row has that name."""

    def save(*, row: Any, changes: Any, base: Any, more: Mapping[str, Any], actor: Any) -> Any:
        return verb(**{name: row}, changes=changes, base=base, actor=actor)

    return save


def taker(verb: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The noun's verb of a step, whose row has that name."""
    return lambda row, **said: verb(**{name: row}, **said)


def plain(title: str, column: str, none: str = "") -> CellField:
    """A day, a number, a row or a line of text."""
    return CellField(title, lambda row: getattr(row, column), none=none)


def word(title: str, column: str) -> CellField:
    """One of a few words."""
    return CellField(title, lambda row: getattr(row, f"get_{column}_display")())


def person(title: str, column: str = "owner") -> CellField:
    return CellField(title, lambda row: getattr(row, column), kind="person")


def long(title: str, column: str) -> CellField:
    """A text in Markdown."""
    return CellField(title, lambda row: getattr(row, column), kind="text")


def head(title: str = "Title") -> CellField:
    return CellField(title, lambda row: row.title, kind="link")


def keyed(title: str, column: str) -> CellField:
    """A row by its key."""
    return CellField(title, lambda row: getattr(row, column).key if getattr(row, column) else "")


def end(
    title: str,
    of: Callable[[Any], Any],
    outside: Callable[[Any], tuple[str, str]] = lambda row: ("", ""),
) -> CellField:
    """An end of a dependency: a milestone, a deliverable, or something outside with its address."""

    def words(row: Any) -> str:
        work = of(row)
        return f"{work.key} {work.title}" if work is not None else outside(row)[0]

    def href(slug: str, row: Any) -> str:
        work = of(row)
        segment = "milestones" if isinstance(work, Milestone) else "deliverables"
        return f"/{slug}/{segment}/{work.key}/" if work is not None else outside(row)[1]

    def say(row: Any, today: date) -> str:
        return f"{title} of {row.key} is {words(row)} now."

    return CellField(title, words, kind="link", href=href, say=say)


def save_deliverable(
    *, row: Deliverable, changes: Mapping[str, Any], base: Mapping[str, Any], more: Any, actor: Any
) -> Deliverable:
    """Its columns, and who begins and ends to contribute."""
    columns = {name: value for name, value in changes.items() if name != "contributors"}
    added, removed = changes.get("contributors", ((), ()))
    return deliverables.edit(
        deliverable=row, changes=columns, base=base, added=added, removed=removed, actor=actor
    )


def helpers_of(row: Deliverable) -> str:
    """The subteams that contribute, by name."""
    return ", ".join(row.contributions.order_by("pk").values_list("subteam__name", flat=True))


def page(segment: str) -> Callable[[str, Any], str]:
    """The page of a row with a key."""
    return lambda slug, row: f"/{slug}/{segment}/{row.key}/"


def offered_by(access: Access, row: Handover, step: Step) -> bool:
    """Each step of a handover belongs to one side."""
    return gives(access, row) if SIDE_OF_STEP[step.target] == GIVER else receives(access, row)


def gate_of(row: Deliverable) -> Callable[[Step], str]:
    """Why a step of a deliverable cannot be taken now."""
    left = load_gate(row).left
    return lambda step: refusal_of(step, row, left)


EDITABLES: dict[str, Editable] = {
    "D": Editable(
        noun="deliverable",
        load=load_deliverable,
        form=form(DeliverableForm),
        save=save_deliverable,
        permission=lambda access, row: may(access, Permission.EDIT_DELIVERABLE, row),
        url=page("deliverables"),
        fields={
            "title": head(),
            "accountable": plain("Subteam", "accountable"),
            "contributors": CellField(
                "Contributing subteams",
                helpers_of,
                kind="many",
                none="nobody else",
                permission=lambda access, row: (
                    row.program.allows_contributors and may(access, Permission.EDIT_DELIVERABLE, row)
                ),
            ),
            "owner": person("Owner"),
            "status": status_cell(
                DELIVERABLE_STEPS,
                taker(deliverables.take_step, "deliverable"),
                may=may_take,
                refusal=gate_of,
                show=status_of,
            ),
            "is_must": CellField("Kind", lambda row: "Must" if row.is_must else "Could"),
            "feature": CellField(
                "Feature",
                lambda row: row.feature,
                kind="link",
                href=lambda slug, row: f"/{slug}/features/{row.feature.slug}/" if row.feature else "",
            ),
            "start": plain("Planned start", "planned_start_on"),
            "due": CellField("Due", lambda row: row.due_on, note=due_words),
            "output": long("Output", "output"),
            "dependencies_text": long("What it depends on", "dependencies_text"),
            "external_url": plain("Tracker", "external_url"),
        },
    ),
    Task.LETTER: Editable(
        noun="task",
        load=load_task,
        form=form(TaskForm),
        save=saver(tasks.edit, "task"),
        permission=holder(Permission.WRITE_TASK),
        url=page("tasks"),
        fields={
            "title": head(),
            "status": status_cell(TASK_STEPS, taker(tasks.take_step, "task")),
            "assignee": person("Assignee", "assignee"),
            "subteam": plain("Subteam", "subteam", none="the deliverable’s"),
            "planned_week": plain("Planned week", "planned_week"),
            "text": long("More about it", "text"),
            "external_url": plain("Tracker", "external_url"),
        },
    ),
    Handover.LETTER: Editable(
        noun="handover",
        load=load_handover,
        form=form(HandoverForm),
        save=saver(handovers.edit, "handover"),
        permission=gives,
        url=page("handovers"),
        fields={
            "title": head(),
            "status": status_cell(
                HANDOVER_STEPS,
                taker(handovers.take_step, "handover"),
                may=offered_by,
            ),
            "receiver": plain("Receiver", "receiver"),
            "receiving_deliverable": keyed("Goes on in", "receiving_deliverable"),
            "due_on": plain("Due", "due_on"),
            "discussion": word("Discussion", "discussion"),
            "discussion_text": plain("Where it is talked about", "discussion_text"),
        },
    ),
    Risk.LETTER: Editable(
        noun="risk",
        load=load_risk,
        form=form(RiskForm),
        save=saver(risks.edit, "risk"),
        permission=holder(Permission.RAISE_RISK),
        url=page("risks"),
        fields={
            "title": head(),
            "status": status_cell(RISK_STEPS, taker(risks.take_step, "risk")),
            "milestone": keyed("Milestone", "milestone"),
            "kind": word("Kind", "kind"),
            "likelihood": word("Likelihood", "likelihood"),
            "impact": word("Impact", "impact"),
            "response": word("Response", "response"),
            "owner": person("Owner"),
            "is_internal": plain("Internal", "is_internal"),
            "text": long("More about it", "text"),
            "mitigation": long("Mitigation", "mitigation"),
        },
    ),
    Dependency.LETTER: Editable(
        noun="dependency",
        load=load_dependency,
        form=form(DependencyForm),
        save=saver(dependencies.edit, "dependency"),
        permission=holder(Permission.RAISE_RISK),
        url=page("dependencies"),
        fields={
            "title": plain("Name", "title"),
            "milestone": end("What waits", lambda row: row.deliverable or row.milestone),
            "needed_milestone": end(
                "What it waits for",
                lambda row: row.needed_deliverable or row.needed_milestone,
                outside=lambda row: (row.title, row.external_url),
            ),
            "status": status_cell(DEPENDENCY_STEPS, taker(dependencies.take_step, "dependency")),
            "needed_by_on": plain("Day it is needed", "needed_by_on"),
            "owner": person("Owner"),
            "external_url": plain("Tracker", "external_url"),
            "if_delayed": long("If it is delayed", "if_delayed"),
            "contingency": long("Contingency", "contingency"),
        },
    ),
    "feature": Editable(
        noun="feature",
        load=lambda request, program, slug: load_feature(program, slug),
        form=form(FeatureForm),
        save=saver(features.edit, "feature"),
        permission=holder(Permission.EDIT_FEATURE),
        url=lambda slug, row: f"/{slug}/features/{row.slug}/",
        ref=lambda row: f"feature.{row.slug}",
        called=lambda row: str(row.name),
        fields={
            "name": CellField("Name", lambda row: row.name, kind="link"),
            "area": plain("Area", "area"),
            "rank": plain("Place", "rank"),
            "description": long("What it is", "description"),
        },
    ),
}


def obstacle(noun: Noun, steps: tuple[Step, ...], elsewhere: frozenset[str] = frozenset()) -> Editable:
    """Blockers and unknowns have the same fields."""

    def save(*, row: Any, changes: Any, base: Any, more: Mapping[str, Any], actor: Any) -> Any:
        return noun.verbs.edit(row, changes=changes, base=base, actor=actor)

    return Editable(
        noun=noun.name,
        load=noun.load,
        form=form(noun.form),
        save=save,
        permission=holder(Permission.RAISE_RISK),
        url=page(f"{noun.name}s"),
        fields={
            "title": head(),
            "status": status_cell(steps, noun.verbs.take_step, elsewhere=elsewhere),
            "milestone": keyed("Milestone", "milestone"),
            "deliverable": keyed("Deliverable", "deliverable"),
            "owner": person("Owner"),
            "priority": word("Priority", "priority"),
            "waiting_on": plain("Waiting on", "waiting_on"),
            "opened_on": plain("Open since", "opened_on"),
            "resolve_by_on": plain("Settle by", "resolve_by_on"),
            "delay_low_days": plain("Least delay, in days", "delay_low_days"),
            "delay_high_days": plain("Most delay, in days", "delay_high_days"),
            "text": long("More about it", "text"),
            "action": long("What is done about it", "action"),
        },
    )


EDITABLES |= {
    BLOCKER.model.LETTER: obstacle(BLOCKER, BLOCKER_STEPS),
    UNKNOWN.model.LETTER: obstacle(UNKNOWN, UNKNOWN_STEPS, elsewhere=frozenset({"DEFERRED"})),
}


def register() -> None:
    """Make them known: called once, with the addresses."""
    for letter, editable in EDITABLES.items():
        CELLS.add(letter, editable)
