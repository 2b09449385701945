"""Copies of milestones, and work planned by a cycle."""

import pytest

from milestones.models import Deliverable, Milestone, Task, WorkCycle
from milestones.panels.presets import lay_cycles, lay_handovers
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone(client):
    program = ProgramFactory(slug="kit")
    client.force_login(member_of(program))
    return MilestoneFactory(program=program, number=90, title="Relay")


def test_a_copy_is_made_of_what_is_ticked(client, milestone):
    for number in (91, 92):
        DeliverableFactory(program=milestone.program, milestone=milestone, number=number)
    url = "/kit/milestones/M-90/duplicate/"

    page = client.get(url)
    bad = client.post(url, typed(page, weeks="soon"))
    made = client.post(url, typed(page, deliverables=["92"], weeks="4"))

    copy = Milestone.objects.get(title="Copy of Relay")
    assert (bad.status_code, made.headers["Location"]) == (422, f"/kit/milestones/{copy.key}/")
    assert "A whole number of weeks" in bad.content.decode()
    assert copy.deliverables.count() == 1


def test_work_is_planned_by_a_cycle_after_a_look(client, milestone):
    program = milestone.program
    none = client.get("/kit/milestones/M-90/cycle/").content.decode()
    lay_handovers(program, actor())
    lay_cycles(program, actor())
    SubteamFactory(program=program, name="Engine", kind="ENGINEERING")
    url = f"/kit/milestones/M-90/cycle/{WorkCycle.objects.get(name='Research').pk}/"
    assert url in client.get("/kit/milestones/M-90/cycle/").content.decode()

    page = client.get(url)
    form = typed(page)
    ticks = {name: value for name, value in form.items() if not name.startswith("part_") or "because" in name}
    left = client.post(url, ticks)
    because = {name: "not here" for name in ticks if name.endswith("because") and name.startswith("part_")}
    done = client.post(url, ticks | because)

    assert "There is no cycle of work yet" in none
    assert "Problem statement" in page.content.decode()
    assert left.status_code == 422
    assert "Say in one sentence why it is not needed." in left.content.decode()
    assert done.headers["Location"] == "/kit/milestones/M-90/#deliverables"
    assert [row.title for row in Deliverable.objects.order_by("number")] == [
        "Relay: Research", "Relay: Reference client", "Relay: Quality assurance",
    ]  # fmt: skip
    assert Task.objects.filter(status="DROPPED").count() == 3
