"""The list of stakeholders and its form."""

import pytest

from milestones.models import Stakeholder
from pm.permissions import Role
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import CommunicationFactory, StakeholderFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 10


@pytest.fixture
def program(client):
    found = ProgramFactory(slug="kit")
    client.force_login(member_of(found, Role.MANAGER))
    return found


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_1_and_3(client, program, count, django_assert_num_queries):
    milestone = MilestoneFactory(program=program)
    for _ in range(count):
        person = StakeholderFactory(program=program)
        CommunicationFactory(program=program, milestone=milestone, stakeholder=person)

    with django_assert_num_queries(LIST_QUERIES):
        body = client.get("/kit/stakeholders/").content.decode()

    assert body.count('<tr role="row">') == count + 1


def test_added_edited_archived_and_back(client, program):
    client.post("/kit/stakeholders/new/", {"name": "The council", "interest": "Cost"})
    row = Stakeholder.objects.get()
    twice = client.post("/kit/stakeholders/new/", {"name": "The council"})
    seen = {"base_name": "The council", "base_organisation": "", "base_interest": "Cost"}
    client.post(f"/kit/stakeholders/{row.pk}/edit/", {**seen, "name": "The council", "organisation": "Town"})
    client.post(f"/kit/stakeholders/{row.pk}/archive/")
    usual = client.get("/kit/stakeholders/").content.decode()
    whole = client.get("/kit/stakeholders/?archived=on").content.decode()
    client.post(f"/kit/stakeholders/{row.pk}/restore/")

    row.refresh_from_db()
    assert twice.status_code == 422
    assert "is in the list already" in twice.content.decode()
    assert "There are no stakeholders yet" in usual
    assert "Town" in whole
    assert (row.organisation, row.is_archived) == ("Town", False)
