from datetime import date

import pytest

from pm.models import Holiday
from pm.permissions import Role
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.settings import HolidayFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


def test_the_calendar_lists_its_days_at_the_same_cost(client, program, django_assert_num_queries):
    client.get("/kit/settings/calendar/")
    HolidayFactory(program=program, on=date(2026, 12, 25), name="Christmas")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/settings/calendar/")
    HolidayFactory(program=program, on=date(2026, 1, 1), name="New Year")
    HolidayFactory(program=program)
    HolidayFactory(name="Theirs")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/kit/settings/calendar/").content.decode()

    assert html.index("Thursday 1 Jan 2026") < html.index("Friday 25 Dec 2026")
    assert "Monday, Tuesday, Wednesday, Thursday, Friday" in html
    assert "Theirs" not in html


def test_a_day_is_added_and_removed(client, program):
    added = client.post("/kit/settings/calendar/new/", {"on": "25 Dec 2026", "name": "Christmas"})
    again = client.post("/kit/settings/calendar/new/", {"on": "25 Dec 2026", "name": "Twice"})
    row = Holiday.objects.get()
    theirs = HolidayFactory()
    foreign = client.post(f"/kit/settings/calendar/{theirs.pk}/remove/")
    client.post(f"/kit/settings/calendar/{row.pk}/remove/")

    assert (added.status_code, again.status_code, foreign.status_code) == (302, 422, 404)
    assert "2026-12-25 is a free day already." in again.content.decode()
    assert list(Holiday.objects.all()) == [theirs]


def test_a_list_is_pasted_and_kept_when_a_line_is_wrong(client, program):
    url = "/kit/settings/calendar/paste/"
    wrong = client.post(url, {"lines": "2026-12-25 Christmas\nBoxing Day"})
    empty = client.post(url, {"lines": " \n"})
    client.post(url, {"lines": "2026-12-25 Christmas"})
    right = client.post(url, {"lines": "2026-12-25 Christmas\n2026-12-26 Boxing Day"}, follow=True)

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "Line 2: “Boxing Day” does not begin with a day." in wrong.content.decode()
    assert "2026-12-25 Christmas" in wrong.content.decode()
    assert "Added 1 free day; 1 of the list stood there already." in right.content.decode()
    assert [row.name for row in Holiday.objects.order_by("on")] == ["Christmas", "Boxing Day"]
