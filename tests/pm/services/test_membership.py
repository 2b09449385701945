"""Who joins, who leaves, who may give which role."""

from datetime import timedelta

import pytest

from pm.errors import DomainError, Gone
from pm.models import Change, ChangeSet, Invitation, Membership, OutboxMail, User
from pm.permissions import Role
from pm.rules import load_access
from pm.services import membership
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def invite(program, giver, role=Role.MEMBER, subteams=(), email="new@example.org"):
    return membership.invite(
        program=program,
        email=email,
        role=role,
        access=load_access(giver, program),
        link_prefix="https://pm.example.org/invitations/",
        subteams=subteams,
        actor=actor(giver),
    )


def test_invite_keeps_only_the_hash_and_mails_the_link():
    program = ProgramFactory()
    manager = member_of(program)
    team = SubteamFactory(program=program)

    invitation, token = invite(program, manager, subteams=[team])

    assert invitation.token_hash == membership.hash_of(token)
    assert token not in str(Change.objects.values_list("payload", flat=True))
    assert f"https://pm.example.org/invitations/{token}/" in OutboxMail.objects.get().text


def test_invite_to_a_role_above_ones_own_is_refused():
    program = ProgramFactory()
    manager = member_of(program, Role.MANAGER)

    with pytest.raises(membership.MayNotGrant):
        invite(program, manager, Role.LEAD)

    assert not Invitation.objects.exists()


def test_invite_to_a_subteam_role_without_a_subteam_is_refused():
    program = ProgramFactory()

    with pytest.raises(DomainError, match="Choose at least one"):
        invite(program, member_of(program))


def test_accept_makes_the_account_and_the_role_once():
    program = ProgramFactory()
    team = SubteamFactory(program=program)
    _, token = invite(program, member_of(program), subteams=[team])

    joined = membership.accept(
        token=token, actor=actor(), user=None, name="Nia Reed", password="a long enough phrase"
    )

    assert (joined.user.email, joined.role) == ("new@example.org", Role.MEMBER)
    assert list(joined.subteam_links.values_list("subteam", flat=True)) == [team.pk]
    with pytest.raises(membership.InvitationGone):
        membership.accept(token=token, actor=actor(), user=None, name="X", password="a long enough phrase")


def test_accept_after_72_hours_is_refused():
    program = ProgramFactory()
    _, token = invite(program, member_of(program), Role.STAKEHOLDER)

    with pytest.raises(membership.InvitationGone):
        membership.accept(token=token, actor=actor(moment=NOW + timedelta(hours=73)), user=None)


def test_accept_with_another_address_is_refused():
    program = ProgramFactory()
    _, token = invite(program, member_of(program), Role.STAKEHOLDER)

    with pytest.raises(DomainError, match=r"is for new@example\.org"):
        membership.accept(token=token, actor=actor(), user=UserFactory(email="other@example.org"))


def test_deactivate_the_only_lead_is_refused():
    program = ProgramFactory()
    lead = MembershipFactory(program=program, role=Role.LEAD)

    with pytest.raises(DomainError, match="only program lead"):
        membership.deactivate(member=lead, actor=actor())

    MembershipFactory(program=program, role=Role.LEAD)
    membership.deactivate(member=lead, actor=actor())
    assert not Membership.objects.get(pk=lead.pk).is_active


def test_join_again_makes_the_old_membership_active():
    program = ProgramFactory()
    member = MembershipFactory(program=program, role=Role.STAKEHOLDER, is_active=False)

    membership.join(program=program, user=member.user, role=Role.STAKEHOLDER, actor=actor())

    assert list(Membership.objects.values_list("pk", "is_active")) == [(member.pk, True)]


def test_accept_of_an_invitation_taken_back_meanwhile_is_refused(monkeypatch):
    program = ProgramFactory()
    invitation, token = invite(program, member_of(program), Role.STAKEHOLDER)
    found = membership.find_invitation(token=token, now=NOW)
    membership.withdraw(invitation=invitation, actor=actor())
    monkeypatch.setattr(membership, "find_invitation", lambda **_: found)

    with pytest.raises(membership.InvitationGone):
        membership.accept(token=token, actor=actor(), user=None, name="Nia", password="a long enough phrase")

    assert not Membership.objects.filter(role=Role.STAKEHOLDER).exists()


def test_accept_whatever_the_case_of_the_address():
    program = ProgramFactory()
    person = UserFactory(email="Nia.Reed@Example.org")
    _, token = invite(program, member_of(program), Role.STAKEHOLDER, email=" NIA.reed@example.ORG ")

    joined = membership.accept(token=token, actor=actor(person), user=person)

    assert joined.user == person


def test_accept_when_the_account_was_made_at_the_same_moment_says_so(monkeypatch):
    program = ProgramFactory()
    _, token = invite(program, member_of(program), Role.STAKEHOLDER)
    make = User.objects.create_user

    def make_twice(**fields):
        make(**fields)
        return make(**fields)

    monkeypatch.setattr(type(User.objects), "create_user", lambda manager, **fields: make_twice(**fields))

    with pytest.raises(DomainError, match="has an account"):
        membership.accept(token=token, actor=actor(), user=None, name="Nia", password="a long enough phrase")


def test_history_says_that_the_new_person_joined_by_themselves():
    program = ProgramFactory()
    _, token = invite(program, member_of(program), Role.STAKEHOLDER)

    joined = membership.accept(
        token=token, actor=actor(), user=None, name="Nia Reed", password="a long enough phrase"
    )

    told = Change.objects.filter(noun="pm.membership").values_list("actor_name", "user")
    assert list(told) == [("Nia Reed", joined.user.pk)]


def test_withdraw_of_an_accepted_invitation_is_refused():
    program = ProgramFactory()
    invitation, token = invite(program, member_of(program), Role.STAKEHOLDER)
    membership.accept(token=token, actor=actor(), user=None, name="Nia", password="a long enough phrase")

    with pytest.raises(membership.InvitationGone, match="has accepted meanwhile"):
        membership.withdraw(invitation=invitation, actor=actor())


def test_a_lead_who_cannot_log_in_does_not_count():
    program = ProgramFactory()
    lead = MembershipFactory(program=program, role=Role.LEAD)
    MembershipFactory(program=program, role=Role.LEAD, user=UserFactory(is_active=False))

    with pytest.raises(DomainError, match="only program lead"):
        membership.deactivate(member=lead, actor=actor())


def test_long_names_fit_into_the_subject_of_an_invitation():
    program = ProgramFactory(name="P" * 120)
    giver = MembershipFactory(program=program, role=Role.LEAD, user=UserFactory(name="N" * 120)).user

    invite(program, giver, Role.STAKEHOLDER)

    assert len(OutboxMail.objects.get().subject) == 200


def test_two_editors_of_one_roles_subteams_both_win():
    program = ProgramFactory()
    first, second, third = (SubteamFactory(program=program, name=name) for name in "ABC")
    member = member_of(program, Role.MEMBER, first).memberships.get()
    access = load_access(member_of(program, Role.LEAD), program)

    membership.change(member=member, changes={}, added=[second], access=access, actor=actor())
    membership.change(member=member, changes={}, added=[second, third], removed=[first], access=access,
                      actor=actor())  # fmt: skip

    assert sorted(link.subteam.name for link in member.subteam_links.all()) == ["B", "C"]
    assert Change.objects.filter(noun="pm.membershipsubteam").count() == 3


def test_a_role_ended_before_is_activated_not_taken_again():
    program = ProgramFactory()
    member = member_of(program, Role.MANAGER).memberships.get()
    MembershipFactory(program=program, user=member.user, role=Role.STAKEHOLDER, is_active=False)
    access = load_access(member_of(program, Role.LEAD), program)

    with pytest.raises(DomainError, match="was stakeholder here before. Activate that role again"):
        membership.change(member=member, changes={"role": "STAKEHOLDER"}, access=access, actor=actor())


def test_nobody_gives_a_role_that_holds_more_than_their_own():
    program = ProgramFactory()
    member = member_of(program, Role.STAKEHOLDER).memberships.get()
    access = load_access(member_of(program, Role.MANAGER), program)

    with pytest.raises(membership.MayNotGrant):
        membership.change(member=member, changes={"role": "LEAD"}, access=access, actor=actor())


def test_a_hand_over_is_whole_or_nothing():
    program, to = ProgramFactory(), UserFactory(name="Ada Quill")
    MembershipFactory(program=program, user=to)
    giver = member_of(program)
    kept = MilestoneFactory(program=program, owner=giver, number=1)
    moved_on = MilestoneFactory(program=program, owner=to, number=2)
    given = {row.key: ("milestones", member_of(program)) for row in (kept, moved_on)}

    with pytest.raises(DomainError):
        membership.hand_over(program=program, giver=giver, given=given, actor=actor())
    with pytest.raises(Gone, match="M-99 was removed meanwhile."):
        membership.hand_over(program=program, giver=giver, given={"M-99": ("milestones", to)}, actor=actor())

    kept.refresh_from_db()
    assert kept.owner == giver
    assert not ChangeSet.objects.exists()
