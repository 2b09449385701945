"""The verbs of an idea: vote, prefer, promote, and what its proposer may still say."""

from collections.abc import Mapping
from typing import Any

from milestones.models import IdeaVote, Milestone, Preference
from milestones.queries.rank import beside
from milestones.services import milestone as milestones
from milestones.services import rank
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

HIGHEST = 10
# What the one who proposed it may correct while it is an idea.
OWN = frozenset({"title", "track", "narrative", "benefit", "audience", "value", "effort_guess_days"})


def check_idea(row: Milestone) -> None:
    """Raise DomainError for what is no idea any more, or put away."""
    if row.status != Milestone.Status.IDEA:
        raise DomainError(f"{row.key} is {row.get_status_display().lower()} now: it is no idea any more.")
    if row.is_archived:
        raise DomainError(f"{row.key} is archived. Restore it first.")


def vote(*, idea: Milestone, user_id: int, value: int | None, actor: Actor) -> IdeaVote | None:
    """Say how much an idea is worth to oneself, 0 to 10; None takes the vote back."""
    if value is not None and not 0 <= value <= HIGHEST:
        raise DomainError("A vote is a whole number from 0 to 10.", field="value")
    program = idea.program
    with recording(actor, program) as record:
        row = record.lock(idea)
        check_idea(row)
        held = IdeaVote.objects.filter(idea=row, user=user_id).first()
        if held is None:
            if value is None:
                return None
            made = IdeaVote(program=program, idea=row, user_id=user_id, value=value)
            return record.create(made, subject=row.key)
        if value is None:
            record.delete(held, subject=row.key)
            return None
        record.update(record.lock(held), {"value": value}, subject=row.key)
    return held


def prefer(*, over: Milestone, under: Milestone, because: str, actor: Actor) -> Preference:
    """We prioritise this over that, because. On one list the one then stands right before the other."""
    if not because.strip():
        raise DomainError("Write in one sentence why it goes first.", field="because")
    if over.pk == under.pk:
        raise DomainError("An idea goes before another one. Choose which.", field="under")
    program = over.program
    with recording(actor, program) as record:
        record.group(f"{over.key} before {under.key}")
        # Locked by id, as `rank.place` does: two who order one list wait for each other, never in a ring.
        ids = {over.pk, under.pk, *beside(over).values_list("pk", flat=True)}
        list(Milestone.objects.filter(pk__in=ids).select_for_update(of=("self",), no_key=True).order_by("pk"))
        for row in (over, under):
            check_idea(record.lock(row))
        made = record.create(
            Preference(
                program=program,
                over=over,
                under=under,
                because=because.strip(),
                by_id=actor.user_id,
                happened_on=actor.today,
                recorded_at=actor.moment,
            ),
            subject=over.key,
        )
        order = [one.pk for one in beside(over)]
        if over.pk in order and under.pk in order and order.index(over.pk) > order.index(under.pk):
            rank.place(row=over, to=order.index(under.pk) + 1, actor=actor)
    return made


def promote(*, idea: Milestone, actor: Actor) -> Milestone:
    """Take an idea into the plan: from now on it is proposed."""
    with recording(actor, idea.program) as record:
        row = record.lock(idea)
        if row.status == Milestone.Status.IDEA:  # promoted twice it is proposed all the same
            check_idea(row)
        return milestones.take_step(
            milestone=idea, to=Milestone.Status.PROPOSED, base_status="IDEA", actor=actor
        )


def correct(
    *, idea: Milestone, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Milestone:
    """What its proposer changes of it while it is an idea. Raises StaleEdit, DomainError."""
    if set(changes) - OWN:
        raise DomainError("Ask a program manager to change the rest.")
    with recording(actor, idea.program) as record:
        check_idea(record.lock(idea))
        return milestones.edit(milestone=idea, changes=changes, base=base, actor=actor)
