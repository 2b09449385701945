"""The verbs of a bet: weigh options, choose one, place it, look at it mid-way, review it with numbers."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from estimates.models import Bet, BetOption
from estimates.pure.bet_states import BET_STEPS, PLACED, REVIEWED
from estimates.queries.decision import numbers_of
from milestones.models import Milestone
from milestones.pure.states import find_step
from milestones.services import milestone as milestones
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import Program
from pm.services.history import Recorder, recording
from pm.services.key import take_numbers

EDITABLE = frozenset({"title", "stage", "appetite_days", "review_by_on", "next_bet"})
FIXED_ONCE_PLACED = frozenset({"stage", "appetite_days"})
OPTION_EDITABLE = frozenset({"summary", "estimate_days", "state", "because"})
State = BetOption.State


def create(
    *,
    program: Program,
    milestone: Milestone,
    title: str,
    appetite_days: Decimal,
    actor: Actor,
    stage: str = Bet.Stage.MVP,
    options: Sequence[tuple[str, Decimal | None]] = (),
    **fields: Any,
) -> Bet:
    """Draft a bet with the options to weigh: each a summary and, where known, its person-days."""
    check_appetite(appetite_days)
    if not milestone.is_open:
        raise DomainError(
            f"{milestone.key} is {milestone.get_status_display().lower()}. Reopen it to bet on it."
        )
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter=Bet.LETTER)
        bet = record.create(
            Bet(program=program, milestone=milestone, number=number, title=title, stage=stage,
                appetite_days=appetite_days, **fields)
        )  # fmt: skip
        rows = [
            BetOption(program=program, bet=bet, summary=summary, estimate_days=days, rank=rank)
            for rank, (summary, days) in enumerate(options)
        ]
        record.create_many(rows, subjects=[bet.key] * len(rows))
    return bet


def check_appetite(days: Decimal | None) -> None:
    if days is None or days <= 0:
        raise DomainError("An appetite is more than 0 person-days: what we are willing to spend.",
                          field="appetite_days")  # fmt: skip


def edit(*, bet: Bet, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor) -> Bet:
    """Change a bet's words and days. A placed one keeps stage and appetite, a reviewed one all."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, bet.program) as record:
        row = record.lock(bet)
        check_not_reviewed(row)
        if fixed := set(changes) & FIXED_ONCE_PLACED if row.status != Bet.Status.DRAFT else set():
            raise DomainError(
                f"{row.key} is placed, so its stage and appetite stay. Review it and place a new bet.",
                field=sorted(fixed)[0],
            )
        if "appetite_days" in changes:
            check_appetite(changes["appetite_days"])
        record.update(row, changes, base=base)
    return row


def check_not_reviewed(row: Bet) -> None:
    if row.status == Bet.Status.REVIEWED:
        raise DomainError(f"{row.key} is reviewed; it stays as it was. Place a new bet to go on.")


# --- Options


def add_option(
    *, bet: Bet, summary: str, actor: Actor, estimate_days: Decimal | None = None, **fields: Any
) -> BetOption:
    """Weigh one more way."""
    with recording(actor, bet.program) as record:
        row = record.lock(bet)
        check_not_reviewed(row)
        option = BetOption(program=bet.program, bet=row, summary=summary, estimate_days=estimate_days,
                           rank=row.options.count(), **fields)  # fmt: skip
        check_rejected(option.state, option.because)
        if option.state == State.CHOSEN:
            hold_chosen(record, row)
        record.create(option, subject=row.key)
    return option


def edit_option(
    *, option: BetOption, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> BetOption:
    """Change an option. Choosing it holds the one that was chosen before; rejecting it says why."""
    if unknown := set(changes) - OPTION_EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, option.program) as record:
        bet = record.lock(option.bet)
        check_not_reviewed(bet)
        row = record.lock(option)
        check_rejected(changes.get("state", row.state), changes.get("because", row.because))
        if changes.get("state") == State.CHOSEN and row.state != State.CHOSEN:
            hold_chosen(record, bet)
        record.update(row, changes, base=base, subject=bet.key)
    return row


def choose(*, option: BetOption, because: str = "", actor: Actor) -> BetOption:
    """Choose one option; the one chosen before is held."""
    return edit_option(option=option, changes={"state": State.CHOSEN, "because": because}, actor=actor)


def check_rejected(state: str, because: str) -> None:
    if state == State.REJECTED and not because.strip():
        raise DomainError("Say in a sentence why this option is rejected.", field="because")


def hold_chosen(record: Recorder, bet: Bet) -> None:
    """One option is chosen at a time."""
    for row in bet.options.filter(state=State.CHOSEN).order_by("pk"):
        record.update(record.lock(row), {"state": State.HELD}, subject=bet.key)


# --- Steps


def place(*, bet: Bet, actor: Actor, placed_on: date | None = None, adds_up: bool = False) -> Bet:
    """Place the bet. A milestone without an appetite gets this one; with `adds_up` the sum of its bets."""
    program = bet.program
    with recording(actor, program) as record:
        milestone = record.lock(bet.milestone)
        milestone.program = program
        row = record.lock(bet)
        check_step(row, PLACED)
        if not milestone.is_open:
            status = milestone.get_status_display().lower()
            raise IllegalStep(f"{milestone.key} is {status}, so {row.key} cannot be placed. Reopen it first.")
        weighed = row.options.count()
        if weighed and not row.options.filter(state=State.CHOSEN).exists():
            count = "its option" if weighed == 1 else f"one of its {weighed} options"
            raise IllegalStep(f"{row.key} has nothing chosen yet. Choose {count}, then place it.")
        record.update(row, {"status": PLACED, "placed_on": placed_on or actor.today})
        spend(milestone, row, adds_up=adds_up, actor=actor)
    return row


def spend(milestone: Milestone, bet: Bet, *, adds_up: bool, actor: Actor) -> None:
    """Give the milestone the appetite of its bets where it has none, or where that is asked for."""
    if milestone.appetite_days is not None and not adds_up:
        return
    placed = Bet.objects.filter(milestone=milestone).exclude(status=Bet.Status.DRAFT)
    total = placed.aggregate(days=Sum("appetite_days"))["days"]
    milestones.edit(
        milestone=milestone, changes={"appetite_days": total}, actor=actor, why=f"{bet.key} placed"
    )


def note_midway(
    *, bet: Bet, text: str, actor: Actor, midway_on: date | None = None, next_bet: str | None = None
) -> Bet:
    """Look at a placed bet mid-way: what the proof of concept or the RFC showed, and the next bet."""
    if not text.strip():
        raise DomainError("Say what was found mid-way, in a sentence or more.", field="midway_text")
    with recording(actor, bet.program) as record:
        row = record.lock(bet)
        if row.status != Bet.Status.PLACED:
            status = row.get_status_display().lower()
            raise IllegalStep(f"{row.key} is {status}; a mid-way review is of a placed bet.")
        changes = {"midway_on": midway_on or actor.today, "midway_text": text}
        record.update(row, changes | ({} if next_bet is None else {"next_bet": next_bet}))
    return row


def review(
    *, bet: Bet, text: str, actor: Actor, next_bet: str | None = None, reviewed_on: date | None = None
) -> Bet:
    """Review a placed bet; the numbers seen at this moment are kept with it."""
    if not text.strip():
        raise DomainError("Say what the bet brought, in a sentence or more.", field="review_text")
    program = bet.program
    with recording(actor, program) as record:
        row = record.lock(bet)
        check_step(row, REVIEWED)
        milestone = row.milestone
        milestone.program = program
        changes: dict[str, Any] = {
            "status": REVIEWED,
            "reviewed_on": reviewed_on or actor.today,
            "review_text": text,
            "numbers": {**numbers_of(milestone), "bet_appetite": float(row.appetite_days)},
        }
        record.update(row, changes | ({} if next_bet is None else {"next_bet": next_bet}))
    return row


def check_step(row: Bet, to: str) -> None:
    """Raise IllegalStep unless the table of states holds this step."""
    if find_step(BET_STEPS, row.status, to) is None:
        raise IllegalStep(
            f"{row.key} is {row.get_status_display().lower()}; "
            f"it cannot become {Bet.Status(to).label.lower()} in one step."
        )
