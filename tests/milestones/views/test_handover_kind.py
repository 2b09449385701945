import pytest

from milestones.models import HandoverKind
from pm.permissions import Role
from tests.factories.delivery import HandoverKindFactory, HandoverKindItemFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
URL = "/kit/settings/handovers/"
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


def test_contracts_are_listed_at_the_same_cost(client, program, django_assert_num_queries):
    client.get(URL)
    HandoverKindItemFactory(kind=HandoverKindFactory(program=program, name="First"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(URL)
    HandoverKindFactory(program=program, name="Second", is_archived=True)
    HandoverKindFactory(program=program, name="Third")
    HandoverKindFactory(name="Theirs")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(URL).content.decode()

    assert html.index("First") < html.index("Third") < html.index("Second")
    assert "Theirs" not in html


def test_a_contract_is_written_with_its_lists_and_put_away(client, program):
    typed = {"name": "Docs → DevRel", "giver_kind": "DOCS", "receiver_kind": "DEVREL", "rank": "1"}
    lists = {"give": "The guide\n\n The tour ", "accept": "It is read"}
    added = client.post(f"{URL}new/", {**typed, **lists})
    again = client.post(f"{URL}new/", {**typed, **lists})
    kind = HandoverKind.objects.get()
    detail = f"{URL}{kind.pk}/"
    page = client.get(detail).content.decode()
    base = {f"base_{name}": value for name, value in typed.items()}
    client.post(f"{detail}edit/", {**typed, **base, "receiver_kind": "QA"})
    client.post(f"{detail}archive/")
    kind.refresh_from_db()
    archived = kind.is_archived
    client.post(f"{detail}restore/")

    kind.refresh_from_db()
    assert (added.status_code, added["Location"], again.status_code) == (302, detail, 422)
    assert page.index("The guide") < page.index("The tour") < page.index("It is read")
    assert (kind.receiver_kind, archived, kind.is_archived) == ("QA", True, False)


def test_its_lines_are_added_reworded_and_taken_out(client, program):
    kind = HandoverKindFactory(program=program)
    other = HandoverKindItemFactory(kind=HandoverKindFactory(program=program))
    detail = f"{URL}{kind.pk}/"
    client.post(f"{detail}lines/new/", {"side": "GIVE", "text": "The code"})
    line = kind.items.get()
    seen = {"side": "GIVE", "text": "The code", "rank": "0"}
    base = {f"base_{name}": value for name, value in seen.items()}
    empty = client.post(f"{detail}lines/{line.pk}/edit/", {**seen, **base, "text": " "})
    client.post(f"{detail}lines/{line.pk}/edit/", {**seen, **base, "side": "ACCEPT", "text": "The tests"})
    reworded = (kind.items.get().side, kind.items.get().text)
    wrong = client.post(f"{detail}lines/{other.pk}/remove/")
    client.post(f"{detail}lines/{line.pk}/remove/")

    assert (empty.status_code, wrong.status_code) == (422, 404)
    assert reworded == ("ACCEPT", "The tests")
    assert not kind.items.exists()
