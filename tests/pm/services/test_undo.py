from dataclasses import replace
from datetime import date, timedelta

import pytest

from estimates.models import Estimate
from milestones.models import Deliverable, Milestone, Pin, Statement, TargetRevision
from milestones.services import deliverable, feature, handover, milestone, removal, target
from pm.errors import DomainError
from pm.models import Change, Membership
from pm.permissions import Role
from pm.queries.undo import deed_of, undone_by
from pm.services import comment, membership, watch
from pm.services.history import recording
from pm.services.undo import UndoRefused, look, undo
from tests.factories.actors import actor
from tests.factories.delivery import HandoverFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, PinFactory, StatementFactory
from tests.factories.pm import member_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def person(program, role, *rest):
    """Somebody of the program; the last word is their name."""
    *teams, name = rest
    user = member_of(program, role, *teams)
    type(user).objects.filter(pk=user.pk).update(name=name)
    user.refresh_from_db()
    return user


@pytest.fixture
def plan():
    return MilestoneFactory(number=90, status="PROPOSED", title="Before")


@pytest.fixture
def lead(plan):
    return person(plan.program, Role.LEAD, "Una Doer")


@pytest.fixture
def by(lead):
    """The same person in one request after the other."""
    numbers = iter(range(1000))
    return lambda user=lead: replace(actor(user), request_id=f"request-{next(numbers):04}")


def last(program):
    return deed_of(program, Change.objects.filter(program=program).latest("pk").pk)


def test_undo_takes_back_one_request_and_is_undone_itself(plan, by):
    milestone.edit(milestone=plan, changes={"title": "After", "value": 7}, actor=by())
    first = last(plan.program)

    undo(deed=first, actor=by())
    plan.refresh_from_db()
    taken_back = plan.title, plan.value, sorted(undone_by(first.changes)) == [one.pk for one in first.changes]
    second = last(plan.program)
    undo(deed=second, actor=by())
    plan.refresh_from_db()

    assert taken_back == ("Before", None, True)
    assert {one.undoes_id for one in second.changes} == {one.pk for one in first.changes}
    assert (plan.title, plan.value, undone_by(first.changes)) == ("After", 7, {})
    assert sorted(undone_by(second.changes)) == [one.pk for one in second.changes]


def test_undo_of_a_field_that_somebody_changed_since_names_them_and_changes_nothing(plan, by):
    other = person(plan.program, Role.MANAGER, "Cleo Fenn")
    milestone.edit(milestone=plan, changes={"title": "Mine", "value": 3}, actor=by())
    deed = last(plan.program)
    milestone.edit(milestone=plan, changes={"title": "Theirs"}, actor=by(other))

    with pytest.raises(UndoRefused, match="Somebody changed it since") as refused:
        undo(deed=deed, actor=by())

    [clash] = refused.value.clashes
    plan.refresh_from_db()
    assert (clash.was, clash.wrote, clash.now, clash.by.actor_name) == (
        "Before",
        "Mine",
        "Theirs",
        "Cleo Fenn",
    )
    assert (plan.title, plan.value, look(deed)) == ("Theirs", 3, [clash])


def test_undo_of_a_creation_is_refused_while_something_names_it_and_takes_its_watches_along(plan, by, lead):
    made = milestone.create(program=plan.program, track=plan.track, title="New", actor=by())
    deed = last(plan.program)
    work = deliverable.create(program=plan.program, milestone=made, title="Work", actor=by())
    of_work = last(plan.program)

    with pytest.raises(UndoRefused, match=rf"{made.key} is named by {work.key}\."):
        undo(deed=deed, actor=by())
    undo(deed=of_work, actor=by())
    comment.add(program=plan.program, subject=made.key, text="Hm.", by=lead, actor=by())
    with pytest.raises(UndoRefused, match=f"{made.key} has a comment by now"):
        undo(deed=deed, actor=by())
    undo(deed=last(plan.program), actor=by())
    watch.watch(program=plan.program, subject=made.key, user=lead, actor=by())
    undo(deed=deed, actor=by())
    gone = Milestone.objects.filter(pk=made.pk).exists()
    undo(deed=last(plan.program), actor=by())

    assert not gone
    assert Milestone.objects.get(pk=made.pk).key == made.key
    assert Change.objects.filter(noun="pm.watch", kind="CREATE", undoes__isnull=False).count() == 1


def test_undo_of_a_deletion_brings_the_row_back_under_its_key_with_its_parts(plan, by):
    work = deliverable.create(program=plan.program, milestone=plan, title="Work", actor=by())
    lines = list(work.checklist.order_by("pk").values_list("pk", "kind"))
    removal.delete(row=work, actor=by())

    undo(deed=last(plan.program), actor=by())

    back = Deliverable.objects.get(pk=work.pk)
    assert (back.key, list(back.checklist.order_by("pk").values_list("pk", "kind"))) == (work.key, lines)


def test_undo_of_a_deletion_is_refused_when_what_it_hung_on_is_gone(plan, by):
    made = milestone.create(program=plan.program, track=plan.track, title="New", actor=by())
    work = deliverable.create(program=plan.program, milestone=made, title="Work", actor=by())
    removal.delete(row=work, actor=by())
    deed = last(plan.program)
    removal.delete(row=made, actor=by())

    with pytest.raises(UndoRefused, match=f"The milestone that {work.key} belonged to was deleted since"):
        undo(deed=deed, actor=by())


def test_undo_of_a_moved_target_writes_a_revision_against_it(plan, by):
    target.move(milestone=plan, start=DAY, end=DAY, text="1 Sep", actor=by())
    later = DAY + timedelta(days=30)
    target.move(milestone=plan, start=later, end=later, text="1 Oct", actor=by())

    undo(deed=last(plan.program), actor=by())

    plan.refresh_from_db()
    moves = list(TargetRevision.objects.order_by("pk").values_list("previous_to_on", "to_on"))
    assert (plan.target_to_on, plan.target_text) == (DAY, "1 Sep")
    assert moves == [(None, DAY), (DAY, later), (later, DAY)]


def test_undo_of_other_words_is_a_new_revision_and_promises_follow(by, plan):
    of = StatementFactory(program=plan.program, feature__program=plan.program).feature
    statement = feature.state(feature=of, letter="S", text="Old words.", actor=by())
    pin = PinFactory(
        program=plan.program,
        deliverable=DeliverableFactory(program=plan.program, milestone=plan),
        statement=statement,
    )
    feature.reword(statement=statement, text="New words.", actor=by())

    undo(deed=last(plan.program), actor=by())

    statement.refresh_from_db()
    assert (statement.text, statement.revision, Pin.objects.get(pk=pin.pk).revision) == ("Old words.", 3, 3)


def test_undo_of_a_statement_retires_it_so_that_its_number_is_never_given_again(by, plan):
    statement = StatementFactory(program=plan.program, feature__program=plan.program)
    row = feature.state(feature=statement.feature, letter="S", text="New.", actor=by())

    undo(deed=last(plan.program), actor=by())
    fresh = feature.state(feature=statement.feature, letter="S", text="Next.", actor=by())

    assert Statement.objects.get(pk=row.pk).state == "RETIRED"
    assert (row.code, fresh.code) == ("S1", "S2")


def test_undo_of_a_commitment_takes_its_day_and_first_target_back_unless_work_began(plan, by):
    target.move(milestone=plan, start=DAY, end=DAY, text="1 Sep", actor=by())
    milestone.take_step(milestone=plan, to="COMMITTED", override="Now.", actor=by())
    deed = last(plan.program)
    undo(deed=deed, actor=by())
    plan.refresh_from_db()
    uncommitted = plan.status, plan.committed_on, plan.first_target_on
    undo(deed=last(plan.program), actor=by())
    work = DeliverableFactory(program=plan.program, milestone=plan, accountable=None)
    deliverable.take_step(deliverable=work, to="IN_PROGRESS", actor=by())

    with pytest.raises(DomainError, match=f"{work.key} began once {plan.key} was committed"):
        undo(deed=deed, actor=by())

    assert uncommitted == ("PROPOSED", None, None)


def test_undo_gives_nothing_back_to_who_left(plan, by):
    gone = person(plan.program, Role.MANAGER, "Ada Quill")
    milestone.edit(milestone=plan, changes={"owner": gone}, actor=by())
    milestone.edit(milestone=plan, changes={"owner": None}, actor=by())
    change = Change.objects.latest("pk")
    membership.deactivate(member=Membership.objects.get(user=gone), actor=by())
    deed = deed_of(plan.program, change.pk)

    with pytest.raises(DomainError, match="it would give something back to Ada Quill"):
        undo(deed=deed, actor=by())


def test_undo_of_an_offer_fails_once_it_was_accepted_and_only_the_receiver_takes_an_acceptance_back(by, plan):
    row = HandoverFactory(
        program=plan.program, deliverable=DeliverableFactory(program=plan.program, milestone=plan)
    )
    giver = person(plan.program, Role.MEMBER, row.giver, "Giver")
    taker = person(plan.program, Role.MEMBER, row.receiver, "Taker")
    handover.take_step(handover=row, to="OFFERED", actor=by(giver))
    offered = last(plan.program)
    handover.take_step(handover=row, to="ACCEPTED", actor=by(taker))
    accepted = last(plan.program)

    with pytest.raises(UndoRefused):
        undo(deed=offered, actor=by(giver))
    undo(deed=accepted, actor=by(taker))
    with pytest.raises(DomainError, match="who gives can neither accept nor return it"):
        undo(deed=last(plan.program), actor=by(giver))


def test_undo_of_a_change_set_is_a_change_set_and_its_undo_a_redo(plan, by):
    with recording(by(), plan.program) as record:
        record.group("Shift by 7 days")
        record.update(record.lock(plan), {"title": "Shifted"})
    undo(deed=last(plan.program), actor=by())
    first = last(plan.program).title
    undo(deed=last(plan.program), actor=by())
    second = last(plan.program).title
    undo(deed=last(plan.program), actor=by())

    titles = [first, second, last(plan.program).title]
    assert titles == ["Undo of Shift by 7 days", "Redo of Shift by 7 days", "Undo of Shift by 7 days"]


def test_undo_that_meets_a_taken_place_says_so(plan, by):
    work = DeliverableFactory(program=plan.program, milestone=plan)
    with recording(by(), plan.program) as record:
        record.update(record.lock(work), {"number": 777})
    deed = last(plan.program)
    DeliverableFactory(program=plan.program, milestone=plan, number=work.number)

    with pytest.raises(DomainError, match="something written since took the place"):
        undo(deed=deed, actor=by())

    assert Estimate.objects.count() == 0
