"""The steps of an unknown: answered, deferred with an approver, open again."""

import pytest

from milestones.services import unknown as unknowns
from pm.errors import DomainError, IllegalStep
from pm.permissions import Role
from tests.factories.actors import NOW, actor
from tests.factories.pm import UserFactory, member_of
from tests.factories.spec import UnknownFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return UnknownFactory(title="How many hops?")


def test_it_is_written_down_edited_and_answered(row):
    made = unknowns.create(program=row.program, title="Which port?", milestone=row.milestone, actor=actor())
    unknowns.edit(unknown=made, changes={"title": "Which ports?"}, actor=actor())
    unknowns.take_step(unknown=made, to="ANSWERED", reason="443", actor=actor())

    made.refresh_from_db()
    assert (made.title, made.status, made.resolution, made.resolved_on) == (
        "Which ports?", "ANSWERED", "443", NOW.date(),
    )  # fmt: skip


def test_deferring_names_somebody_else_who_may_approve(row):
    lead, manager, member = (member_of(row.program, role) for role in (Role.LEAD, Role.MANAGER, Role.MEMBER))

    def defer(approver, who):
        unknowns.take_step(unknown=row, to="DEFERRED", reason="Later", approver=approver, actor=actor(who))

    for approver, who, sentence in (
        (None, member, "Deferring it needs a name"),
        (manager, manager, "Whoever defers it cannot approve"),
        (member, lead, "neither program lead nor manager"),
        (UserFactory(), lead, "neither program lead nor manager"),
    ):
        with pytest.raises(DomainError, match=sentence):
            defer(approver, who)
    with pytest.raises(IllegalStep, match="one sentence"):
        unknowns.take_step(unknown=row, to="DEFERRED", approver=lead, actor=actor(member))

    defer(lead, member)

    row.refresh_from_db()
    assert (row.status, row.deferred_by, row.resolution, row.resolved_on) == ("DEFERRED", lead, "Later", None)


def test_it_opens_again_without_its_answer(row):
    unknowns.take_step(unknown=row, to="ANSWERED", reason="Three", actor=actor())
    unknowns.take_step(unknown=row, to="OPEN", base_status="ANSWERED", reason="Not so", actor=actor())

    row.refresh_from_db()
    assert (row.status, row.deferred_by, row.resolution, row.resolved_on) == ("OPEN", None, "", None)
