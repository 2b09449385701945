"""What was deleted stands in one list, with the way back."""

from datetime import timedelta

import pytest

from milestones.models import Deliverable
from milestones.services import deliverable as deliverables
from milestones.services import removal
from pm.models import Change
from pm.permissions import Role
from pm.services import watch
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
QUERIES = 12
URL = "/kit/deleted/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def lead(client, program):
    person = member_of(program, Role.LEAD)
    client.force_login(person)
    return person


def gone(program, who, count):
    """So many deliverables with two criteria, made and deleted, each a minute after the other."""
    milestone = MilestoneFactory(program=program)
    for place in range(count):
        by = actor(who, moment=NOW + timedelta(minutes=place))
        row = deliverables.create(
            program=program, milestone=milestone, title=f"Lamp {place}", criteria=["Lit", "Warm"], actor=by
        )
        removal.delete(row=row, actor=by, why="Not needed.")
    return row


def test_what_was_deleted_is_listed_once_and_restored_from_there(client, program, lead):
    row = gone(program, lead, 1)
    for verb in (watch.watch, watch.unwatch):
        verb(program=program, subject="M-1", user=lead, actor=actor(lead))

    listed = client.get(URL).content.decode()
    file = b"".join(client.get(f"{URL}?format=csv")).decode()
    died = Change.objects.get(kind="DELETE", noun="milestones.deliverable")
    back = client.post(f"/kit/history/{died.pk}/undo/", headers={"referer": f"http://testserver{URL}"})
    after = client.get(URL).content.decode()

    assert f'<a href="/kit/history/?key={row.key}">{row.key} Lamp 0</a>' in listed
    assert ("1 deletion<" in listed, "Not needed." in listed, "Lit" in listed) == (True, True, False)
    assert f'action="/kit/history/{died.pk}/undo/"' in listed
    assert f"{row.key} Lamp 0,deliverable," in file
    assert f"Undone. Restored {row.key} Lamp 0." in after
    assert (back.url, Deliverable.objects.get().criteria.count()) == (URL, 2)
    assert (f"restored by {lead.name}" in after, "Restore</button>" in after) == (True, False)


def test_what_an_undo_took_away_shows_only_when_asked_for_and_filters_stand_in_the_address(
    client, program, lead
):
    kept = gone(program, lead, 1)
    TrackFactory(program=program)
    made = client.post("/kit/quick/milestone/", {"titles": "Beacon"}, follow=True)
    born = Change.objects.filter(kind="CREATE", noun="milestones.milestone").latest("pk")
    client.post(f"/kit/history/{born.pk}/undo/")

    plain, asked, milestones, nobody = (
        client.get(f"{URL}{query}").content.decode()
        for query in ("", "?undone=on", "?undone=on&noun=milestone", "?until=2001-01-01")
    )

    assert "Beacon" in made.content.decode()
    assert ("Beacon" in plain, "Beacon" in asked, "Beacon" in milestones) == (False, True, True)
    assert (kept.key in plain, kept.key in asked, f">{kept.key} Lamp" in milestones) == (True, True, False)
    assert "No deletion matches the filters" in nobody


def test_a_reader_sees_the_list_without_the_way_back(client, program, lead):
    gone(program, lead, 1)
    client.force_login(member_of(program, Role.STAKEHOLDER))

    html = client.get(URL).content.decode()

    assert ("Lamp 0" in html, "Restore</button>" in html) == (True, False)
    assert 'href="/kit/deleted/"' in client.get("/kit/history/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_row_as_for_three(
    client, program, lead, count, django_assert_num_queries
):
    gone(program, lead, count)

    with django_assert_num_queries(QUERIES):
        client.get(URL)
