"""Tasks in the browser: the list, one task, its forms, its steps."""

import re

import pytest

from milestones.models import Task
from pm.permissions import Role
from tests.factories.delivery import TaskCriterionFactory, TaskFactory, TaskKindFactory, TaskKindItemFactory
from tests.factories.milestones import DeliverableFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 10
PAGE_QUERIES = 11
HTMX = {"HX-Request": "true"}


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="clients", name="Clients")


@pytest.fixture
def deliverable(program, team):
    return DeliverableFactory(program=program, accountable=team, number=9103, title="Fetch and resume")


@pytest.fixture
def member(client, program, team):
    person = member_of(program, Role.MEMBER, team)
    client.force_login(person)
    return person


def shown(client, query=""):
    """The titles that the list shows."""
    body = client.get(f"/kit/tasks/{query}").content.decode()
    return set(re.findall(r">(T\d)</a>", body.replace("Task ", "T")))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count_does_not_grow(client, deliverable, member, rows, django_assert_num_queries):
    kind = TaskKindFactory(program=deliverable.program)
    for _ in range(rows):
        TaskFactory(program=kind.program, deliverable=deliverable, kind=kind, assignee=member)
    client.get("/kit/tasks/")

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/kit/tasks/")

    assert response.content.decode().count('<tr role="row"') == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_page_query_count_does_not_grow(client, deliverable, member, rows, django_assert_num_queries):
    row = TaskFactory(program=deliverable.program, deliverable=deliverable, number=4)
    for _ in range(rows):
        TaskCriterionFactory(task=row)
    client.get("/kit/tasks/T-4/")

    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/kit/tasks/T-4/")


def test_list_shows_mine_my_subteams_and_orphans_open_ones_only(client, program, deliverable, team, member):
    kind = TaskKindFactory(program=program)
    own = {"program": program}
    TaskFactory(**own, number=1, title="T1", deliverable=deliverable, assignee=member)
    TaskFactory(**own, number=2, title="T2", deliverable=deliverable)
    TaskFactory(**own, number=3, title="T3", deliverable=None, kind=kind, subteam=team)
    TaskFactory(**own, number=4, title="T4", deliverable=None, kind=kind)
    TaskFactory(**own, number=5, title="T5", deliverable=deliverable, status="DROPPED")

    assert shown(client) == {"T1", "T2", "T3", "T4"}
    assert shown(client, "?whose=mine") == {"T1"}
    assert shown(client, "?whose=team") == {"T1", "T2", "T3"}
    assert shown(client, "?whose=nobody") == {"T2", "T4"}
    assert shown(client, "?place=orphans") == {"T3", "T4"}
    assert shown(client, "?subteam=clients&place=in") == {"T1", "T2"}
    assert shown(client, "?deliverable=d-9103&status=DROPPED") == {"T5"}
    assert shown(client, "?q=T-4") == {"T4"}
    csv = client.get("/kit/tasks/?format=csv").content.decode()
    assert csv.splitlines()[0].lstrip("\ufeff").startswith("key,task,deliverable,kind,assignee,subteam")


def test_an_orphan_is_made_with_its_kind_and_keeps_what_was_typed_when_it_lacks_one(client, program, member):
    kind = TaskKindFactory(program=program, name="Bug")
    TaskKindItemFactory(kind=kind, text="It is reproduced.")
    typed = {"title": "Crash", "criteria": "It holds.\n", "planned_week": "2026-w12"}

    refused = client.post("/kit/tasks/new/", typed)
    made = client.post("/kit/tasks/new/", {**typed, "kind": kind.pk})

    assert (refused.status_code, made.status_code, made["Location"]) == (422, 302, "/kit/tasks/T-1/")
    assert 'value="Crash"' in refused.content.decode()
    assert "A task outside any deliverable has a kind" in refused.content.decode()
    row = Task.objects.get()
    assert (row.planned_week, row.kind) == ("2026-W12", kind)
    assert list(row.criteria.order_by("rank").values_list("text", flat=True)) == [
        "It is reproduced.",
        "It holds.",
    ]


def test_a_task_of_a_deliverable_goes_back_to_it(client, deliverable, member):
    response = client.get("/kit/tasks/new/?deliverable=D-9103")
    made = client.post("/kit/tasks/new/?deliverable=D-9103", {"title": "Write", "deliverable": "D-9103"})

    assert 'value="D-9103"' in response.content.decode()
    assert made["Location"] == "/kit/deliverables/D-9103/"
    page = client.get("/kit/deliverables/D-9103/").content.decode()
    assert '<a class="link" href="/kit/tasks/T-1/">T-1</a> Write' in page
    assert "0 of 1 done" in page


def test_a_test_asks_what_caused_it_and_moves_there(client, program, deliverable, member):
    kind = TaskKindFactory(program=program, asks_cause=True)
    row = TaskFactory(program=program, deliverable=None, kind=kind, number=4)
    assert "belongs to the deliverable that caused it" in client.get("/kit/tasks/T-4/").content.decode()

    response = client.post("/kit/tasks/T-4/cause/", {"caused_by": "D-9103"}, headers=HTMX)

    assert (response.status_code, response["HX-Redirect"]) == (200, "/kit/tasks/T-4/")
    row.refresh_from_db()
    assert (row.deliverable, row.caused_by) == (deliverable, deliverable)


def test_it_is_done_once_its_criteria_hold(client, program, deliverable, member):
    row = TaskFactory(program=program, deliverable=deliverable, number=4)
    one = TaskCriterionFactory(task=row, text="It holds.")
    step = {"to": "DONE", "base_to": "OPEN"}

    refused = client.post("/kit/tasks/T-4/step/", step)
    client.post(f"/kit/tasks/T-4/criteria/{one.pk}/", {"answer": "met"})
    done = client.post("/kit/tasks/T-4/step/", step)
    stale = client.post("/kit/tasks/T-4/step/", {**step, "to": "DROPPED", "reason": "No."})

    assert [one.status_code for one in (refused, done, stale)] == [422, 302, 409]
    assert "“It holds.” is not met" in refused.content.decode()
    row.refresh_from_db()
    assert row.status == "DONE"


def test_a_criterion_is_added_and_removed_and_the_task_edited_and_moved(client, program, deliverable, member):
    row = TaskFactory(program=program, deliverable=deliverable, number=4, title="Write")
    bug = TaskKindFactory(program=program, name="Bug")
    client.post("/kit/tasks/T-4/criteria/new/", {"text": "It holds."})
    client.post(f"/kit/tasks/T-4/criteria/{row.criteria.get().pk}/", {"answer": "remove"})
    body = client.get("/kit/tasks/T-4/edit/").content.decode()
    bases = dict(re.findall(r'<input type="hidden" name="(base_\w+)" value="([^"]*)">', body))
    edited = client.post("/kit/tasks/T-4/edit/", {**bases, "title": "Write it down"})
    moved = client.post(
        "/kit/tasks/T-4/move/",
        {"base_deliverable": deliverable.pk, "base_kind": "", "deliverable": "", "kind": bug.pk},
    )

    row.refresh_from_db()
    assert (edited.status_code, moved.status_code, row.criteria.count()) == (302, 302, 0)
    assert (row.title, row.deliverable, row.kind) == ("Write it down", None, bug)
