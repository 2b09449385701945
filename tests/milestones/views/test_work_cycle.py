"""The settings of cycles of work."""

import pytest

from milestones.models import WorkCycle, WorkCycleStep
from tests.factories.create import WorkCycleFactory, WorkCyclePartFactory, WorkCycleStepFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
URL = "/kit/settings/cycles/"
LIST_QUERIES = 7
PAGE_QUERIES = 9


@pytest.fixture
def program(client):
    program = ProgramFactory(slug="kit")
    client.force_login(member_of(program))
    return program


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_pages_cost_the_same_for_1_and_3(client, program, count, django_assert_num_queries):
    for number in range(count):
        cycle = WorkCycleFactory(program=program, rank=number)
        for place in range(count):
            WorkCycleStepFactory(part=WorkCyclePartFactory(cycle=cycle), number=place + 1)

    client.get(URL)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(URL)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(f"{URL}{cycle.pk}/")


def test_a_cycle_is_written_from_its_name_to_its_handovers(client, program):
    client.post(f"{URL}new/", typed(client.get(f"{URL}new/"), name="Release", rank="1"))
    cycle = WorkCycle.objects.get()
    own = f"{URL}{cycle.pk}/"
    for name, steps in (("Build", "Tag\nPublish"), ("Tell", "")):
        client.post(f"{own}parts/new/", typed(client.get(f"{own}parts/new/"), name=name, steps=steps))
    first, second = cycle.parts.order_by("pk")
    step = WorkCycleStep.objects.get(number=2)

    edit = f"{own}steps/{step.pk}/edit/"
    saved = client.post(edit, typed(client.get(edit), hands_to=str(second.pk), is_review="on"))
    twice = client.post(f"{own}parts/{first.pk}/steps/new/", {"text": "Again", "number": "2"})
    html = client.get(own).content.decode()
    client.post(f"{own}steps/{step.pk}/remove/")
    client.post(f"{own}parts/{second.pk}/remove/")
    client.post(f"{own}archive/")

    cycle.refresh_from_db()
    assert (saved.status_code, twice.status_code, cycle.is_archived) == (302, 422, True)
    assert "then the mid-way review; handed over to Tell" in html
    assert [(one.name, one.steps.count()) for one in cycle.parts.all()] == [("Build", 1)]
