"""What the pages of risks, blockers, unknowns and dependencies show."""

from typing import Any

from django.db.models import Case, F, IntegerField, Prefetch, QuerySet, Value, When, prefetch_related_objects

from milestones.models import (
    AcceptanceCheck,
    Blocker,
    Communication,
    Deliverable,
    Dependency,
    DesignArtefact,
    Gate,
    Grade,
    Milestone,
    MilestoneSignOff,
    Risk,
    SuccessCriterion,
    Unknown,
)
from milestones.queries.pieces import pieces_of
from pm.models import Program
from pm.permissions import Permission
from pm.queries.presence import hangs_on
from pm.queries.together import hold
from pm.rules import Access

# The ends of a dependency, with what is read of each.
ENDS = {
    "milestone": ("number", "title"),
    "needed_milestone": ("number", "title"),
    "deliverable": ("number", "title", "milestone"),
    "needed_deliverable": ("number", "title", "milestone"),
}
WEIGHTS = ((Grade.HIGH, 3), (Grade.MEDIUM, 2), (Grade.LOW, 1))


def sees_internal(access: Access) -> bool:
    return access.can(Permission.VIEW_INTERNAL)


def weight(column: str) -> Case:
    """High is 3, medium 2, low 1, not judged 0: as a column."""
    return Case(
        *(When(**{column: grade}, then=Value(number)) for grade, number in WEIGHTS),
        default=Value(0),
        output_field=IntegerField(),
    )


def visible_risks(program: Program, access: Access) -> QuerySet[Risk]:
    """The risks this reader may see, the heaviest first."""
    rows = Risk.objects.in_program(program).visible(sees_internal=sees_internal(access))
    weighed = rows.annotate(likelihood_weight=weight("likelihood"), impact_weight=weight("impact"))
    exposed = weighed.annotate(exposure=F("likelihood_weight") * F("impact_weight"))
    return exposed.select_related("milestone", "owner").order_by("-exposure", "-impact_weight", "number")


def visible_obstacles(
    model: type[Blocker] | type[Unknown], program: Program, access: Access
) -> QuerySet[Any]:
    """The blockers or unknowns this reader may see: by priority, then by the day they are to be settled."""
    rows: Any = model.objects.in_program(program).visible(sees_internal=sees_internal(access))
    ordered = rows.annotate(priority_weight=weight("priority")).order_by(
        "-priority_weight", F("resolve_by_on").asc(nulls_last=True), "opened_on", "number"
    )
    found: QuerySet[Any] = ordered.select_related("milestone", "deliverable", "owner")
    return found


def open_obstacles(
    model: type[Blocker] | type[Unknown], work: Milestone | Deliverable, program: Program, access: Access
) -> list[Any]:
    """The open ones in the way of some work, that this reader may see; read once a row."""
    name = f"{model._meta.model_name}s"
    there = hangs_on(work, model)
    rows = (
        visible_obstacles(model, program, access).filter(status="OPEN")
        if there
        else model._default_manager.none()
    )
    prefetch_related_objects([work], Prefetch(name, queryset=rows))
    return list(getattr(work, name).all())


def visible_dependencies(program: Program, access: Access) -> QuerySet[Dependency]:
    """The dependencies this reader may see, the soonest needed first."""
    rows = Dependency.objects.in_program(program).visible(sees_internal=sees_internal(access))
    return with_ends(rows).order_by(F("needed_by_on").asc(nulls_last=True), "number")


def with_ends(rows: QuerySet[Dependency]) -> QuerySet[Dependency]:
    """Rows with the key, title and milestone of both their ends, and the person who follows them up."""
    own = [column.name for column in Dependency._meta.concrete_fields]
    ends = [f"{end}__{name}" for end, names in ENDS.items() for name in names]
    return rows.select_related(*ENDS, "owner").only(*own, *ends, "owner__name", "owner__email")


def dependencies_of(work: Milestone | Deliverable, access: Access) -> list[Dependency]:
    """What it waits for, and what waits for it; a milestone's with those of its deliverables.

    Each way to hang on the work is looked up by its own index: one condition over four joins reads the
    whole program.
    """
    ways = ["milestone", "needed_milestone", "deliverable__milestone", "needed_deliverable__milestone"]
    if isinstance(work, Deliverable):
        if not hangs_on(work, Dependency):
            return []
        ways = ["deliverable", "needed_deliverable"]
    first, *others = (Dependency.objects.filter(**{way: work}).values("pk") for way in ways)
    rows = visible_dependencies(work.program, access).filter(pk__in=first.union(*others))
    return list(rows.exclude(status=Dependency.Status.DROPPED))


def criteria_of(milestone: Milestone) -> list[SuccessCriterion]:
    """Its success criteria in their order."""
    found = pieces_of(milestone, SuccessCriterion)
    hold(milestone, "criteria", found)
    return found


def signoffs_of(milestone: Milestone) -> list[MilestoneSignOff]:
    """Who signs, by moment and in order."""
    if not hangs_on(milestone, MilestoneSignOff):
        return []
    rows = MilestoneSignOff.objects.filter(milestone=milestone).select_related("signer", "signed_by")
    return list(rows.order_by("moment", "rank", "pk"))


def checks_of(milestone: Milestone) -> list[AcceptanceCheck]:
    """Its acceptance checks by checklist."""
    return pieces_of(milestone, AcceptanceCheck)


def artefacts_of(milestone: Milestone) -> list[DesignArtefact]:
    """Its design artefacts by kind and scope."""
    return pieces_of(milestone, DesignArtefact)


def gates_of(milestone: Milestone) -> list[Gate]:
    """Its gates: those that wait first, the soonest planned; then those held, the newest."""
    return pieces_of(milestone, Gate)


def communications_of(milestone: Milestone) -> list[Communication]:
    """Its communication plan: what is to be told first, the soonest due."""
    if not hangs_on(milestone, Communication):
        return []
    rows = Communication.objects.filter(milestone=milestone).select_related("stakeholder", "owner")
    return list(rows.order_by(F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"))
