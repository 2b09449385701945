"""The register of risks, the page of one, its forms and steps."""

import re

import pytest

from milestones.models import Risk
from pm.models import Change
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import RiskFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 11
PAGE_QUERIES = 12


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def milestone(program):
    return MilestoneFactory(program=program, number=9031, title="Store MVP")


@pytest.fixture
def lead(client, program):
    person = member_of(program, Role.LEAD)
    client.force_login(person)
    return person


@pytest.fixture
def row(program, milestone, lead):
    return RiskFactory(program=program, milestone=milestone, number=4, title="The lease falls through")


def bases(client, address):
    """The hidden fields of a form as a browser would send them back."""
    body = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(base_\w+)" value="([^"]*)">', body))


@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_the_same_queries_for_1_and_3(
    client, lead, milestone, program, count, django_assert_num_queries
):
    for _ in range(count):
        RiskFactory(program=program, milestone=milestone, owner=member_of(program))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/kit/risks/")

    assert response.status_code == 200
    assert response.content.decode().count('<tr role="row"') == count + 1


def test_register_shows_open_ones_heaviest_first_and_closed_ones_when_asked(client, row, program):
    RiskFactory(program=program, number=5, title="Heavy one", likelihood="HIGH", impact="MEDIUM")
    RiskFactory(program=program, number=6, title="Old one", status="CLOSED")

    usual = client.get("/kit/risks/").content.decode()
    closed = client.get("/kit/risks/?status=CLOSED&status=HAPPENED").content.decode()

    assert re.findall(r"Heavy one|lease|Old one", usual) == ["Heavy one", "lease"]
    assert re.findall(r"Heavy one|lease|Old one", closed) == ["Old one"]
    assert "Happened, Closed" in closed or "Closed, Happened" in closed


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=lease", 1), ("q=r-4", 1), ("q=4", 1), ("q=nothing", 0), ("milestone=m-9031", 1), ("milestone=x", 0),
     ("owner=none", 1), ("owner=me", 0), ("kind=TECHNICAL", 0), ("impact=HIGH", 0)],
)  # fmt: skip
def test_filters(client, row, query, found):
    body = client.get(f"/kit/risks/?{query}").content.decode()

    assert body.count(">R-4</a>") == found


def test_file_holds_all_words_and_no_formula(client, program, lead):
    RiskFactory(program=program, number=4, title="=1+1", mitigation="Ask", likelihood="HIGH")

    body = client.get("/kit/risks/?format=csv").content.decode()

    assert body.splitlines()[1] == "R-4,'=1+1,,Other,High,,Not decided,,,Open,,Ask,,no"


def test_page_tells_what_it_is(client, row, django_assert_num_queries):
    with django_assert_num_queries(PAGE_QUERIES):
        body = client.get("/kit/risks/R-4/").content.decode()

    assert "The lease falls through" in body
    assert "M-9031 Store MVP" in body
    assert "Close…" in body


def test_create_is_prefilled_by_the_milestone(client, lead, milestone):
    page = client.get("/kit/risks/new/?milestone=M-9031").content.decode()
    response = client.post(
        "/kit/risks/new/?milestone=M-9031",
        {"title": "The vendor leaves", "milestone": "M-9031", "kind": "EXTERNAL", "likelihood": "LOW"},
    )

    made = Risk.objects.get()
    assert 'value="M-9031"' in page
    assert (made.title, made.milestone, made.kind, made.likelihood) == (
        "The vendor leaves", milestone, "EXTERNAL", "LOW",
    )  # fmt: skip
    assert response.headers["Location"] == f"/kit/risks/{made.key}/"


def test_create_keeps_what_was_typed(client, lead):
    response = client.post(
        "/kit/risks/new/", {"title": "", "text": "Typed", "milestone": "M-77", "kind": "OTHER"}
    )

    body = response.content.decode()
    assert response.status_code == 422
    assert "Typed" in body
    assert "There is no M-77 to choose here" in body


def test_edit_writes_what_changed_and_refuses_a_stale_field(client, row):
    seen = bases(client, "/kit/risks/R-4/edit/")
    data = {"title": "The lease is late", "milestone": "M-9031", "kind": "OTHER", **seen}

    first = client.post("/kit/risks/R-4/edit/", data)
    second = client.post("/kit/risks/R-4/edit/", {**data, "title": "The lease is cancelled"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "The lease is cancelled" in second.content.decode()
    assert Risk.objects.get().title == "The lease is late"
    assert Change.objects.filter(subject="R-4").count() == 1


def test_steps_ask_why_and_say_who_saw_what(client, row):
    asked = client.get("/kit/risks/R-4/step/?to=CLOSED").content.decode()
    data = {"to": "CLOSED", "base_to": "OPEN"}
    empty = client.post("/kit/risks/R-4/step/?to=CLOSED", data)
    done = client.post("/kit/risks/R-4/step/?to=CLOSED", {**data, "reason": "Signed."})
    again = client.post("/kit/risks/R-4/step/?to=HAPPENED", {**data, "to": "HAPPENED", "reason": "Now."})

    row.refresh_from_db()
    assert "Why it is no risk any more" in asked
    assert (empty.status_code, done.status_code, again.status_code) == (422, 302, 409)
    assert (row.status, row.closed_on) == ("CLOSED", NOW.date())


def test_a_step_that_is_not_there_leads_back(client, row):
    assert client.get("/kit/risks/R-4/step/?to=OPEN").headers["Location"] == "/kit/risks/R-4/"
    assert client.get("/kit/risks/R-4/step/").headers["Location"] == "/kit/risks/R-4/"


def test_review_sets_the_day(client, row):
    client.post("/kit/risks/R-4/review/", {"note": "Still likely"})

    row.refresh_from_db()
    assert row.reviewed_on == NOW.date()


def test_internal_risks_and_those_of_internal_milestones_are_hidden_from_the_public(client, program):
    with computing():
        type(program).objects.filter(pk=program.pk).update(is_public=True)
    hidden = MilestoneFactory(program=program, is_internal=True)
    RiskFactory(program=program, number=1, title="Secret one", is_internal=True)
    RiskFactory(program=program, number=2, title="Secret two", milestone=hidden)
    RiskFactory(program=program, number=3, title="Open one")

    page = client.get("/kit/risks/").content.decode()
    table = client.get("/kit/risks/?format=csv").content.decode()

    assert "Open one" in page
    assert "Secret" not in page + table
    assert [client.get(f"/kit/risks/R-{n}/").status_code for n in (1, 2, 3)] == [404, 404, 200]


def test_an_internal_risk_of_a_seen_milestone_stays_internal_to_insiders(client, row):
    with computing():
        Risk.objects.update(is_internal=True)

    assert client.get("/kit/risks/R-4/").status_code == 200
