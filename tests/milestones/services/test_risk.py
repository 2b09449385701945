"""Each verb of a risk: what it writes, what it refuses."""

import pytest

from milestones.services import risk as risks
from milestones.services.milestone import NotAMember
from pm.errors import DomainError, IllegalStep, StaleEdit
from pm.models import Change, JobRun
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import UserFactory, member_of
from tests.factories.spec import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone():
    return MilestoneFactory()


@pytest.fixture
def row(milestone):
    return RiskFactory(program=milestone.program, milestone=milestone, title="The lease falls through")


def test_create_gives_the_next_key_tells_the_milestone_and_keeps_history(milestone):
    program = milestone.program

    made = [
        risks.create(program=program, title=f" Risk {n} ", milestone=milestone, actor=actor()) for n in (1, 2)
    ]

    assert [row.key for row in made] == ["R-1", "R-2"]
    assert made[0].title == "Risk 1"
    assert list(Change.objects.values_list("kind", "subject").order_by("pk")) == [
        ("CREATE", "R-1"),
        ("CREATE", "R-2"),
    ]
    assert JobRun.objects.count() == 1


def test_create_refuses_no_title_a_stranger_as_owner_and_unknown_fields(milestone):
    program = milestone.program
    with pytest.raises(DomainError, match="in one line what may happen"):
        risks.create(program=program, title=" ", actor=actor())
    with pytest.raises(NotAMember):
        risks.create(program=program, title="x", owner=UserFactory(), actor=actor())
    with pytest.raises(DomainError, match="status cannot be edited here"):
        risks.create(program=program, title="x", status="CLOSED", actor=actor())


def test_edit_moves_it_to_another_milestone_and_tells_both(row):
    other = MilestoneFactory(program=row.program)

    risks.edit(risk=row, changes={"milestone": other, "owner": member_of(row.program)}, actor=actor())

    row.refresh_from_db()
    assert row.milestone == other
    assert JobRun.objects.count() == 2


def test_edit_refuses_an_empty_title_and_a_stale_field(row):
    with pytest.raises(DomainError, match="in one line"):
        risks.edit(risk=row, changes={"title": ""}, actor=actor())
    with pytest.raises(StaleEdit):
        risks.edit(risk=row, changes={"title": "Mine"}, base={"title": "What I saw"}, actor=actor())


def test_review_sets_the_day_and_the_note(row):
    risks.review(risk=row, note="Still likely", actor=actor())

    row.refresh_from_db()
    assert row.reviewed_on == NOW.date()
    assert Change.objects.get().why == "Still likely"


def test_steps_mark_their_days(row):
    risks.take_step(risk=row, to="CLOSED", base_status="OPEN", reason="Signed", actor=actor())
    row.refresh_from_db()
    assert (row.status, row.closed_on, row.reviewed_on) == ("CLOSED", NOW.date(), NOW.date())

    risks.take_step(risk=row, to="OPEN", reason="Cancelled", actor=actor())
    row.refresh_from_db()
    assert (row.status, row.closed_on) == ("OPEN", None)


def test_a_step_needs_its_reason_and_its_place_in_the_table(row):
    with pytest.raises(IllegalStep, match="becomes closed with one sentence that says why"):
        risks.take_step(risk=row, to="CLOSED", actor=actor())
    risks.take_step(risk=row, to="CLOSED", reason="Signed", actor=actor())
    with pytest.raises(IllegalStep, match=r"R-\d+ is closed; it cannot become happened now"):
        risks.take_step(risk=row, to="HAPPENED", reason="x", actor=actor())


def test_a_step_from_where_it_stands_no_more_is_stale(row):
    risks.take_step(risk=row, to="CLOSED", reason="Signed", actor=actor())
    with pytest.raises(StaleEdit):
        risks.take_step(risk=row, to="HAPPENED", base_status="OPEN", reason="x", actor=actor())
    done = Change.objects.count()
    risks.take_step(risk=row, to="CLOSED", base_status="OPEN", reason="Signed", actor=actor())
    assert Change.objects.count() == done
