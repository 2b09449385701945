"""The page of a deliverable with its gate."""

import re

import pytest

from milestones.services import deliverable as deliverables
from pm.permissions import Role
from pm.registry import PANELS, Panel, Registry
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    FeatureFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.pm import member_of
from tests.milestones.views.deliverable_world import (
    PAGE,
    criterion,
    line,
    member,
    program,
    row,
    team,
    words_of,
)

__all__ = ["criterion", "line", "member", "program", "row", "team"]

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 20


def answer_url(line):
    return f"{PAGE}checklist/{line.pk}/"


def test_page_says_what_is_left_and_offers_the_mend(client, row, line, criterion, member):
    response = client.get(PAGE)

    words = words_of(response)
    for part in (
        "0 of 2 conditions are met. Two are left.",
        "Dogfooding has no evidence",
        "“Two nodes exchange a message.” does not hold yet",
        "For M-9031 Store MVP",
        "Due 6 Mar in 4 days",
        "Both clients resume .",
    ):
        assert part in words
    assert f'action="{answer_url(line)}"' in response.content.decode()


def test_a_stakeholder_reads_without_forms(client, program, row, line):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    html = client.get(PAGE).content.decode()

    assert "Dogfooding has no evidence" in html
    forms = re.findall(r'<form[^>]*action="([^"]*)"', html.partition('id="main"')[2].partition("</main>")[0])
    assert forms == ["/kit/things/D-9103/comments/new/", "/kit/things/D-9103/watch/"]


def test_pins_show_truth_and_drift_with_both_texts(client, row, member):
    feature = FeatureFactory(program=row.program, slug="store")
    moved = StatementFactory(
        program=row.program, feature=feature, number=7, revision=2, text="Kept as the node says."
    )
    PinFactory(
        program=row.program, deliverable=row, statement=moved, quoted_text="Kept for seven days.", scope="S2"
    )

    response = client.get(PAGE)

    words, html = words_of(response), response.content.decode()
    assert "Kept as the node says. rev 2, pinned at 1, for S2" in words
    assert "Claimed, drifted" in words
    assert "<del>for</del>" in html
    assert "<ins>as</ins>" in html
    assert "F 0/1 → 1/1" in words


def test_panels_of_higher_apps_stand_at_the_side(client, row, member, monkeypatch):
    place = Registry()
    place.add(
        "x", Panel("Effort, person-days", "components/_pill.html", lambda request, row: {"label": row.key})
    )
    monkeypatch.setitem(PANELS, "deliverable_effort", place)

    assert "Effort, person-days D-9103" in words_of(client.get(PAGE))


def test_an_internal_milestone_hides_its_deliverable_from_readers(client, row):
    with computing():
        type(row.program).objects.update(is_public=True)
        type(row.milestone).objects.update(is_internal=True)

    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("key", ["D-1", "M-9103", "D-x", "D-99999999999", "9103"])
def test_a_key_that_is_none_is_404(client, row, member, key):
    assert client.get(f"/kit/deliverables/{key}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_page_query_count_does_not_grow(client, row, member, rows, monkeypatch, django_assert_num_queries):
    monkeypatch.setitem(PANELS, "deliverable_effort", Registry())
    feature = FeatureFactory(program=row.program)
    for number in range(1, rows + 1):
        one = StatementFactory(program=row.program, feature=feature, number=number, revision=2)
        PinFactory(program=row.program, deliverable=row, statement=one)
        item = ChecklistItemFactory(program=row.program, deliverable=row, rank=number)
        deliverables.answer_checklist(item=item, state="DONE", evidence="a link", actor=actor(member))
        AcceptanceCriterionFactory(program=row.program, deliverable=row)
    client.get(PAGE)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(PAGE)
