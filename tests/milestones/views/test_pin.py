"""Promises and aims from the browser: chosen of a feature, answered when they drift, dropped."""

from datetime import date

import pytest

from milestones.models import Deliverable, MilestonePin, Pin
from milestones.queries.feature import load_matrix
from milestones.services import feature as features
from milestones.services import pin as pins
from pm.errors import DomainError
from pm.permissions import Role
from pm.rules import Access
from pm.services.history import computing
from tests.factories.actors import NOW, actor
from tests.factories.milestones import DeliverableFactory, FeatureFactory, MilestoneFactory, StatementFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db

PROMISE = "/kit/deliverables/D-7/promises/new/"
AIM = "/kit/milestones/M-31/aims/new/"
PROMISE_QUERIES = 9


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def feature(program):
    return FeatureFactory(program=program, slug="relay", name="Relay")


@pytest.fixture
def statements(program, feature):
    return [
        StatementFactory(program=program, feature=feature, letter=letter, number=number,
                         text=f"{letter} holds.", state=state)
        for letter, number, state in (
            ("F", 2, "ACTIVE"), ("F", 1, "ACTIVE"), ("P", 1, "ACTIVE"), ("U", 1, "RETIRED")
        )
    ]  # fmt: skip


@pytest.fixture
def row(program, feature):
    milestone = MilestoneFactory(program=program, number=31)
    return DeliverableFactory(program=program, number=7, milestone=milestone, feature=feature)


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def held(row):
    rows = Pin.objects.filter(deliverable=row, is_dropped=False).order_by("rank", "pk")
    return [(pin.statement.code, pin.revision, pin.scope) for pin in rows.select_related("statement")]


def test_statements_of_the_feature_are_promised_at_their_present_revision(client, row, statements):
    shown = client.get(PROMISE)

    response = client.post(PROMISE, typed(shown, statements=["F2", "P1"], scope="for S2"), follow=True)
    twice = client.post(PROMISE, typed(shown, statements=["P1"], scope="for S2"))
    none = client.post(PROMISE, typed(shown))

    html = shown.content.decode()
    assert html.index("F1 F holds.") < html.index("F2 F holds.") < html.index("P1 P holds.")
    assert 'value="U1"' not in html
    assert held(row) == [("F2", 1, "for S2"), ("P1", 1, "for S2")]
    assert "D-7 promises 2 statements more." in response.content.decode()
    assert "D-7 promises P1 already." in twice.content.decode()
    assert "Choose at least one." in none.content.decode()


def test_another_feature_shows_its_statements_and_writes_nothing(client, program, row, statements):
    other = FeatureFactory(program=program, slug="store", name="Store")
    StatementFactory(program=program, feature=other, letter="S", number=9, text="It logs.")

    response = client.post(
        PROMISE, typed(client.get(PROMISE), feature="store", statements=["F2"]), follow=True
    )

    assert response.redirect_chain == [(f"{PROMISE}?feature=store", 302)]
    assert "S9 It logs." in response.content.decode()
    assert held(row) == []


def test_without_a_feature_it_is_asked_first(client, row, statements):
    with computing():
        Deliverable.objects.update(feature=None)

    shown = client.get(PROMISE)

    assert "Show its statements" in shown.content.decode()
    assert client.post(PROMISE, {"feature": "relay"}).url == f"{PROMISE}?feature=relay"
    assert client.post(PROMISE, {"feature": "nowhere"}).status_code == 422


def test_a_drift_is_kept_disputed_or_promised_again(client, row, statements):
    pin = pins.promise(deliverable=row, statement=statements[0], actor=actor())
    page = f"/kit/deliverables/D-7/promises/{pin.pk}/"
    features.reword(statement=statements[0], text="F holds always.", actor=actor())

    access = Access(roles=frozenset({Role.LEAD}), own_subteams={})

    def drifts():
        return load_matrix(row.feature, access, today=NOW.date()).drifted

    before = drifts()
    silent = client.post(page, {"answer": "KEPT", "because": ""})
    client.post(page, {"answer": "KEPT", "because": "The pilot needs no more."})
    kept = drifts()
    features.reword(statement=statements[0], text="F holds for ever.", actor=actor())
    again = drifts()
    client.post(page, {"answer": "DISPUTED", "because": "Not agreed."})
    disputed = drifts()
    client.post(page, {"answer": "RENEW"})

    pin.refresh_from_db()
    assert (before, kept, again, disputed, drifts()) == (1, 0, 1, 0, 0)
    assert "Write one sentence that says why." in silent.content.decode()
    assert (pin.revision, pin.answer, pin.because, pin.answered_revision) == (3, "", "", None)


def test_a_dropped_promise_can_be_made_again(client, row, statements):
    pin = pins.promise(deliverable=row, statement=statements[0], actor=actor())
    page = f"/kit/deliverables/D-7/promises/{pin.pk}/"

    client.post(page, {"answer": "DROP", "because": "Another one has it."})
    gone = client.get(page)
    client.post(PROMISE, typed(client.get(PROMISE), statements=["F2"]))

    assert gone.status_code == 404
    assert (held(row), Pin.objects.count()) == ([("F2", 1, "")], 1)


def test_a_closed_deliverable_keeps_what_it_was_closed_with(client, row, statements):
    pin = pins.promise(deliverable=row, statement=statements[0], actor=actor())
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=date(2026, 2, 1))

    answers = [
        client.post(f"/kit/deliverables/D-7/promises/{pin.pk}/", data)
        for data in ({"answer": "RENEW"}, {"answer": "DROP", "because": "Off."})
    ]
    added = client.post(PROMISE, typed(client.get(PROMISE), statements=["P1"]))

    assert [answer.status_code for answer in (*answers, added)] == [422, 422, 422]
    assert "D-7 is closed. Reopen it to change what it promises." in added.content.decode()


def test_a_retired_statement_is_promised_by_nobody(row, statements):
    with pytest.raises(DomainError, match="U1 is retired"):
        pins.promise(deliverable=row, statement=statements[3], actor=actor())


def test_a_milestone_aims_at_statements_and_at_some_no_more(client, row, statements):
    page = f"{AIM}?feature=relay"

    client.post(page, typed(client.get(page), statements=["F1", "P1"]))
    left = client.get(page).content.decode()
    aim = MilestonePin.objects.get(statement=statements[2])
    response = client.post(f"/kit/milestones/M-31/aims/{aim.pk}/remove/", follow=True)

    assert "F2 F holds." in left
    assert "P1 P holds." not in left
    assert MilestonePin.objects.get().statement == statements[1]
    assert "M-31 aims at P1 no more." in response.content.decode()


def test_who_may_not_edit_it_promises_nothing(client, program, row, statements):
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, SubteamFactory(program=program)))

    assert client.get(PROMISE).status_code == 403
    assert client.get(AIM).status_code == 403


def test_the_form_costs_the_same_whatever_the_feature_holds(
    client, program, row, feature, statements, django_assert_num_queries
):
    client.get(PROMISE)
    for number in (50, 51):
        with django_assert_num_queries(PROMISE_QUERIES):
            client.get(PROMISE)
        StatementFactory(program=program, feature=feature, number=number)
        FeatureFactory(program=program)
