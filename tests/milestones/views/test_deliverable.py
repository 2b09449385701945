"""The list of deliverables, and the page with its gate."""

import re
from datetime import date, timedelta

import pytest

from milestones.models import ChecklistItem, Deliverable
from milestones.services import criterion as criteria
from milestones.services import deliverable as deliverables
from pm.permissions import Role
from pm.registry import PANELS, Panel, Registry
from pm.services.history import computing
from tests.factories.actors import NOW, actor
from tests.factories.delivery import EvidenceRequirementFactory, HandoverFactory
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TODAY = NOW.date()
LIST_QUERIES = 10
PAGE_QUERIES = 20


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="clients", name="Clients")


@pytest.fixture
def row(program, team):
    milestone = MilestoneFactory(
        program=program, number=9031, title="Store MVP", status="IN_PROGRESS", committed_on=date(2026, 1, 5),
        track=TrackFactory(program=program, slug="core", name="Core"),
    )  # fmt: skip
    return DeliverableFactory(
        program=program, milestone=milestone, number=9103, title="Fetch and resume", accountable=team,
        status="IN_PROGRESS", due_on=TODAY + timedelta(days=4), output="Both clients **resume**.",
    )  # fmt: skip


@pytest.fixture
def line(row):
    return ChecklistItemFactory(program=row.program, deliverable=row, kind="DOGFOODING")


@pytest.fixture
def criterion(row):
    return AcceptanceCriterionFactory(program=row.program, deliverable=row)


@pytest.fixture
def member(client, program, team):
    person = member_of(program, Role.MEMBER, team)
    client.force_login(person)
    return person


@pytest.fixture
def team_lead(client, program, team):
    person = member_of(program, Role.SUBTEAM_LEAD, team)
    client.force_login(person)
    return person


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


PAGE = "/kit/deliverables/D-9103/"
STEP = f"{PAGE}step/"


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def answer_url(line):
    return f"{PAGE}checklist/{line.pk}/"


def answer(client, line, headers=None, **data):
    seen = {"base_state": "OPEN", "base_evidence": "", "base_because": ""}
    return client.post(answer_url(line), seen | data, headers=headers or {})


# --- The list


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
    assert "M-9031 52 D-" in grouped


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count_does_not_grow(client, program, member, rows, django_assert_num_queries):
    for _ in range(rows):
        made = DeliverableFactory(program=program, owner=UserFactory())
        ChecklistItemFactory(program=program, deliverable=made)
    client.get("/kit/deliverables/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/deliverables/")


# --- The page


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


# --- Answering the gate


def test_a_line_is_done_with_evidence(client, row, line, member):
    response = answer(client, line, state="DONE", evidence="https://x.example/run")

    line.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert (line.state, line.evidence) == ("DONE", "https://x.example/run")
    assert "Every condition is met." in words_of(client.get(PAGE))


def test_htmx_gets_the_changed_part_and_hears_about_it(client, row, line, criterion, member):
    response = answer(client, line, HTMX, state="NOT_NEEDED", because="Nothing to use yet.")

    html = response.content.decode()
    assert response.status_code == 200
    assert html.startswith(
        f'<div id="deliverable-{row.pk}-work" data-announce="Dogfooding is now not needed. 1 of 2'
    )
    assert "<html" not in html
    assert "Not needed, because Nothing to use yet." in html


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_refused_evidence_stands_beside_its_field_with_what_was_typed(client, line, member, headers):
    response = answer(client, line, headers, state="DONE", evidence="TBD")

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="TBD"' in html
    assert f'id="id_line-{line.pk}-evidence_error"' in html or f'id="line-{line.pk}-evidence_error"' in html
    assert "Done needs evidence: a link, or a sentence that says where to look." in html
    line.refresh_from_db()
    assert line.state == "OPEN"


def test_an_answer_without_what_its_writer_saw_is_refused(client, line, member):
    response = client.post(answer_url(line), {"state": "DONE", "evidence": "a link"})

    assert response.status_code == 422
    assert "Reload the page and answer again." in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_answer_is_a_choice_and_keeping_mine_saves_it(client, line, member, headers):
    other = UserFactory(name="Cleo Fenn")
    deliverables.answer_checklist(item=line, state="DONE", evidence="a link", actor=actor(other))

    response = answer(client, line, headers, state="NOT_NEEDED", because="Not for the MVP.")
    html = response.content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.partition("conflict")[2])
    )
    kept = client.post(answer_url(line), hidden)

    line.refresh_from_db()
    assert response.status_code == 409
    assert "Cleo Fenn changed this while you were writing" in html
    assert kept.status_code == 302
    assert (line.state, line.evidence, line.because) == ("NOT_NEEDED", "", "Not for the MVP.")


def test_a_line_is_opened_again(client, row, line, member):
    deliverables.answer_checklist(item=line, state="DONE", evidence="a link", actor=actor(member))

    client.post(answer_url(line), {"state": "OPEN", "base_state": "DONE", "base_evidence": "a link"})

    line.refresh_from_db()
    assert (line.state, line.evidence) == ("OPEN", "")


def test_a_criterion_is_met_and_opened_again(client, row, criterion, member):
    url = f"{PAGE}criteria/{criterion.pk}/"

    met = client.post(url, {"is_met": "yes", "base_is_met": "no"})
    criterion.refresh_from_db()
    was = criterion.is_met
    again = client.post(url, {"is_met": "no", "base_is_met": "yes"}, headers=HTMX)
    bad = client.post(url, {"is_met": "maybe"})

    criterion.refresh_from_db()
    assert (met.status_code, was, again.status_code, criterion.is_met) == (302, True, 200, False)
    assert bad.status_code == 422


def test_a_criterion_somebody_answered_meanwhile_counts_as_answered(client, row, criterion, member):
    criteria.answer(criterion=criterion, is_met=True, actor=actor())

    response = client.post(f"{PAGE}criteria/{criterion.pk}/", {"is_met": "yes", "base_is_met": "no"})

    assert response.status_code == 302


def test_a_closed_deliverable_keeps_its_answers(client, row, line, criterion, team_lead):
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=TODAY)

    first = answer(client, line, state="DONE", evidence="a link")
    second = client.post(f"{PAGE}criteria/{criterion.pk}/", {"is_met": "yes", "base_is_met": "no"})

    assert (first.status_code, second.status_code) == (422, 422)
    assert "D-9103 is closed. Reopen it to change its answers." in first.content.decode()
    assert ChecklistItem.objects.get().state == "OPEN"


def test_a_member_of_another_subteam_does_not_answer(client, program, row, line, criterion):
    client.force_login(member_of(program, Role.MEMBER, SubteamFactory(program=program)))

    assert answer(client, line, state="DONE", evidence="a link").status_code == 403
    assert client.post(f"{PAGE}criteria/{criterion.pk}/", {"is_met": "yes"}).status_code == 403
    assert client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"}).status_code == 403


def test_a_deliverable_of_nobody_is_answered_by_managers_only(client, row, line, member):
    with computing():
        Deliverable.objects.update(accountable=None)

    assert answer(client, line, state="DONE", evidence="a link").status_code == 403


def test_a_line_of_another_deliverable_is_not_here(client, program, row, team, member):
    other = ChecklistItemFactory(
        program=program, deliverable=DeliverableFactory(program=program, accountable=team)
    )

    assert answer(client, other, state="DONE", evidence="a link").status_code == 404


# --- Steps


def test_close_is_shown_disabled_with_its_reason_while_conditions_are_left(client, row, line, team_lead):
    html = client.get(PAGE).content.decode()

    assert 'aria-disabled="true" aria-describedby="gate-h">Close deliverable' in html
    assert "Request close with 1 waived…" in html


def test_a_lead_closes_when_all_is_met(client, row, line, team_lead):
    deliverables.answer_checklist(item=line, state="DONE", evidence="a link", actor=actor(team_lead))

    response = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})

    row.refresh_from_db()
    assert (response.status_code, row.status, row.closed_by) == (302, "CLOSED", team_lead)
    assert f"Closed on 2 Mar by {team_lead}." in words_of(client.get(PAGE))


def test_where_policy_asks_acceptance_a_close_is_requested(client, program, row, team_lead):
    with computing():
        type(program).objects.update(asks_close_acceptance=True)

    refused = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})
    asked = client.post(STEP, {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS"})

    assert (refused.status_code, asked.status_code) == (422, 302)
    assert "a close is accepted by a program lead or manager. Request it for D-9103." in words_of(refused)
    row.refresh_from_db()
    assert row.status == "CLOSE_REQUESTED"


def test_a_close_waits_for_handovers_and_own_evidence_with_the_pages_that_mend_them(client, row, team_lead):
    HandoverFactory(program=row.program, deliverable=row, number=4, title="Sync", status="DRAFT")
    EvidenceRequirementFactory(program=row.program, kind="PANEL", provider="OWNER")
    feature = FeatureFactory(program=row.program, slug="sync")
    one = StatementFactory(program=row.program, feature=feature, letter="P", number=3)
    PinFactory(program=row.program, deliverable=row, statement=one)

    html = client.get(PAGE).content.decode()
    refused = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})

    assert "0 of 2 conditions are met." in html
    assert 'href="/kit/handovers/H-4/">Open H-4</a>' in html
    assert 'href="/kit/signoffs/sync/P3/give/">Bring evidence for P3</a>' in html
    assert "0 of 1 required before it is verified" in html
    assert "P3 lacks the evidence that its own subteam brings" in words_of(refused)


def test_a_close_with_conditions_left_is_refused_in_words(client, row, line, team_lead):
    response = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})

    assert response.status_code == 422
    assert "D-9103 cannot close yet: dogfooding is open." in response.content.decode()


def test_a_waived_close_asks_why_then_waits_for_an_answer(client, program, row, line, team_lead):
    bare = client.post(STEP, {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS"})
    asked = client.post(
        STEP, {"to": "CLOSE_REQUESTED", "base_status": "IN_PROGRESS", "reason": "No users before the MVP."}
    )
    waiting = client.get(PAGE).content.decode()
    client.force_login(member_of(program, Role.MANAGER))
    accepted = client.post(STEP, {"to": "CLOSED", "base_status": "CLOSE_REQUESTED"})

    row.refresh_from_db()
    assert (bare.status_code, asked.status_code, accepted.status_code) == (422, 302, 302)
    assert "To request close, write one sentence that says why." in bare.content.decode()
    assert "D-9103 is now waiting for its close to be accepted." in waiting
    assert "A program lead or manager accepts or returns it." in waiting
    assert (row.status, row.closed_by, row.accepted_by is not None) == ("CLOSED", team_lead, True)


def test_return_drop_and_reopen_ask_why_and_keep_what_was_typed(client, row, manager):
    bare = client.post(STEP, {"to": "DROPPED", "base_status": "IN_PROGRESS", "reason": " "})
    dropped = client.post(STEP, {"to": "DROPPED", "base_status": "IN_PROGRESS", "reason": "Out of scope."})
    reopened = client.post(STEP, {"to": "PLANNED", "base_status": "DROPPED", "reason": "In scope again."})

    assert (bare.status_code, dropped.status_code, reopened.status_code) == (422, 302, 302)
    assert '<details class="step-why" open>' in bare.content.decode()


def test_a_start_waits_for_the_milestone(client, row, member):
    with computing():
        Deliverable.objects.update(status="PLANNED")
        type(row.milestone).objects.update(status="PROPOSED", committed_on=None)

    page = words_of(client.get(PAGE))
    response = client.post(STEP, {"to": "IN_PROGRESS", "base_status": "PLANNED"})

    assert "M-9031 is not committed yet." in page
    assert response.status_code == 422
    assert "Commit it, then start D-9103." in response.content.decode()


def test_a_member_starts_and_does_not_drop(client, row, member):
    with computing():
        Deliverable.objects.update(status="PLANNED")

    dropped = client.post(STEP, {"to": "DROPPED", "base_status": "PLANNED", "reason": "x y"})
    started = client.post(STEP, {"to": "IN_PROGRESS", "base_status": "PLANNED"})

    row.refresh_from_db()
    assert (dropped.status_code, started.status_code, row.status) == (403, 302, "IN_PROGRESS")


def test_a_step_from_a_state_that_is_gone_is_said(client, row, manager):
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=TODAY)

    stale = client.post(STEP, {"to": "CLOSED", "base_status": "IN_PROGRESS"})
    impossible = client.post(STEP, {"to": "PLANNED", "base_status": "CLOSED"})

    assert (stale.status_code, impossible.status_code) == (409, 422)
    assert "D-9103 is closed; it cannot become planned in one step." in impossible.content.decode()


def test_a_stale_step_is_a_choice(client, row, manager):
    deliverables.take_step(deliverable=row, to="CLOSE_REQUESTED", actor=actor(UserFactory(name="Cleo Fenn")))

    response = client.post(STEP, {"to": "DROPPED", "base_status": "IN_PROGRESS", "reason": "Out of scope."})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Cleo Fenn changed this while you were writing" in html
    assert 'name="base_status" value="CLOSE_REQUESTED"' in html
    assert 'name="reason" value="Out of scope."' in html


def test_an_imported_close_says_so(client, row, member):
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=TODAY, is_close_imported=True)

    assert "Closed on 2 Mar, as an import says: claimed, never verified." in words_of(client.get(PAGE))
