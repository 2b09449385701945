"""How estimates, effort, capacity, bets and what was decided are undone."""

from decimal import Decimal

from estimates.models import Capacity, EffortEntry, Estimate
from estimates.pure.bet_states import BET_STEPS
from estimates.queries.capacity import capacity_now
from estimates.queries.estimate import Target
from estimates.services.capacity import ask_for
from estimates.services.estimate import about
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program, Subteam
from pm.registry import UNDO, UNDO_EFFECTS, Back, Undoing
from pm.services.history import Recorder
from pm.services.undo_compensate import has_made, one_by_one

PLACES = ("milestone", "deliverable__milestone")


def refuse_newer(row: object, newest: object, what: str) -> None:
    """Somebody wrote another one since."""
    if newest != row:
        raise DomainError(f"Nothing was undone: {what} since. Change it by hand.")


def estimate_again(*, record: Recorder, row: Estimate, why: str) -> bool:
    """A revision with the former values; the first estimate of something goes."""
    target: Target | None = row.milestone or row.deliverable
    if target is None:
        return False
    held = Estimate.objects.filter(**about(target), purpose=row.purpose).order_by("-recorded_at", "-pk")
    newest = held.first()
    if newest is not None and has_made(record, newest):
        return True  # the last of several has said it
    refuse_newer(row, newest, f"{target.key} was estimated")
    former = held.exclude(pk=row.pk).first()
    if former is None:
        return False
    record.create(
        Estimate(
            **about(target),
            kind=former.kind,
            purpose=former.purpose,
            basis=former.basis,
            low_days=former.low_days,
            likely_days=former.likely_days,
            high_days=former.high_days,
            size=former.size,
            text=former.text,
            reason=why[:300],
            by_id=record.actor.user_id,
            happened_on=record.actor.today,
            recorded_at=record.actor.moment,
        ),
        subject=target.key,
        why=why,
    )
    return True


def nothing_spent(*, record: Recorder, row: EffortEntry, why: str) -> bool:
    """The week's figure is corrected to 0; the line stays."""
    target = row.milestone or row.deliverable
    subject = target.key if target else ""
    record.update(record.lock(row), {"person_days": Decimal(0)}, subject=subject, why=why)
    return True


def capacity_again(*, record: Recorder, row: Capacity, why: str) -> bool:
    """A revision with what was said before; the first word of a half-year goes."""
    newest = capacity_now(row.subteam, row.period)
    if newest is not None and has_made(record, newest):
        return True
    refuse_newer(row, newest, f"the capacity of {row.subteam} was revised")
    held = Capacity.objects.filter(subteam=row.subteam, period=row.period).exclude(pk=row.pk)
    former = held.order_by("recorded_at", "pk").last()
    if former is None:
        return False
    record.create(
        Capacity(
            program_id=row.program_id,
            subteam=row.subteam,
            period=row.period,
            people=former.people,
            support_percent=former.support_percent,
            note=former.note,
            by_id=record.actor.user_id,
            happened_on=record.actor.today,
            recorded_at=record.actor.moment,
        ),
        subject=row.subteam.slug,
        why=why,
    )
    return True


UNDO.add(
    "estimates.estimate",
    Undoing(
        Back.COMPENSATE,
        permission="ESTIMATE",
        fields={"is_baseline": "EDIT_MILESTONE"},
        owners=("milestone", "deliverable"),
        leads_to=PLACES,
        compensate=one_by_one(estimate_again),
    ),
)
UNDO.add("estimates.allocationline", Undoing(Back.PART, permission="ESTIMATE", owners=("estimate",)))
UNDO.add("estimates.size", Undoing(permission="MANAGE_SETTINGS"))
UNDO.add(
    "estimates.effortentry",
    Undoing(
        Back.COMPENSATE,
        permission="LOG_EFFORT",
        team="subteam",
        owners=("milestone", "deliverable"),
        leads_to=PLACES,
        compensate=one_by_one(nothing_spent),
    ),
)
UNDO.add(
    "estimates.capacity",
    Undoing(
        Back.COMPENSATE,
        permission="PLAN_CAPACITY",
        owners=("subteam",),
        leads_to=("subteam",),
        compensate=one_by_one(capacity_again),
    ),
)
UNDO.add("estimates.absence", Undoing(permission="PLAN_CAPACITY", leads_to=("subteam",)))
UNDO.add("estimates.allocation", Undoing(permission="PLAN_CAPACITY", leads_to=("subteam", *PLACES)))
UNDO.add("estimates.costrate", Undoing(permission="VIEW_COSTS"))
UNDO.add(
    "estimates.bet",
    Undoing(
        permission="PLACE_BET",
        steps=BET_STEPS,
        marks=frozenset({"placed_on", "reviewed_on", "review_text", "numbers", "next_bet"}),
    ),
)
UNDO.add("estimates.betoption", Undoing(permission="PLACE_BET"))
UNDO.add(
    "estimates.decision",
    Undoing(
        Back.WITHDRAW,
        permission="DECIDE",
        where="a decision is withdrawn with a reason, on its page; then take the step back by hand.",
    ),
)
UNDO.add("estimates.impactmetric", Undoing(permission="EDIT_SPEC"))
UNDO.add("estimates.impactobservation", Undoing(permission="EDIT_SPEC"))
UNDO.add("estimates.impactreview", Undoing(permission="REVIEW_MILESTONE"))
UNDO.add("estimates.riskreview", Undoing(permission="REVIEW_RISK"))
for noun in ("flag", "flagreason", "forecast"):
    UNDO.add(f"estimates.{noun}", Undoing(Back.COMPUTED))


def capacities_changed(*, program: Program, ids: set[int], actor: Actor) -> None:
    """What these subteams have is another: whatever they are allocated to is computed anew."""
    for subteam in Subteam.objects.filter(program=program, pk__in=ids).order_by("pk"):
        ask_for(program, subteam, actor)


UNDO_EFFECTS.add("pm.subteam", capacities_changed)
