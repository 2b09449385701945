"""Putting a list in order, with and without a script."""

import pytest

from milestones.models import Deliverable
from pm.permissions import Role
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def rows(program):
    milestone = MilestoneFactory(program=program, number=1)
    return [DeliverableFactory(program=program, milestone=milestone, number=n, rank=n) for n in (1, 2, 3)]


def order():
    return list(Deliverable.objects.order_by("rank").values_list("number", flat=True))


def test_a_number_or_a_button_moves_a_row(client, program, rows):
    client.force_login(member_of(program))
    url = f"/kit/order/deliverable/{rows[2].pk}/"
    page = client.get("/kit/milestones/M-1/").content.decode()

    first = client.post(url, {"to": "1", "next": "/kit/milestones/M-1/"})
    after_number = order()
    client.post(url, {"to": "1", "was": "1", "by": "down"})
    after_button = order()
    quiet = client.post(url, {"to": "3"}, headers={"HX-Request": "true"})

    assert page.count("data-rank=") == 3
    assert (first.status_code, first.headers["Location"]) == (302, "/kit/milestones/M-1/")
    assert (after_number, after_button, order()) == ([3, 1, 2], [1, 3, 2], [1, 2, 3])
    assert (quiet.status_code, "D-3 is at place 3 of 3." in quiet.content.decode()) == (200, True)


def test_a_place_that_is_none_is_said_and_strangers_are_refused(client, program, rows):
    client.force_login(member_of(program))
    url = f"/kit/order/deliverable/{rows[0].pk}/"
    wrong = client.post(url, {"to": "first"}, headers={"HX-Request": "true"})
    none = client.post(f"/kit/order/lamp/{rows[0].pk}/", {"to": "1"})
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, SubteamFactory(program=program)))
    refused = client.post(url, {"to": "2"})

    assert (wrong.status_code, none.status_code, refused.status_code) == (422, 404, 403)
    assert "A place is a whole number from 1 to 3. Write one." in wrong.content.decode()
