"""Programs and people."""

from datetime import UTC, datetime

import factory

from pm.models import Membership, MembershipSubteam, Program, Subteam, User
from pm.permissions import Role
from tests.factories.base import RowFactory

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


class UserFactory(RowFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = "!"


class ProgramFactory(RowFactory):
    class Meta:
        model = Program

    slug = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Program {n}")
    created_at = START


class SubteamFactory(RowFactory):
    class Meta:
        model = Subteam

    program = factory.SubFactory(ProgramFactory)
    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")
    code = "TE"
    kind = Subteam.Kind.ENGINEERING


class MembershipFactory(RowFactory):
    class Meta:
        model = Membership

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.MANAGER
    created_at = START


class MembershipSubteamFactory(RowFactory):
    class Meta:
        model = MembershipSubteam

    membership = factory.SubFactory(MembershipFactory)
    program = factory.SelfAttribute("membership.program")
    subteam = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..membership.program"))


def member_of(program: Program, role: Role = Role.MANAGER, *subteams: Subteam) -> User:
    """A new person with that role (and subteams) in the program."""
    membership = MembershipFactory(program=program, role=role)
    for subteam in subteams:
        MembershipSubteamFactory(membership=membership, program=program, subteam=subteam)
    return membership.user
