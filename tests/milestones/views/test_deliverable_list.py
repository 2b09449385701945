"""The list of deliverables."""

from datetime import timedelta

import pytest

from milestones.models import Deliverable
from pm.services.history import computing
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory
from tests.factories.pm import UserFactory
from tests.milestones.views.deliverable_world import TODAY, line, member, program, row, team, words_of

__all__ = ["line", "member", "program", "row", "team"]

pytestmark = pytest.mark.django_db
LIST_QUERIES = 10


def test_list_shows_each_deliverable_with_its_conditions(client, row, line, member):
    with computing():
        Deliverable.objects.filter(pk=row.pk).update(due_on=TODAY - timedelta(days=3))

    words = words_of(client.get("/kit/deliverables/"))

    for part in (
        "D-9103",
        "Fetch and resume",
        "M-9031",
        "Clients",
        "In progress",
        "27 Feb 3 days over",
        "0 of 1",
    ):
        assert part in words


def test_list_keeps_its_filters_in_the_address(client, program, row, member):
    DeliverableFactory(program=program, title="Other work")

    html = client.get("/kit/deliverables/?track=core&status=IN_PROGRESS").content.decode()

    assert "Fetch and resume" in html
    assert "Other work" not in html
    assert 'href="/kit/deliverables/?status=IN_PROGRESS"' in html
    assert "1 deliverable" in html


def test_list_without_results_offers_to_clear_the_filters(client, row, member):
    html = client.get("/kit/deliverables/?q=nothing").content.decode()

    assert "No deliverable matches the filters" in html


def test_list_without_deliverables_says_what_they_are(client, member):
    assert "There are no deliverables yet" in client.get("/kit/deliverables/").content.decode()


def test_list_has_fifty_rows_a_page(client, program, row, member):
    for _ in range(51):
        DeliverableFactory(program=program, milestone=row.milestone, accountable=row.accountable)

    first, second = (words_of(client.get(f"/kit/deliverables/?page={page}")) for page in (1, 2))

    assert "1–50 of 52 deliverables" in first
    assert "51–52 of 52 deliverables" in second
    grouped = words_of(client.get("/kit/deliverables/?by=milestone&page=2"))
    assert f"M-9031 {row.milestone.title} 52 D-" in grouped


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count_does_not_grow(client, program, member, rows, django_assert_num_queries):
    for _ in range(rows):
        made = DeliverableFactory(program=program, owner=UserFactory())
        ChecklistItemFactory(program=program, deliverable=made)
    client.get("/kit/deliverables/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/deliverables/")
