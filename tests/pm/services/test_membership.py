"""Who joins, who leaves, who may give which role."""

from datetime import timedelta

import pytest

from pm.errors import DomainError
from pm.models import Change, Invitation, Membership, OutboxMail, User
from pm.permissions import Role
from pm.rules import load_access
from pm.services import membership
from tests.factories.actors import NOW, actor
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
