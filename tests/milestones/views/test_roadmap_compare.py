"""Two days of the plan side by side: what the page and the file say, to whom, at which cost."""

import csv
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from milestones.models import Milestone
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from milestones.services import target as targets
from pm.models import Change
from pm.permissions import Role
from pm.queries.undo import deed_of
from pm.services.history import recording
from pm.services.undo import undo
from tests.factories.actors import NOW, actor
from tests.factories.milestones import TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db

TODAY, QUERIES = NOW.date(), 17
PAGE = "/kit/roadmap/compare/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", created_at=NOW, is_public=True)


def now():
    return actor(moment=timezone.now())


def plan(program, clock, count=1):
    """On Monday committed milestones; on Wednesday they move, grow and are handed on."""
    track, team = TrackFactory(program=program, name="Store", slug="store"), SubteamFactory(program=program)
    due = TODAY + timedelta(days=20)
    rows = [
        milestones.create(program=program, track=track, title=f"Store {n}", status="PROPOSED", actor=now(),
                          target_from_on=due, target_to_on=due)
        for n in range(count)
    ]  # fmt: skip
    for row in rows:
        with recording(now(), program) as record:
            record.update(
                record.lock(row), {"status": "COMMITTED", "committed_on": TODAY, "first_target_on": due}
            )
    clock.shift(timedelta(days=2))
    later, owner = due + timedelta(days=42), member_of(program)
    for row in rows:
        targets.move(milestone=row, start=later, end=later, text="", reason_class="SCOPE",
                     reason="More to do.", actor=now())  # fmt: skip
        milestones.edit(milestone=row, changes={"owner": owner}, actor=now())
        deliverables.create(program=program, milestone=row, title="Node", accountable=team, actor=now())


def words(response):
    html = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_page_tells_what_moved_why_and_who_took_it_to_the_people_of_the_program(client, program, clock):
    plan(program, clock)

    outside = client.get(PAGE).status_code
    client.force_login(member_of(program, Role.STAKEHOLDER))
    said = words(client.get(PAGE))

    assert "From the end of Monday 2 Mar 2026 to the end of Wednesday 4 Mar 2026: 1 milestone changed" in said
    assert "Moved 22 Mar → 3 May, +42 d Scope: More to do." in said
    assert "Re-owned none → " in said
    assert "Scope D-1 Node: added" in said
    assert outside == 302


def test_a_move_that_was_undone_gives_no_reason(client, program, clock):
    plan(program, clock)
    later = TODAY + timedelta(days=90)
    clock.shift(timedelta(minutes=1))
    row = Milestone.objects.get(number=1)
    targets.move(milestone=row, start=later, end=later, text="", reason_class="PRIORITY",
                 reason="Season begins later.", actor=now())  # fmt: skip
    newest = Change.objects.filter(noun="milestones.targetrevision").latest("pk")
    undo(deed=deed_of(program, newest.pk), actor=now())
    client.force_login(member_of(program))

    said = words(client.get(PAGE))

    assert "Moved 22 Mar → 3 May, +42 d Scope: More to do. Re-owned" in said


def test_file_has_a_line_a_change_and_only_the_track_asked_for(client, program, clock):
    plan(program, clock)
    client.force_login(member_of(program))

    answer = client.get(PAGE, {"format": "csv", "track": "store", "from": TODAY.isoformat()})
    other = client.get(PAGE, {"track": TrackFactory(program=program, slug="else").slug})

    lines = list(csv.reader(answer.content.decode().splitlines()))
    assert lines[1] == [
        "M-1", "Store 0", "Store", "Moved", "target", "22 Mar", "3 May", "42", "Scope: More to do.",
    ]  # fmt: skip
    assert [line[3] for line in lines[1:]] == ["Moved", "Re-owned", "Scope"]
    assert "Nothing in the plan changed" in words(other)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "2026-03-04", "to": "2026-03-02"}, "It lies after the second day. Choose an earlier one."),
        ({"to": "2027-01-01"}, "Friday 1 Jan 2027 is still to come. Choose a day up to today."),
        (
            {"from": "2020-01-01"},
            "Nothing is recorded of Wednesday 1 Jan 2020. Choose a day since Monday 2 Mar 2026.",
        ),
        ({"from": "soon"}, "Enter a valid date."),
    ],
)
def test_days_that_cannot_be_compared_say_so_beside_their_field(client, program, clock, asked, sentence):
    clock.shift(timedelta(days=2))
    client.force_login(member_of(program))

    response = client.get(PAGE, asked)

    assert response.status_code == 422
    assert sentence in words(response)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_are_the_same_for_one_and_for_three(client, program, clock, count, django_assert_num_queries):
    plan(program, clock, count)
    client.force_login(member_of(program))
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
