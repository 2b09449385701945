"""Two programs with a whole object graph each, and everybody who might knock at their doors.

Every text of the other program carries CANARY, so that a leak is a word in an answer.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from pm.models import User
from pm.permissions import Role
from tests.access import graph as g
from tests.access.graph import CANARY, Graph
from tests.access.worlds import build_graph
from tests.factories.pm import MembershipFactory, UserFactory, member_of


@dataclass
class World:
    """Program A (ours, private), B (theirs, private), and the people of A."""

    ours: Graph
    theirs: Graph
    people: dict[str, User | AnonymousUser]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    last_job: int = 0


def build_world() -> World:
    """Both graphs and one person for every actor, all of them in A only."""
    ours = build_graph("ours", "Ours", number=1)
    theirs = build_graph("theirs", CANARY, number=777)
    program = ours.program
    gone = MembershipFactory(program=program, user=UserFactory(is_active=False)).user
    people: dict[str, User | AnonymousUser] = {
        g.ANONYMOUS: AnonymousUser(),
        g.STRANGER: UserFactory(name="Stranger"),
        g.DEACTIVATED: gone,
        g.STAKEHOLDER: member_of(program, Role.STAKEHOLDER),
        g.MEMBER: member_of(program, Role.MEMBER, ours.team),
        g.SERVICE: member_of(program, Role.SERVICE),
        g.LEAD_OWN: member_of(program, Role.SUBTEAM_LEAD, ours.team),
        g.LEAD_OTHER: member_of(program, Role.SUBTEAM_LEAD, ours.other_team),
        g.MANAGER: member_of(program, Role.MANAGER),
        g.LEAD: member_of(program, Role.LEAD),
        g.INSTANCE: UserFactory(name="Instance", is_superuser=True),
    }
    return World(ours=ours, theirs=theirs, people=people)
