"""Roles against the table of permissions."""

import pytest
from django.contrib.auth.models import AnonymousUser

from pm.permissions import Permission, Role
from pm.rules import can, load_access
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def test_stranger_does_not_see_a_private_program():
    assert not load_access(UserFactory(), ProgramFactory()).sees
    assert not load_access(AnonymousUser(), ProgramFactory()).sees


def test_anyone_reads_a_public_program_and_nothing_more():
    program = ProgramFactory(is_public=True)

    assert can(AnonymousUser(), Permission.VIEW, program)
    assert not can(AnonymousUser(), Permission.VIEW_HISTORY, program)


def test_deactivated_people_keep_nothing():
    program = ProgramFactory()
    gone = MembershipFactory(program=program, is_active=False).user
    off = MembershipFactory(program=program, user=UserFactory(is_active=False)).user

    assert not load_access(gone, program).sees
    assert not load_access(off, program).sees


def test_subteam_lead_closes_only_for_their_own_subteam():
    program = ProgramFactory()
    own, other = SubteamFactory(program=program), SubteamFactory(program=program)
    lead = member_of(program, Role.SUBTEAM_LEAD, own)

    assert can(lead, Permission.CLOSE_DELIVERABLE, program, subteam_id=own.pk)
    assert not can(lead, Permission.CLOSE_DELIVERABLE, program, subteam_id=other.pk)
    assert can(lead, Permission.RECOMPUTE, program)


def test_manager_acts_for_every_subteam():
    program = ProgramFactory()
    team = SubteamFactory(program=program)

    assert can(member_of(program), Permission.CLOSE_DELIVERABLE, program, subteam_id=team.pk)


def test_instance_administrator_may_everything_everywhere():
    boss = UserFactory(is_superuser=True)

    assert all(can(boss, permission, ProgramFactory()) for permission in Permission)
