"""The list of statements: what nobody promises, what two promise."""

import csv
import re

import pytest

from pm.models import Program
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.milestones import (
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
QUERIES = 10


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def world(program):
    """F1 by nobody, F2 by D-1, F3 by D-1 and D-2 of an internal milestone, F4 a limitation."""
    feature = FeatureFactory(program=program, slug="store", name="Store", area="Messaging")
    rows = [StatementFactory(program=program, feature=feature, number=n, text=f"Text {n}") for n in (1, 2, 3)]
    StatementFactory(program=program, feature=feature, number=4, text="Limit", state="LIMITATION")
    milestone = MilestoneFactory(program=program, number=1)
    hidden = MilestoneFactory(program=program, number=2, is_internal=True)
    first = DeliverableFactory(program=program, milestone=milestone, number=1)
    second = DeliverableFactory(program=program, milestone=hidden, number=2)
    dropped = DeliverableFactory(program=program, milestone=milestone, number=3, status="DROPPED")
    for row, statement in ((first, rows[1]), (first, rows[2]), (second, rows[2]), (dropped, rows[0])):
        PinFactory(program=program, deliverable=row, statement=statement)
    PinFactory(program=program, deliverable=first, statement=rows[1], scope="S2")
    return feature


def codes(client, query=""):
    html = client.get(f"/kit/statements/?{query}").content.decode()
    return re.findall(r'data-l="No\." class="key">(\w+)<', html)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["F1", "F2", "F3", "F4"]),
        ("promised=nobody", ["F1"]),
        ("promised=once", ["F2"]),
        ("promised=twice", ["F3"]),
        ("milestone=M-1", ["F2", "F3"]),
        ("milestone=x", []),
        ("feature=store&state=LIMITATION", ["F4"]),
        ("q=f3", ["F3"]),
        ("q=text 2", ["F2"]),
        ("sort=-promised-by", ["F3", "F2", "F1", "F4"]),
    ],
)
def test_each_filter_finds_its_rows(client, program, world, query, found):
    client.force_login(member_of(program, Role.MEMBER))

    assert codes(client, query) == found


def test_the_file_names_who_promises(client, program, world):
    client.force_login(member_of(program, Role.MEMBER))

    lines = list(csv.DictReader(client.get("/kit/statements/?format=csv").content.decode().splitlines()))

    assert [(line["no."], line["promised by"], line["deliverables"]) for line in lines] == [
        ("F1", "nobody", "0"), ("F2", "D-1", "1"), ("F3", "D-1, D-2", "2"), ("F4", "", "0")
    ]  # fmt: skip


def test_the_public_sees_how_many_promise_but_no_internal_key(client, program, world):
    with computing():
        Program.objects.filter(pk=program.pk).update(is_public=True)

    text = " ".join(re.sub(r"<[^>]+>", " ", client.get("/kit/statements/").content.decode()).split())

    assert ("D-1 and 1 more" in text, "D-2" in text) == (True, False)
    assert codes(client, "milestone=M-2") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_the_same_for_one_and_for_three_rows(client, program, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        statement = StatementFactory(program=program, number=number)
        PinFactory(program=program, statement=statement)
    client.force_login(member_of(program, Role.MEMBER))
    client.get("/kit/statements/")

    with django_assert_num_queries(QUERIES):
        client.get("/kit/statements/")


def test_strangers_find_nothing(client, program):
    client.force_login(UserFactory())

    assert client.get("/kit/statements/").status_code == 404
