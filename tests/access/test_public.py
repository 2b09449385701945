"""A public program is read by anyone; what is marked internal never is."""

import pytest

from milestones.models import Milestone
from pm.models import Program, User
from pm.services.history import computing
from tests.access.graph import ANONYMOUS, CANARY, STRANGER
from tests.access.machinery import address_of, client_of, own_routes
from tests.access.policies import POLICY
from tests.access.worlds import INTERNAL

pytestmark = pytest.mark.django_db

ROUTES = dict(own_routes())
OF_PROGRAM = sorted(name for name, parts in ROUTES.items() if "slug" in parts)


def open_to_all(program: Program) -> None:
    with computing():
        Program.objects.filter(pk=program.pk).update(is_public=True)


@pytest.mark.parametrize("name", OF_PROGRAM)
def test_anyone_reads_a_public_program_and_writes_nothing(world, name):
    open_to_all(world.ours.program)
    User.objects.update(name="")  # some give none; their address is for nobody outside
    address = address_of(name, ROUTES[name], world.ours)
    addresses = set(User.objects.values_list("email", flat=True))

    for actor in (ANONYMOUS, STRANGER):
        client = client_of(world, actor)
        answer = client.get(address)
        own = {world.people[actor].email} if actor == STRANGER else set()
        assert {one for one in addresses - own if one in answer.content.decode()} == set()
        assert answer.status_code in ({200} if POLICY[name].get == "VIEW" else {302, 403, 405})
        assert client.post(address, {}).status_code in {302, 403, 405}


@pytest.mark.parametrize("name", OF_PROGRAM)
def test_internal_milestone_of_a_public_program_shows_nowhere(world, name):
    open_to_all(world.theirs.program)
    with computing():
        Milestone.objects.filter(program=world.theirs.program).update(is_internal=True)
    address = address_of(name, ROUTES[name], world.theirs)
    about_it = [f"{CANARY} {text}" for text in INTERNAL]

    response = client_of(world, ANONYMOUS).get(address)

    shown = response.content.decode()
    assert [words for words in about_it if words in shown] == []
