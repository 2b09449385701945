import pytest

from milestones.models import ChecklistItem, ChecklistTemplateItem, Deliverable
from milestones.queries.deliverable import with_conditions
from milestones.queries.gate import open_conditions
from milestones.services import deliverable as deliverables
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.delivery import ChecklistTemplateItemFactory
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
URL = "/kit/settings/checklist/"
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


def test_the_lines_are_listed_in_their_order_at_the_same_cost(client, program, django_assert_num_queries):
    client.get(URL)
    ChecklistTemplateItemFactory(program=program, text="Second", rank=2)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(URL)
    ChecklistTemplateItemFactory(program=program, kind="SPECS", text="", rank=1)
    ChecklistTemplateItemFactory(program=program, text="Third", rank=3, level="OFF")
    ChecklistTemplateItemFactory(text="Theirs")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(URL).content.decode()

    assert html.index(">Specs<") < html.index("Other: Second") < html.index("Other: Third")
    assert "Theirs" not in html


def test_a_line_is_added_once_and_switched_off(client, program):
    typed = {"kind": "OTHER", "text": "Told the users", "level": "MUST", "rank": "3"}
    added = client.post(f"{URL}new/", typed)
    again = client.post(f"{URL}new/", typed)
    row = ChecklistTemplateItem.objects.get()
    base = {f"base_{name}": value for name, value in typed.items()}
    off = client.post(f"{URL}{row.pk}/edit/", {**typed, **base, "level": "OFF"})

    row.refresh_from_db()
    assert (added.status_code, again.status_code, off.status_code) == (302, 422, 302)
    assert "The checklist holds this line already." in again.content.decode()
    assert (row.text, row.level, row.rank) == ("Told the users", "OFF", 3)


def test_a_line_that_should_be_done_is_told_and_keeps_nothing_from_closing(client, program):
    ChecklistTemplateItemFactory(program=program, kind="CODE", text="", rank=1)
    ChecklistTemplateItemFactory(program=program, kind="DOCS", text="", level="SHOULD", rank=2)
    row = deliverables.create(
        program=program, milestone=MilestoneFactory(program=program), title="Sync", actor=actor()
    )
    code, docs = row.checklist.order_by("rank")
    with computing():
        ChecklistItem.objects.filter(pk=code.pk).update(state="DONE", evidence="the run is green")

    html = client.get(f"/{program.slug}/deliverables/{row.key}/").content.decode()

    assert (code.is_should, docs.is_should, open_conditions(row)) == (False, True, [])
    assert [one.conditions_open for one in with_conditions(Deliverable.objects.all())] == [0]
    assert "Every condition is met." in html
    assert "1 line that should be done is open. It may close without." in html
    assert "Docs has no evidence" in html
    assert "Docs (should)" in html
