"""The file of deliverables holds every row of the filters."""

import csv

import pytest

from pm.permissions import Role
from tests.factories.estimates import running
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory, PinFactory, StatementFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db


def file_of(client, query=""):
    response = client.get(f"/kit/deliverables/?format=csv{query}")
    return list(csv.DictReader(response.content.decode().splitlines()))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_line_tells_gate_and_doneness(client, rows, django_assert_max_num_queries):
    program = ProgramFactory(slug="kit")
    milestone = running(program=program, number=1)
    client.force_login(member_of(program, Role.STAKEHOLDER))
    for number in range(1, rows + 1):
        row = DeliverableFactory(program=program, milestone=milestone, number=number, title="=1+1")
        ChecklistItemFactory(program=program, deliverable=row)
        PinFactory(program=program, deliverable=row, statement=StatementFactory(program=program, letter="P"))
    DeliverableFactory(program=program, milestone=running(program=program, number=2), status="DROPPED")

    with django_assert_max_num_queries(17):
        lines = file_of(client, "&milestone=M-1")

    assert len(lines) == rows
    first = lines[0]
    assert (first["key"], first["title"], first["milestone"]) == ("D-1", "'=1+1", "M-1")
    assert (first["conditions met"], first["conditions"], first["likely days"]) == ("0", "1", "")
    assert (first["doneness claimed"], len(file_of(client))) == ("P(0/1)", rows + 1)
