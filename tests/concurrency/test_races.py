"""Two people do the same thing at the same moment: it happens once, and the other is told."""

from functools import partial

import pytest

from milestones.models import Deliverable, Milestone
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from pm.errors import Gone, StaleEdit
from pm.models import Change, JobRun, Membership, Program
from pm.permissions import Role
from pm.rules import load_access
from pm.services import job, membership, outbox, sample
from pm.services import program as programs
from tests.concurrency.race import race, refused
from tests.factories.actors import NOW, actor
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    TrackFactory,
)
from tests.factories.pm import MembershipFactory, ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db(transaction=True)
SIDE_BY_SIDE = 8


def test_keys_given_at_the_same_moment_are_all_different_and_none_is_left_out():
    program = ProgramFactory()
    track = TrackFactory(program=program)

    race(
        *[
            partial(milestones.create, program=program, track=track, title=str(n), actor=actor())
            for n in range(SIDE_BY_SIDE)
        ]
    )

    numbers = Milestone.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, SIDE_BY_SIDE + 1))


@pytest.fixture
def invitation():
    """A program, and the token of an invitation of new@example.org."""
    program = ProgramFactory()
    giver = member_of(program, Role.LEAD)
    _, token = membership.invite(
        program=program, email="new@example.org", role=Role.STAKEHOLDER, actor=actor(giver),
        access=load_access(giver, program), link_prefix="https://pm.example.org/invitations/",
    )  # fmt: skip
    return program, token


def test_an_invitation_accepted_twice_at_once_is_accepted_once(invitation):
    _, token = invitation
    join = partial(
        membership.accept, token=token, user=None, name="Nia", password="a long enough phrase", actor=actor()
    )

    outcomes = race(*[join] * SIDE_BY_SIDE)

    assert refused(outcomes) == SIDE_BY_SIDE - 1
    assert Membership.objects.filter(role=Role.STAKEHOLDER).count() == 1
    assert Change.objects.filter(noun="pm.membership").count() == 1


def test_an_invitation_is_accepted_or_taken_back_never_both(invitation):
    program, token = invitation
    found = membership.find_invitation(token=token, now=NOW)
    join = partial(
        membership.accept, token=token, user=None, name="Nia", password="a long enough phrase", actor=actor()
    )

    outcomes = race(join, partial(membership.withdraw, invitation=found, actor=actor()))

    found.refresh_from_db()
    assert refused(outcomes, membership.InvitationGone) == 1
    assert (found.accepted_at is None) != (found.withdrawn_at is None)


def test_two_invitations_of_one_person_accepted_at_once_give_one_role(invitation):
    program, token = invitation
    giver = Membership.objects.get(role=Role.LEAD).user
    person = UserFactory(email="new@example.org")
    _, second = membership.invite(
        program=program, email=person.email, role=Role.STAKEHOLDER, actor=actor(giver),
        access=load_access(giver, program), link_prefix="https://pm.example.org/invitations/",
    )  # fmt: skip

    race(*[partial(membership.accept, token=one, user=person, actor=actor()) for one in (token, second)])

    assert Membership.objects.filter(user=person).count() == 1


def test_two_leads_who_end_each_other_leave_one():
    program = ProgramFactory()
    leads = [MembershipFactory(program=program, role=Role.LEAD) for _ in range(2)]

    outcomes = race(*[partial(membership.deactivate, member=lead, actor=actor()) for lead in leads])

    assert refused(outcomes) == 1
    assert Membership.objects.filter(role=Role.LEAD, is_active=True).count() == 1


def test_one_name_taken_by_two_programs_goes_to_one():
    outcomes = race(*[partial(programs.create, slug="wave", name="Wave", actor=actor())] * 4)

    assert refused(outcomes) == 3
    assert Program.objects.count() == 1
    assert Change.objects.filter(noun="pm.program").count() == 1


def test_a_deliverable_closed_twice_at_once_is_closed_once():
    milestone = MilestoneFactory(status="IN_PROGRESS", committed_on="2026-01-05")
    row = DeliverableFactory(program=milestone.program, milestone=milestone, status="CLOSE_REQUESTED")
    close = partial(
        deliverables.take_step,
        deliverable=row,
        to=Deliverable.Status.CLOSED,
        base_status=Deliverable.Status.CLOSE_REQUESTED,
        reason="Looked over.",
    )

    race(*[partial(close, actor=actor(member_of(milestone.program))) for _ in range(4)])

    row.refresh_from_db()
    told = Change.objects.filter(field="status").values_list("before", "after")
    assert row.status == Deliverable.Status.CLOSED
    assert list(told) == [("CLOSE_REQUESTED", "CLOSED")]


def test_two_answers_to_one_line_of_a_checklist_are_one_answer_and_a_conflict():
    item = ChecklistItemFactory(deliverable__status="IN_PROGRESS")
    base = {"state": item.state, "evidence": item.evidence, "because": item.because}
    answers = [
        {"state": "DONE", "evidence": "https://example.org/one"},
        {"state": "NOT_NEEDED", "because": "The library brings it."},
    ]

    outcomes = race(
        *[
            partial(deliverables.answer_checklist, item=item, base=base, actor=actor(), **answer)
            for answer in answers
        ]
    )

    assert refused(outcomes, StaleEdit) == 1
    assert Change.objects.filter(field="state").count() == 1


def test_an_edit_while_the_program_is_removed_is_saved_before_or_told_that_it_is_gone():
    program = ProgramFactory(slug=sample.SLUG, is_sample=True)
    rows = [MilestoneFactory(program=program, title="Old") for _ in range(6)]

    def edit(row):
        return milestones.edit(milestone=row, changes={"title": "New"}, base={"title": "Old"}, actor=actor())

    outcomes = race(partial(sample.remove, program, actor()), *[partial(edit, row) for row in rows])

    assert refused(outcomes) == refused(outcomes, Gone)
    assert not Program.objects.exists()
    assert not Change.objects.exists()
    assert not JobRun.objects.exists()


def test_one_slot_asked_for_by_eight_is_one_run():
    program = ProgramFactory()
    ask = partial(job.request, job="estimates.compute_drift", slot="night", now=NOW, program=program)

    outcomes = race(*[ask] * SIDE_BY_SIDE)

    assert sum(run is not None for run in outcomes) == 1
    assert JobRun.objects.count() == 1


def test_one_run_claimed_by_eight_workers_is_done_by_one(monkeypatch):
    program = ProgramFactory()
    run = job.request(job="estimates.compute_drift", slot="night", now=NOW, program=program)

    outcomes = race(*[partial(job.claim, run_id=run.pk, now=NOW)] * SIDE_BY_SIDE)

    assert sum(claimed is not None for claimed in outcomes) == 1


def test_a_mail_sent_by_eight_workers_leaves_once():
    mail = outbox.post(to="ada@example.org", subject="Hello", text="Text", now=NOW)

    outcomes = race(*[partial(outbox.send, mail_id=mail.pk, now=NOW)] * SIDE_BY_SIDE)

    assert outcomes.count(True) == 1


def test_the_sample_removed_twice_at_once_is_removed_once():
    program = ProgramFactory(slug=sample.SLUG, is_sample=True)

    outcomes = race(*[partial(sample.remove, program, actor())] * 3)

    assert refused(outcomes, Gone) == 2
    assert not Program.objects.exists()
