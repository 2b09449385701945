import pytest

from pm.models import Period
from pm.permissions import Role
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.structure import PeriodFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def test_the_next_half_year_is_offered_and_opened(client, program):
    PeriodFactory(program=program, code="2026H1")
    page = client.get("/kit/periods/new/").content.decode()
    client.post("/kit/periods/new/", {"code": " 2026 h2 ", "goal": "Boats."})
    again = client.post("/kit/periods/new/", {"code": "2026H2"})

    assert 'value="2026H2"' in page
    assert list(Period.objects.order_by("code").values_list("code", "goal")) == [
        ("2026H1", ""),
        ("2026H2", "Boats."),
    ]
    assert again.status_code == 422
    assert "There is a period 2026H2 already." in again.content.decode()


def test_a_period_is_closed(client, program):
    PeriodFactory(program=program, code="2026H1", goal="Boats.")
    typed = {"goal": "Boats.", "base_goal": "Boats.", "is_closed": "on", "base_is_closed": ""}

    response = client.post("/kit/periods/2026H1/edit/", typed)

    assert (response.status_code, Period.objects.get().is_closed) == (302, True)


def test_the_list_shows_the_newest_first_at_the_same_cost(client, program, django_assert_num_queries):
    PeriodFactory(program=program, code="2026H1")
    client.get("/kit/periods/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/periods/")
    PeriodFactory(program=program, code="2025H2")
    PeriodFactory(program=program, code="2026H2")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/kit/periods/").content.decode()

    assert html.index("2026H2") < html.index("2026H1") < html.index("2025H2")
