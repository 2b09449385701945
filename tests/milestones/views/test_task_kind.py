import pytest

from milestones.models import TaskKind
from pm.permissions import Role
from tests.factories.delivery import TaskKindFactory, TaskKindItemFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
URL = "/kit/settings/tasks/"
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


def test_kinds_are_listed_at_the_same_cost(client, program, django_assert_num_queries):
    client.get(URL)
    TaskKindItemFactory(kind=TaskKindFactory(program=program, name="First"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(URL)
    TaskKindFactory(program=program, name="Second", is_archived=True)
    TaskKindFactory(program=program, name="Third", asks_cause=True)
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(URL).content.decode()

    assert html.index("First") < html.index("Third") < html.index("Second")


def test_a_kind_is_written_with_its_checklist_and_put_away(client, program):
    added = client.post(f"{URL}new/", {"name": "Chore", "rank": "1", "lines": "It is swept\nIt is told"})
    again = client.post(f"{URL}new/", {"name": "Chore", "rank": "1"})
    kind = TaskKind.objects.get()
    detail = f"{URL}{kind.pk}/"
    base = {"base_name": "Chore", "base_rank": "1", "base_asks_cause": ""}
    client.post(f"{detail}edit/", {**base, "name": "Chore", "rank": "1", "asks_cause": "on"})
    page = client.get(detail).content.decode()
    client.post(f"{detail}archive/")
    kind.refresh_from_db()
    archived = kind.is_archived
    client.post(f"{detail}restore/")

    kind.refresh_from_db()
    assert (added["Location"], again.status_code) == (detail, 422)
    assert "It asks which deliverable caused it." in page
    assert page.index("It is swept") < page.index("It is told")
    assert (archived, kind.is_archived) == (True, False)


def test_its_lines_are_added_reworded_and_taken_out(client, program):
    kind = TaskKindFactory(program=program)
    detail = f"{URL}{kind.pk}/"
    client.post(f"{detail}lines/new/", {"text": "It is swept"})
    line = kind.items.get()
    base = {"base_text": "It is swept", "base_rank": "0"}
    client.post(f"{detail}lines/{line.pk}/edit/", {**base, "text": "It is clean", "rank": "0"})
    reworded = kind.items.get().text
    foreign = client.post(f"{URL}{TaskKindFactory().pk}/lines/{line.pk}/remove/")
    client.post(f"{detail}lines/{line.pk}/remove/")

    assert (reworded, foreign.status_code) == ("It is clean", 404)
    assert not kind.items.exists()
