"""Statements keep their numbers; rewording makes revisions."""

import pytest

from milestones.models import StatementRevision
from milestones.services import feature as service
from milestones.services import pin as pins
from pm.errors import DomainError, StaleEdit
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, FeatureFactory, StatementFactory
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_state_gives_the_next_number_of_its_letter():
    feature = FeatureFactory()
    StatementFactory(program=feature.program, feature=feature, letter="F", number=4)

    row = service.state(feature=feature, letter="F", text="A node answers.", actor=actor())
    other = service.state(feature=feature, letter="P", text="In 2 s.", actor=actor())

    assert (row.code, other.code) == ("F5", "P1")
    assert StatementRevision.objects.filter(statement=row).get().text == "A node answers."


def test_state_with_a_used_number_is_refused():
    feature = FeatureFactory()
    StatementFactory(program=feature.program, feature=feature, number=1, state="RETIRED")

    with pytest.raises(DomainError, match="never given twice"):
        service.state(feature=feature, letter="F", number=1, text="x", actor=actor())


def test_reword_makes_a_revision_that_leaves_pins_behind():
    statement = StatementFactory(text="In 5 s.")
    deliverable = DeliverableFactory(program=statement.program)
    pin = pins.promise(deliverable=deliverable, statement=statement, actor=actor())

    service.reword(statement=statement, text="In 2 s.", base={"text": "In 5 s."}, actor=actor())

    statement.refresh_from_db()
    assert (statement.revision, pin.revision) == (2, 1)
    assert StatementRevision.objects.get().number == 2


def test_reword_from_a_stale_form_is_refused():
    statement = StatementFactory(text="Theirs")

    with pytest.raises(StaleEdit):
        service.reword(statement=statement, text="Mine", base={"text": "Base"}, actor=actor())


def test_pin_twice_is_refused():
    statement = StatementFactory()
    deliverable = DeliverableFactory(program=statement.program)
    pins.promise(deliverable=deliverable, statement=statement, actor=actor())

    with pytest.raises(DomainError, match="already"):
        pins.promise(deliverable=deliverable, statement=statement, actor=actor())


def test_create_with_a_taken_slug_is_refused():
    program = ProgramFactory()
    service.create(program=program, name="Store", slug="store", actor=actor())

    with pytest.raises(DomainError, match="short name “store” is taken"):
        service.create(program=program, name="Store 2", slug="store", actor=actor())


@pytest.mark.parametrize("code", ["F9", "Q1", "", "F", "F1x"])
def test_find_statement_of_an_unknown_code_is_refused(code):
    feature = StatementFactory(number=1).feature

    with pytest.raises(service.UnknownStatement):
        service.find_statement(feature=feature, code=code)
