"""The roadmap on paper: what its sheets say, and at which cost."""

import re
from datetime import timedelta

import pytest

from tests.factories.actors import NOW
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db

TODAY, QUERIES = NOW.date(), 10


@pytest.fixture
def program(client):
    made = ProgramFactory(slug="kit", name="Kittiwake")
    client.force_login(member_of(made))
    return made


def due(program, **fields):
    day = TODAY + timedelta(days=20)
    usual = {
        "status": "PROPOSED",
        "target_from_on": day,
        "target_to_on": day,
        "owner": UserFactory(name="Ada Quill"),
    }
    return MilestoneFactory(program=program, **{**usual, **fields})


def words(response):
    html = re.search(r'<section class="sheet.*</section>', response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html[0]).split()) if html else ""


def test_a_sheet_says_filters_state_and_targets_in_words(client, program):
    track = TrackFactory(program=program, name="Store", slug="store")
    due(
        program,
        track=track,
        number=1,
        title="First",
        health="LATE",
        first_target_on=TODAY - timedelta(days=22),
    )
    due(program, track=track, number=2, title="Loose", target_from_on=None, target_to_on=None)
    due(program, number=3, title="Elsewhere")

    said = words(client.get("/kit/roadmap/print/?track=store"))

    assert "Kittiwake: roadmap 2 milestones. Track: Store. By track. January 2026 to September 2026." in said
    assert "Printed Monday 2 Mar 2026." in said
    assert "Store M-1 First Ada Quill Late 22 Mar, +42 d" in said
    assert "M-2 Loose Ada Quill Unknown no target" in said
    assert "Elsewhere" not in said
    assert words(client.get("/kit/roadmap/print/?q=nothing")) == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_the_same_for_one_and_for_three_rows(client, program, rows, django_assert_num_queries):
    for _ in range(rows):
        due(program)
    client.get("/kit/roadmap/print/")  # the session is written once a day

    with django_assert_num_queries(QUERIES):
        client.get("/kit/roadmap/print/")
