"""The line at the end of a list: one title at once, a list after a look."""

import re
from datetime import date

import pytest

from milestones.models import Deliverable, Milestone, Risk, Task
from pm.models import ChangeSet
from pm.permissions import Role
from tests.factories.delivery import TaskFactory, TaskKindFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


@pytest.fixture
def work(program):
    track = TrackFactory(program=program, slug="reliable")
    due = date(2026, 5, 1)
    milestone = MilestoneFactory(
        program=program, track=track, number=90, target_from_on=due, target_to_on=due
    )
    return DeliverableFactory(program=program, milestone=milestone, number=90, title="Old lamp")


def add(client, noun, titles, headers=None, **more):
    return client.post(f"/kit/quick/{noun}/", {"titles": titles, **more}, headers=headers)


def test_one_title_is_added_at_once_and_returns_to_its_list(client, program, work):
    kind = TaskKindFactory(program=program)
    answers = [
        add(client, noun, "A lamp", at=at, next="/kit/x/")
        for noun, at in (
            ("idea", "reliable"), ("deliverable", "M-90"), ("task", "D-90"),
            ("task", str(kind.pk)), ("risk", ""), ("risk", "M-90"),
        )
    ]  # fmt: skip

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, "/kit/x/")}
    add(client, "milestone", "Another lamp", at="reliable")
    made = Milestone.objects.filter(title__endswith="lamp").order_by("number")
    assert [row.status for row in made] == ["IDEA", "PROPOSED"]
    assert Deliverable.objects.get(title="A lamp").milestone == work.milestone
    assert list(Task.objects.order_by("number").values_list("deliverable", "kind")) == [
        (work.pk, None), (None, kind.pk),
    ]  # fmt: skip
    assert list(Risk.objects.order_by("number").values_list("milestone", flat=True)) == [
        None, work.milestone_id,
    ]  # fmt: skip


def test_a_list_is_shown_first_then_made_as_one_change_set(client, work):
    shown = add(client, "deliverable", "- One\n- old LAMP\n- Two", at="M-90")
    html = shown.content.decode()
    assert (shown.status_code, Deliverable.objects.count()) == (200, 1)
    assert "3 lines: 2 to add, 1 to look at." in html
    assert "There is D-90 of that title already." in html

    sent = {"confirmed": "1", "at": "M-90", "title": ["O\x00ne", "Mended lamp", "Two"], "take": ["0", "1"]}
    client.post("/kit/quick/deliverable/", sent)

    made = Deliverable.objects.exclude(number=90).order_by("number")
    assert [row.title for row in made] == ["One", "Mended lamp"]
    assert ChangeSet.objects.get().title == "Added 2 deliverables"


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, work):
    empty = add(client, "task", " \n ", at="D-90")
    long = add(client, "task", "x" * 201, at="D-90")
    none = client.post("/kit/quick/task/", {"confirmed": "1", "at": "D-90", "title": ["One"]})

    assert [one.status_code for one in (empty, long, none)] == [422, 422, 422]
    assert "Write a title, or paste a list" in empty.content.decode()
    assert "x" * 201 in long.content.decode()
    assert "Tick what is to be added." in none.content.decode()
    assert not Task.objects.exists()


def test_for_htmx_a_list_lands_beside_its_line(client, work):
    answer = add(client, "task", "One\nTwo", HTMX, at="D-90", place="quick-task", target="tasks")

    assert answer.headers["HX-Retarget"] == "#quick-task-answer"
    assert 'data-quick-list="quick-task"' in answer.content.decode()


def test_who_may_not_is_refused_and_a_lead_adds_for_their_own_subteam(client, program, work):
    team = SubteamFactory(program=program)
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, team))
    add(client, "deliverable", "Ours", at="M-90")
    refused = add(client, "milestone", "Not ours", at="reliable")
    client.force_login(member_of(program, Role.STAKEHOLDER))
    asked = [add(client, noun, "No", at=at) for noun, at in (("deliverable", "M-90"), ("task", "D-90"))]

    assert Deliverable.objects.get(title="Ours").accountable == team
    assert [one.status_code for one in (refused, *asked)] == [403, 403, 403]
    nowhere = (("idea", "x"), ("task", "x"), ("no", ""))
    assert [add(client, noun, "No", at=at).status_code for noun, at in nowhere] == [404, 404, 404]


def test_each_group_of_a_list_leads_to_its_own_line(client, program, work):
    kind = TaskKindFactory(program=program, name="Test")
    for own in ({"deliverable": work}, {"kind": kind}):
        TaskFactory(program=program, **own)
    pages = {
        "roadmap/?view=table": "milestone:reliable",
        "roadmap/?view=table&group=none": "",
        "roadmap/?view=timeline&from=2026-01-01": "milestone:reliable",
        "deliverables/?by=milestone": "deliverable:M-90",
        "deliverables/?by=status": "",
        "tasks/?by=deliverable": "task:D-90",
        "tasks/?by=kind": f"task:{kind.pk}",
    }

    found = {}
    for page in pages:
        html = client.get(f"/kit/{page}").content.decode()
        links = re.findall(r'href="/kit/quick/(\w+)/\?at=([^&"]+)&amp;next=%2Fkit', html)
        found[page] = ":".join(next(iter(links), ()))
        assert all(f'id="quick-{noun}"' in html for noun, _ in links)
    there = client.get("/kit/quick/deliverable/?at=M-90").content.decode()
    client.force_login(member_of(program, Role.STAKEHOLDER))

    assert found == pages
    assert f"<h1>Add deliverables to M-90 {work.milestone.title}</h1>" in there
    assert not any("data-quick" in client.get(f"/kit/{page}").content.decode() for page in pages)
