"""Sign-offs of a milestone: named, in order, refused with a note, withdrawn from the last."""

import pytest

from milestones.services import milestone_signoff as signoffs
from milestones.services import success_criterion as criteria
from pm.errors import DomainError, IllegalStep
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import UserFactory, member_of
from tests.factories.spec import SuccessCriterionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone():
    return MilestoneFactory()


@pytest.fixture
def lead(milestone):
    return member_of(milestone.program)


def name(milestone, role, moment="AGREED", signer=None):
    return signoffs.name(milestone=milestone, moment=moment, role=role, signer=signer, actor=actor())


def step(row, to, who, reason=""):
    return signoffs.take_step(signoff=row, to=to, reason=reason, actor=actor(who))


def test_they_sign_in_the_order_they_were_named(milestone, lead):
    first, second = name(milestone, "Quality"), name(milestone, "Program lead")
    with pytest.raises(IllegalStep, match="Quality signs before Program lead and has not signed yet"):
        step(second, "SIGNED", lead)

    step(first, "SIGNED", lead, "Fine")
    step(second, "SIGNED", lead)

    first.refresh_from_db()
    assert (first.state, first.note, first.signed_on, first.signed_by) == ("SIGNED", "Fine", NOW.date(), lead)


def test_only_who_is_named_signs(milestone, lead):
    person = member_of(milestone.program)
    row = name(milestone, "Quality", signer=person)
    with pytest.raises(IllegalStep, match=f"{person} is named to sign as Quality"):
        step(row, "SIGNED", lead)

    assert step(row, "SIGNED", person).signed_by == person


def test_a_refusal_says_why_and_may_turn_into_a_signature(milestone, lead):
    row = name(milestone, "Quality")
    with pytest.raises(IllegalStep, match="one sentence"):
        step(row, "REFUSED", lead)
    step(row, "REFUSED", lead, "No numbers")
    row.refresh_from_db()
    assert (row.state, row.note) == ("REFUSED", "No numbers")

    assert step(row, "SIGNED", lead).state == "SIGNED"


def test_the_last_signature_is_withdrawn_first(milestone, lead):
    rows = [name(milestone, "Quality"), name(milestone, "Program lead")]
    for row in rows:
        step(row, "SIGNED", lead)
    with pytest.raises(IllegalStep, match="Program lead signed after Quality"):
        step(rows[0], "OPEN", lead, "Changed")

    step(rows[1], "OPEN", lead, "Changed")
    step(rows[0], "OPEN", lead, "Changed")

    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].note, rows[0].signed_on, rows[0].signed_by) == ("OPEN", "", None, None)


def test_met_comes_after_agreed_and_after_every_must(milestone, lead):
    agreed, met = name(milestone, "Quality"), name(milestone, "Quality", "MET")
    must = SuccessCriterionFactory(program=milestone.program, milestone=milestone)
    SuccessCriterionFactory(program=milestone.program, milestone=milestone, level="NICE")
    with pytest.raises(IllegalStep, match="Quality has not agreed to the criteria yet"):
        step(met, "SIGNED", lead)
    step(agreed, "SIGNED", lead)
    with pytest.raises(IllegalStep, match="1 must criterion is not met yet"):
        step(met, "SIGNED", lead)
    criteria.meet(criterion=must, evidence="The log of the run", actor=actor())

    assert step(met, "SIGNED", lead).state == "SIGNED"


def test_roles_are_named_once_a_moment_and_changed_while_open(milestone, lead):
    row = name(milestone, "Quality")
    with pytest.raises(DomainError, match="Quality signs there already"):
        name(milestone, "Quality")
    with pytest.raises(DomainError, match="Name the role"):
        name(milestone, " ")
    with pytest.raises(DomainError, match="is not in"):
        name(milestone, "Docs", signer=UserFactory())
    signoffs.edit(signoff=row, changes={"role": "Assurance", "signer": lead}, actor=actor())
    step(row, "SIGNED", lead)
    for call in (signoffs.remove, lambda **more: signoffs.edit(changes={"role": "x"}, **more)):
        with pytest.raises(DomainError, match="Assurance has answered already"):
            call(signoff=row, actor=actor())

    step(row, "OPEN", lead, "Changed")
    signoffs.remove(signoff=row, actor=actor())
