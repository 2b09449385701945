"""Who joins, who leaves, who may give which role."""

from datetime import timedelta

import pytest

from pm.errors import DomainError
from pm.models import Change, Invitation, Membership, OutboxMail
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
