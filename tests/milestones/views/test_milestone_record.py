"""The whole form of a milestone: asked with a title and a track, edited field by field."""

from datetime import date

import pytest

from milestones.models import Milestone, PlanLine, TargetRevision
from milestones.services import milestone as milestones
from milestones.services import target
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db

NEW = "/kit/milestones/new/"
EDIT = "/kit/milestones/M-31/edit/"
JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)
CREATE_QUERIES, EDIT_QUERIES = 11, 10


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture
def track(program):
    return TrackFactory(program=program, slug="reach", name="Reach")


@pytest.fixture
def row(program, track):
    return MilestoneFactory(
        program=program, track=track, number=31, title="Store MVP", narrative="One\ntwo", value=5,
        target_from_on=JUNE, target_to_on=JUNE, target_text="30 Jun 2026",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def test_title_and_track_are_enough_and_the_answer_says_what_is_missing(client, track):
    shown = client.get(NEW, {"track": "reach"})
    response = client.post(NEW, typed(shown, title="Far harbours"), follow=True)

    row = Milestone.objects.get()
    assert response.redirect_chain == [("/kit/milestones/M-1/", 302)]
    assert (row.title, row.track, row.status) == ("Far harbours", track, "PROPOSED")
    html = response.content.decode()
    assert "Added M-1 Far harbours. Before it can be committed: it has no owner; it has no target" in html


def test_everything_can_be_said_at_once(client, program, track):
    line = MilestoneFactory(program=program, track=track, number=8, kind="BUDGET_LINE", status="COMMITTED",
                            committed_on=date(2026, 1, 5))  # fmt: skip
    owner = member_of(program)
    before = MilestoneFactory(program=program, track=track, number=9)
    data = typed(
        client.get(NEW), title="Far harbours", track="reach", status="IDEA", owner=owner.pk,
        benefit="Ships find it.", audience="OPERATORS", value="7", start="1 Apr", target="Q3 2026",
        appetite="6", follows="m-9", budget_line="M-8", effort_guess="40 d", is_internal="on",
        external_url="https://example.org/7", period="2026H2", scope_in="Lamps",
        rollback_plan="Light the old one.",
    )  # fmt: skip

    response = client.post(NEW, data)

    row = Milestone.objects.get(title="Far harbours")
    assert response.status_code == 302, typed(response)
    assert (row.status, row.owner, row.follows, row.budget_line) == ("IDEA", owner, before, line)
    assert (row.target_from_on, row.target_to_on, row.target_text) == (
        date(2026, 7, 1), date(2026, 9, 30), "Q3 2026",
    )  # fmt: skip
    assert (row.appetite_days, row.effort_guess_days, row.is_internal) == (120, 40, True)
    assert PlanLine.objects.get().period == "2026H2"
    assert TargetRevision.objects.get().to_on == date(2026, 9, 30)


def test_what_is_wrong_stands_beside_its_field_and_opens_its_group(client, track):
    data = typed(client.get(NEW), title="", track="reach", start="1 Aug 2026", target="Jul 2026", value="11")

    response = client.post(NEW, data)
    refused = client.post(NEW, data | {"title": "Far", "value": "7"})

    html, again = response.content.decode(), refused.content.decode()
    assert (response.status_code, refused.status_code, Milestone.objects.count()) == (422, 422, 0)
    assert "The value is a whole number from 0 to 10." in html
    assert '<details class="record-group record-fold" open><summary class="h3">What and why' in html
    assert '<a href="#id_start">Planned start</a>: The planned start is after the target.' in again
    assert 'value="Jul 2026"' in again


@pytest.mark.parametrize(
    ("typing", "sentence"),
    [
        ({"capacity_percent": "20"}, "Only a budget line has a share of the capacity."),
        ({"follows": "M-77"}, "There is no M-77 to choose here."),
        ({"target": "1 Jan"}, "1 Jan 2026 has passed."),
        ({"track": "elsewhere"}, "Choose one of the list."),
        ({"external_url": "ftp://x"}, "This is no address of the web."),
    ],
)
def test_each_refusal_is_a_sentence(client, track, typing, sentence):
    data = typed(client.get(NEW), title="Far", track="reach") | typing

    response = client.post(NEW, data)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_stakeholder_proposes_an_idea_and_nothing_else(client, program, track):
    client.force_login(member_of(program, Role.STAKEHOLDER))
    shown = client.get(NEW)

    client.post(
        NEW, typed(shown, title="Lamps", track="reach", status="PROPOSED", owner="1", is_internal="on")
    )

    row = Milestone.objects.get()
    assert "Propose an idea" in shown.content.decode()
    assert (row.status, row.owner, row.is_internal) == ("IDEA", None, False)


def test_an_edit_writes_only_what_was_changed(client, row):
    response = client.post(EDIT, typed(client.get(EDIT), narrative="One\r\ntwo", value="8", target="30 Jun"))

    row.refresh_from_db()
    assert response.url == "/kit/milestones/M-31/"
    assert (row.narrative, row.value, row.target_text) == ("One\ntwo", 8, "30 Jun 2026")
    assert not TargetRevision.objects.exists()


def test_the_target_moves_with_the_rest_and_asks_why_once_committed(client, row):
    client.post(EDIT, typed(client.get(EDIT), target="Jul 2026", start="1 Jul 2026"))
    row.refresh_from_db()
    assert (row.target_to_on, row.planned_start_on) == (JULY, date(2026, 7, 1))

    milestones.take_step(milestone=row, to="COMMITTED", override="Agreed.", actor=actor())
    shown = client.get(EDIT)
    refused = client.post(EDIT, typed(shown, target="Aug 2026", title="Store"))
    moved = client.post(
        EDIT, typed(shown, target="Aug 2026", title="Store", reason_class="SCOPE", reason="Two more lamps.")
    )

    html = refused.content.decode()
    row.refresh_from_db()
    assert (refused.status_code, moved.status_code) == (422, 302)
    assert "Why the target moves</a>: M-31 is committed. Say why its date moves" in html
    assert (row.title, row.push_count, row.target_to_on) == ("Store", 1, date(2026, 8, 31))
    assert TargetRevision.objects.order_by("-pk")[0].reason == "Two more lamps."


def test_a_stale_edit_shows_target_and_words_three_times_and_either_can_win(client, row):
    shown = client.get(EDIT)
    cleo = actor(UserFactory(name="Cleo Fenn"))
    target.move(milestone=row, start=JULY, end=JULY, text="31 Jul", actor=cleo)
    milestones.edit(milestone=row, changes={"title": "Keel"}, actor=cleo)

    stale = client.post(EDIT, typed(shown, title="Hull", target="Sep 2026", value="9"))
    html = stale.content.decode()
    row.refresh_from_db()
    assert (stale.status_code, row.title, row.value) == (409, "Keel", 5)
    assert all(words in html for words in ("<ins>Keel</ins>", "<ins>Hull</ins>", "30 Jun", "31", "Sep 2026"))
    assert 'name="base_target" value="2026-07-31|2026-07-31|31 Jul"' in html

    client.post(EDIT, typed(stale, keep_title="theirs", keep_target="mine"))
    row.refresh_from_db()
    assert (row.title, row.target_text, row.value) == ("Keel", "Sep 2026", 9)


def test_a_bet_never_follows_itself(client, program, track, row):
    other = MilestoneFactory(program=program, track=track, number=32, follows=row)

    response = client.post(EDIT, typed(client.get(EDIT), follows=other.key))

    assert response.status_code == 422
    assert "It would follow itself: M-31 → M-32 → M-31. Choose an earlier bet." in response.content.decode()


def test_nobody_else_edits_and_internal_bets_are_not_offered_to_outsiders(client, program, row):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    assert client.get(EDIT).status_code == 403
    assert client.post(EDIT, {"title": "x"}).status_code == 403


def test_the_forms_cost_the_same_whatever_the_program_holds(
    client, program, track, row, django_assert_num_queries
):
    client.get(NEW)
    for number in (1, 2):
        with django_assert_num_queries(CREATE_QUERIES):
            client.get(NEW)
        with django_assert_num_queries(EDIT_QUERIES):
            client.get(EDIT)
        TrackFactory(program=program)
        MilestoneFactory(program=program, track=track, number=100 + number, kind="BUDGET_LINE")
        member_of(program)


def test_without_a_track_the_form_says_where_the_first_is_added(client, program):
    client.force_login(member_of(program, Role.MANAGER))

    page = client.get(NEW).content.decode()

    assert ("There is none yet" in page, "add one under Tracks first" in page) == (True, True)
