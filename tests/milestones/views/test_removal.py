"""Archive, restore and delete from their pages."""

import pytest

from milestones.models import Deliverable, Milestone, Task
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(client):
    program = ProgramFactory(slug="kit")
    client.force_login(member_of(program))
    return program


def test_an_archived_milestone_is_off_the_roadmap_unless_it_is_asked_for(client, program):
    MilestoneFactory(program=program, number=1, title="Old relay", status="SHELVED")
    listed = "/kit/roadmap/?view=table&status=SHELVED"

    client.post("/kit/milestones/M-1/archive/", follow=True)
    hidden, asked = (client.get(f"{listed}{more}").content.decode() for more in ("", "&archived=on"))
    page = client.get("/kit/milestones/M-1/").content.decode()
    client.post("/kit/milestones/M-1/restore/")

    assert ("Old relay" in hidden, "Old relay" in asked) == (False, True)
    assert ("Take out of the archive" in page, Milestone.objects.get().is_archived) == (True, False)


def test_deleting_asks_first_and_names_what_refers(client, program):
    work = DeliverableFactory(program=program, number=5, milestone__number=1, title="Lamp")
    TaskFactory(program=program, deliverable=work, number=7)

    held = client.get("/kit/milestones/M-1/delete/").content.decode()
    refused = client.post("/kit/milestones/M-1/delete/")
    for key in ("tasks/T-7", "deliverables/D-5", "milestones/M-1"):
        page = client.get(f"/kit/{key}/delete/").content.decode()
        assert "Nothing refers to it." in page
        gone = client.post(f"/kit/{key}/delete/", follow=True)

    assert ("D-5 Lamp" in held, "Delete M-1</button>" in held, refused.status_code) == (True, False, 409)
    assert "Deleted M-1" in gone.content.decode()
    assert [one.objects.count() for one in (Task, Deliverable, Milestone)] == [0, 0, 0]
