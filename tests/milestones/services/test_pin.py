"""A promise's verbs: each refusal, and what history keeps."""

import pytest

from milestones.models import Pin
from milestones.services import deliverable as deliverables
from milestones.services import pin as pins
from pm.errors import DomainError
from pm.models import Change
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return DeliverableFactory(number=7)


@pytest.fixture
def statement(row):
    return StatementFactory(program=row.program, letter="F", number=1, revision=2)


def test_a_promise_in_two_scopes_is_two_promises(row, statement):
    pins.promise(deliverable=row, statement=statement, actor=actor())
    pins.promise(deliverable=row, statement=statement, scope=" for S2 ", actor=actor())

    with pytest.raises(DomainError, match="D-7 promises F1 already"):
        pins.promise(deliverable=row, statement=statement, scope="for S2", actor=actor())

    assert list(Pin.objects.order_by("pk").values_list("scope", "revision")) == [("", 2), ("for S2", 2)]


def test_one_refused_statement_promises_none(row, statement):
    retired = StatementFactory(program=row.program, letter="F", number=2, state="RETIRED")

    with pytest.raises(DomainError, match="F2 is retired"):
        pins.promise_all(deliverable=row, statements=[statement, retired], actor=actor())

    assert Pin.objects.count() == 0


@pytest.mark.parametrize("verb", [lambda pin: pins.answer(pin=pin, answer="KEPT", because=" ", actor=actor()),
                                  lambda pin: pins.drop(pin=pin, why="", actor=actor())])  # fmt: skip
def test_an_answer_says_why(row, statement, verb):
    pin = pins.promise(deliverable=row, statement=statement, actor=actor())

    with pytest.raises(DomainError, match="one sentence that says why"):
        verb(pin)


def test_history_keeps_why_a_promise_was_dropped(row, statement):
    pin = pins.promise(deliverable=row, statement=statement, actor=actor())

    pins.drop(pin=pin, why="D-9 has it.", actor=actor())

    last = Change.objects.latest("pk")
    assert (last.subject, last.field, last.after, last.why) == ("D-7", "is_dropped", True, "D-9 has it.")


def test_a_dropped_deliverable_promises_nothing_new(row, statement):
    deliverables.take_step(deliverable=row, to="DROPPED", reason="Off.", actor=actor())

    with pytest.raises(DomainError, match="D-7 is dropped. Reopen it"):
        pins.promise(deliverable=row, statement=statement, actor=actor())
