"""What waits for my signature over all my programs."""

import pytest

from pm.permissions import Role
from tests.factories.delivery import EvidenceRequirementFactory, SignOffFactory
from tests.factories.milestones import DeliverableFactory, PinFactory, StatementFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db
QUERIES = 7


def program_of(person, name, *, role=Role.SERVICE):
    """A program with one statement that lacks evidence and one that was refused."""
    program = ProgramFactory(name=name)
    MembershipFactory(program=program, user=person, role=role)
    EvidenceRequirementFactory(program=program)
    for verdict in ("", "REFUSED"):
        one = StatementFactory(program=program, letter="P")
        PinFactory(program=program, statement=one, deliverable=DeliverableFactory(program=program))
        if verdict:
            SignOffFactory(statement=one, verdict=verdict, reason="Slow.")
    return program


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_does_not_grow(client, rows, django_assert_num_queries):
    person = UserFactory()
    for number in range(rows):
        program_of(person, f"Wave {number}")
    client.force_login(person)
    client.get("/signoffs/")

    with django_assert_num_queries(QUERIES):
        response = client.get("/signoffs/")

    assert f"{2 * rows} statements lack evidence in {rows} program" in response.content.decode()


def test_only_programs_in_which_i_sign_are_counted(client):
    person = UserFactory()
    mine = program_of(person, "Wave")
    program_of(person, "Tide", role=Role.MEMBER)
    program_of(UserFactory(), "Ebb")
    client.force_login(person)

    body = client.get("/signoffs/").content.decode()

    assert ("Wave" in body, "Tide" in body, "Ebb" in body) == (True, False, False)
    assert f'href="/{mine.slug}/signoffs/?show=refused">1 refused' in body


def test_who_signs_nowhere_is_told_how_it_begins(client):
    client.force_login(UserFactory())

    assert "You sign off in no program" in client.get("/signoffs/").content.decode()
