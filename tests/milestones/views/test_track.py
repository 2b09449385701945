"""Tracks: the smallest noun of the plain form and the register, so it proves both."""

import re

import pytest

from milestones.models import Track
from milestones.services import track as tracks
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LIST_QUERIES = 8


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture
def row(program):
    return TrackFactory(program=program, slug="core", name="Core", description="Below everything.", rank=1)


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def posted(row, **typed):
    """What the edit form posts when nobody types."""
    seen = {"name": row.name, "description": row.description, "rank": row.rank}
    return {**seen, **{f"base_{name}": value for name, value in seen.items()}, **typed}


def test_a_track_is_created_with_a_short_name_made_from_its_name(client, program):
    shown = client.get("/kit/tracks/new/")
    response = client.post("/kit/tracks/new/", {"name": "Far Harbours", "slug": "", "rank": "2"}, follow=True)

    html = response.content.decode()
    assert shown.status_code == 200
    assert response.redirect_chain == [("/kit/tracks/", 302)]
    assert list(Track.objects.values_list("slug", "name", "rank")) == [("far-harbours", "Far Harbours", 2)]
    assert "Added the track Far Harbours." in html


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client, row, headers):
    typed = {"name": "Other", "slug": "core", "description": "Kept\r\nas typed.", "rank": "5000"}
    invalid = client.post("/kit/tracks/new/", typed, headers=headers)
    refused = client.post("/kit/tracks/new/", typed | {"rank": "1"}, headers=headers)

    first, second = invalid.content.decode(), refused.content.decode()
    assert (invalid.status_code, refused.status_code) == (422, 422)
    assert '<a href="#id_rank">Place</a>: At most 999.' in first
    assert "Kept\r\nas typed." in first
    assert '<a href="#id_slug">Short name</a>: There is a track “core” already.' in second
    assert 'aria-describedby="id_slug_helptext id_slug_error"' in second
    assert ("<html" in first) is (not headers)


def test_an_edit_writes_only_what_was_changed(client, row):
    response = client.post(
        "/kit/tracks/core/edit/", posted(row, description="Below everything.\r\n", rank="3")
    )

    row.refresh_from_db()
    assert response.status_code == 302
    assert (row.description, row.rank) == ("Below everything.", 3)


def test_htmx_goes_on_by_a_header(client, row):
    response = client.post("/kit/tracks/core/edit/", posted(row, rank="3"), headers=HTMX)

    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/kit/tracks/")


def test_what_is_missing_is_said_once_and_in_words(client):
    html = client.post("/kit/tracks/new/", {"name": " ", "slug": "", "rank": "1"}).content.decode()

    assert html.count('<a href="#id_') == 1
    assert '<a href="#id_name">Name</a>: Name is missing.' in html


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_edit_shows_base_theirs_and_mine_and_either_can_win(client, row, headers):
    before = posted(row)
    tracks.edit(track=row, changes={"name": "Keel"}, actor=actor(UserFactory(name="Cleo Fenn")))

    stale = client.post(
        "/kit/tracks/core/edit/", before | {"name": "Hull", "description": "Mine."}, headers=headers
    )
    html = stale.content.decode()
    row.refresh_from_db()
    assert (stale.status_code, row.name, row.description) == (409, "Keel", "Below everything.")
    assert "Cleo Fenn changed this while you were editing" in html
    assert all(text in html for text in ('<dd class="ink2">Core</dd>', "<ins>Keel</ins>", "<ins>Hull</ins>"))
    assert '<input type="hidden" name="base_name" value="Keel">' in html
    assert 'value="Hull"' in html
    assert "Mine." in html

    again = before | {"name": "Hull", "base_name": "Keel", "description": "Mine."}
    client.post("/kit/tracks/core/edit/", again | {"keep_name": "theirs"}, headers=headers)
    row.refresh_from_db()
    assert (row.name, row.description) == ("Keel", "Mine.")
    client.post("/kit/tracks/core/edit/", again | {"keep_name": "mine"}, headers=headers)
    row.refresh_from_db()
    assert row.name == "Hull"


def test_two_people_who_edit_different_fields_both_win(client, row):
    before = posted(row)
    tracks.edit(track=row, changes={"name": "Keel"}, actor=actor())

    response = client.post("/kit/tracks/core/edit/", before | {"rank": "9"})

    row.refresh_from_db()
    assert (response.status_code, row.name, row.rank) == (302, "Keel", 9)


def test_a_form_without_what_the_editor_saw_is_refused(client, row):
    response = client.post("/kit/tracks/core/edit/", {"name": "Hull", "rank": "1"})

    assert response.status_code == 422
    assert "This form does not say what it was opened with." in response.content.decode()


def test_a_track_with_an_open_idea_is_not_archived(client, program, row):
    MilestoneFactory(program=program, track=row, status="IDEA")

    refused = client.post("/kit/tracks/core/archive/")

    assert refused.status_code == 409
    assert "Core holds 1 open milestone or idea." in refused.content.decode()


def test_an_archived_track_is_listed_when_asked_for_and_comes_back(client, row):
    client.post("/kit/tracks/core/archive/")
    hidden, shown = client.get("/kit/tracks/"), client.get("/kit/tracks/", {"archived": "true"})
    client.post("/kit/tracks/core/restore/")

    row.refresh_from_db()
    assert [">Core<" in page.content.decode() for page in (hidden, shown)] == [False, True]
    assert row.is_archived is False


def test_the_list_counts_and_costs_the_same_with_1_and_3_rows(
    client, program, row, django_assert_num_queries
):
    MilestoneFactory(program=program, track=row, status="IDEA")
    MilestoneFactory(program=program, track=row, status="PROPOSED")
    client.get("/kit/tracks/")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/kit/tracks/").content.decode()
    for number in (2, 3):
        TrackFactory(program=program, name=f"Track {number}")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/tracks/")

    assert re.search(r'href="/kit/roadmap/\?view=table&amp;track=[^"]*status=IDEA">1</a>', html)
    assert "1 track" in html


def test_the_file_holds_every_row_and_runs_nothing(client, program, row):
    TrackFactory(program=program, slug="sum", name="=SUM(A1)", description="@x", rank=0)

    response = client.get("/kit/tracks/", {"format": "csv", "q": ""})

    assert response.headers["Content-Disposition"] == 'attachment; filename="kit-tracks-2026-03-02.csv"'
    assert response.content.decode().splitlines() == [
        "track,about,open milestones,ideas,ended,archived",
        "'=SUM(A1),'@x,0,0,0,no",
        "Core,Below everything.,0,0,0,no",
    ]


def test_an_empty_list_says_what_to_do_and_no_result_is_no_emptiness(client, row):
    nothing = client.get("/kit/tracks/", {"q": "zzz"}).content.decode()
    client.post("/kit/tracks/core/archive/")
    empty = client.get("/kit/tracks/").content.decode()

    assert "No track matches the filters" in nothing
    assert "There are no tracks yet" in empty
    assert 'href="/kit/tracks/new/"' in empty


def test_a_reader_sees_the_list_without_verbs(client, program, row):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    assert "/kit/tracks/core/edit/" not in client.get("/kit/tracks/").content.decode()
    assert client.get("/kit/tracks/core/edit/").status_code == 403
