from datetime import timedelta

import pytest

from pm.permissions import Role
from pm.queries.member import members_of, open_invitations
from pm.rules import load_access
from pm.services import membership
from tests.factories.actors import NOW, actor
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def test_members_are_told_by_role_then_name_in_two_queries(django_assert_num_queries):
    program = ProgramFactory()
    team = SubteamFactory(program=program, name="Core")
    member_of(program, Role.MEMBER, team)
    MembershipFactory(program=program, role=Role.LEAD, user=UserFactory(name="Zoe"))
    MembershipFactory(program=program, role=Role.LEAD, user=UserFactory(name="Ada"), is_active=False)

    with django_assert_num_queries(2):
        found = members_of(program, now=NOW)

    assert [(one.name[:3], one.role_label, one.teams, one.is_active) for one in found] == [
        ("Ada", "Program lead", "", False),
        ("Zoe", "Program lead", "", True),
        ("Per", "Member", "Core", True),
    ]


def test_open_invitations_leave_out_withdrawn_and_ended_ones():
    program = ProgramFactory()
    lead = member_of(program, Role.LEAD)
    access = load_access(lead, program)

    def invite(email, moment=NOW):
        return membership.invite(
            program=program, email=email, role=Role.STAKEHOLDER, access=access, link_prefix="/",
            actor=actor(lead, moment=moment),
        )[0]  # fmt: skip

    invite("a@example.org")
    invite("old@example.org", NOW - timedelta(days=4))
    membership.withdraw(invitation=invite("b@example.org"), actor=actor(lead))

    found = open_invitations(program, now=NOW)

    assert [(one.email, one.role_label, one.ends) for one in found] == [
        ("a@example.org", "Stakeholder", "works until 5 Mar")
    ]
