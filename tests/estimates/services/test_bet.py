"""Bets: options weighed, one chosen, placed, looked at mid-way, reviewed with the numbers of the moment."""

from datetime import date
from decimal import Decimal

import pytest

from estimates.models import Bet, BetOption
from estimates.services import bet as service
from estimates.services.forecast import compute
from pm.errors import DomainError, IllegalStep, StaleEdit
from pm.models import Change
from tests.factories.actors import NOW, actor
from tests.factories.bets import BetFactory, BetOptionFactory
from tests.factories.estimates import part, running, worked

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def drafted(milestone=None, **more):
    milestone = milestone or running(appetite_days=100)
    fields = {"title": "Store", "appetite_days": Decimal(60), "options": [("A", Decimal(30)), ("B", None)]}
    return service.create(program=milestone.program, milestone=milestone, actor=actor(), **(fields | more))


def chosen(bet):
    service.choose(option=bet.options.get(summary="A"), because="Smaller.", actor=actor())
    return bet


def test_a_bet_is_drafted_with_its_options_in_order_and_a_key():
    bet = drafted()

    assert (bet.key, bet.status, bet.placed_on) == ("BT-1", "DRAFT", None)
    rows = bet.options.order_by("rank").values_list("summary", "estimate_days", "state")
    assert list(rows) == [("A", Decimal(30), "HELD"), ("B", None, "HELD")]
    assert Change.objects.filter(kind="CREATE", subject="BT-1").count() == 3


@pytest.mark.parametrize(
    ("state", "more", "sentence"),
    [
        ({}, {"appetite_days": Decimal(0)}, "An appetite is more than 0 person-days"),
        ({"status": "SHELVED"}, {}, "is shelved. Reopen it to bet on it."),
    ],
)
def test_a_draft_is_refused(state, more, sentence):
    with pytest.raises(DomainError, match=sentence):
        drafted(running(**state), **more)

    assert not Bet.objects.exists()


def test_one_option_is_chosen_at_a_time():
    bet = chosen(drafted())

    service.choose(option=bet.options.get(summary="B"), actor=actor())

    assert dict(bet.options.values_list("summary", "state")) == {"A": "HELD", "B": "CHOSEN"}


def test_a_rejected_option_says_why():
    option = drafted().options.get(summary="A")

    with pytest.raises(DomainError, match="why this option is rejected") as refused:
        service.edit_option(option=option, changes={"state": "REJECTED"}, actor=actor())
    service.edit_option(option=option, changes={"state": "REJECTED", "because": "Too big."}, actor=actor())

    assert refused.value.field == "because"
    option.refresh_from_db()
    assert (option.state, option.because) == ("REJECTED", "Too big.")


def test_an_option_is_added_and_may_be_chosen_at_once():
    bet = chosen(drafted())

    option = service.add_option(bet=bet, summary="C", state="CHOSEN", actor=actor())

    assert (option.rank, bet.options.get(state="CHOSEN").summary) == (2, "C")


def test_an_option_changed_meanwhile_is_a_conflict():
    option = drafted().options.get(summary="A")
    service.edit_option(option=option, changes={"summary": "A2"}, base={"summary": "A"}, actor=actor())

    with pytest.raises(StaleEdit):
        service.edit_option(option=option, changes={"summary": "A3"}, base={"summary": "A"}, actor=actor())


def test_placing_needs_a_chosen_option_where_some_were_weighed():
    bet = drafted()

    with pytest.raises(IllegalStep, match="Choose one of its 2 options, then place it"):
        service.place(bet=bet, actor=actor())

    assert service.place(bet=drafted(options=()), actor=actor()).status == "PLACED"


@pytest.mark.parametrize(
    ("appetite", "adds_up", "after"), [(None, False, 60), (100, False, 100), (100, True, 60)]
)
def test_placing_gives_the_milestone_an_appetite_where_asked(appetite, adds_up, after):
    milestone = running(appetite_days=appetite)
    bet = chosen(drafted(milestone))

    placed = service.place(bet=bet, adds_up=adds_up, actor=actor())

    milestone.refresh_from_db()
    assert (placed.placed_on, milestone.appetite_days) == (TODAY, after)


def test_the_sum_is_of_placed_and_reviewed_bets():
    milestone = running(appetite_days=100)
    BetFactory(program=milestone.program, milestone=milestone, number=90, status="REVIEWED", placed_on=TODAY,
               reviewed_on=TODAY, review_text="It works.", appetite_days=30)  # fmt: skip
    BetFactory(program=milestone.program, milestone=milestone, number=91, appetite_days=500)

    service.place(bet=chosen(drafted(milestone)), adds_up=True, actor=actor())

    milestone.refresh_from_db()
    assert milestone.appetite_days == 90


def test_a_placed_bet_keeps_stage_and_appetite():
    bet = service.place(bet=chosen(drafted()), actor=actor())

    service.edit(bet=bet, changes={"title": "Store, again"}, base={"title": "Store"}, actor=actor())
    with pytest.raises(DomainError, match="its stage and appetite stay") as refused:
        service.edit(bet=bet, changes={"appetite_days": Decimal(90)}, actor=actor())

    assert refused.value.field == "appetite_days"


def test_a_milestone_that_ended_takes_no_bet():
    milestone = running(status="DROPPED")
    bet = BetFactory(program=milestone.program, milestone=milestone)

    with pytest.raises(IllegalStep, match="Reopen it first"):
        service.place(bet=bet, actor=actor())


def test_a_midway_review_is_of_a_placed_bet_and_says_something():
    bet = chosen(drafted())
    with pytest.raises(IllegalStep, match="a mid-way review is of a placed bet"):
        service.note_midway(bet=bet, text="It resumes.", actor=actor())
    service.place(bet=bet, actor=actor())

    with pytest.raises(DomainError, match="Say what was found"):
        service.note_midway(bet=bet, text=" ", actor=actor())
    row = service.note_midway(bet=bet, text="It resumes.", next_bet="MVP", actor=actor())

    assert (row.midway_on, row.midway_text, row.next_bet, row.status) == (
        TODAY,
        "It resumes.",
        "MVP",
        "PLACED",
    )


def test_a_review_keeps_the_numbers_of_the_moment():
    milestone = running(appetite_days=100, value=7)
    worked(part(milestone, 60), "2026-W07", "2026-W08", "2026-W09", days=10)
    compute(program=milestone.program, today=TODAY, now=NOW)
    bet = service.place(bet=chosen(drafted(milestone)), actor=actor())

    row = service.review(bet=bet, text="Good enough.", next_bet="Beyond", actor=actor())

    assert (row.status, row.reviewed_on, row.next_bet) == ("REVIEWED", TODAY, "Beyond")
    numbers, names = row.numbers, ("appetite", "bet_appetite", "spent", "remaining", "forecast")
    assert {name: numbers[name] for name in names} == {
        "appetite": 100, "bet_appetite": 60, "spent": 30, "remaining": 30, "forecast": 60,
    }  # fmt: skip
    assert (numbers["value"], numbers["progress"], numbers["target_on"]) == (7, 0, "2026-04-30")


def test_a_reviewed_bet_stays_as_it_was():
    bet = service.place(bet=chosen(drafted()), actor=actor())
    service.review(bet=bet, text="Done.", actor=actor())
    option = BetOption.objects.filter(bet=bet).first()

    for verb in (
        lambda: service.edit(bet=bet, changes={"title": "x"}, actor=actor()),
        lambda: service.add_option(bet=bet, summary="x", actor=actor()),
        lambda: service.edit_option(option=option, changes={"summary": "x"}, actor=actor()),
        lambda: service.place(bet=bet, actor=actor()),
        lambda: service.review(bet=bet, text="Again.", actor=actor()),
        lambda: service.note_midway(bet=bet, text="Again.", actor=actor()),
    ):
        with pytest.raises(DomainError, match="reviewed"):
            verb()


def test_a_draft_cannot_be_reviewed_and_a_review_says_something():
    bet = BetFactory()
    with pytest.raises(IllegalStep, match="it cannot become reviewed in one step"):
        service.review(bet=bet, text="Done.", actor=actor())
    service.place(bet=bet, placed_on=date(2026, 2, 2), actor=actor())

    with pytest.raises(DomainError, match="Say what the bet brought"):
        service.review(bet=bet, text="", actor=actor())
    with pytest.raises(DomainError, match="cannot be edited here"):
        service.edit(bet=bet, changes={"status": "REVIEWED"}, actor=actor())
    with pytest.raises(DomainError, match="cannot be edited here"):
        service.edit_option(option=BetOptionFactory(bet=bet), changes={"rank": 3}, actor=actor())
