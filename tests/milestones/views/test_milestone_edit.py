"""Inline edits: with htmx and without, refused, stale."""

from datetime import date
from decimal import Decimal

import pytest

from milestones.models import Deliverable, Milestone, TargetRevision
from pm.models import Change
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
JUNE = date(2026, 6, 30)
BASE = "2026-06-30|2026-06-30|30 Jun 2026"


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def milestone(program):
    return MilestoneFactory(
        program=program,
        number=31,
        title="Store MVP",
        target_from_on=JUNE,
        target_to_on=JUNE,
        target_text="30 Jun 2026",
        value=5,
        appetite_days=Decimal(120),
    )


@pytest.fixture
def committed(milestone):
    milestone.status, milestone.committed_on, milestone.first_target_on = (
        "IN_PROGRESS",
        date(2026, 1, 5),
        JUNE,
    )
    with computing():
        milestone.save()
    return milestone


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def address(name, place="page"):
    return f"/kittiwake/milestones/M-31/{name}/?in={place}"


def change(**fields):
    """Somebody else saves these columns meanwhile."""
    with computing():
        Milestone.objects.update(**fields)


# --- The editor


def test_get_with_htmx_is_the_editor_of_the_cell_alone(client, milestone, manager):
    response = client.get(address("target", "row"), headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert f'id="milestone-{milestone.pk}-target"' in html
    assert 'name="target" value="30 Jun"' in html
    assert f'name="base_target" value="{BASE}"' in html
    assert "<html" not in html


def test_get_without_htmx_is_a_page_that_knows_the_way_back(client, milestone, manager):
    response = client.get(
        address("target"), headers={"Referer": "http://testserver/kittiwake/roadmap/?view=table"}
    )

    html = response.content.decode()
    assert "<h1>Target of M-31</h1>" in html
    assert 'name="next" value="/kittiwake/roadmap/?view=table"' in html


def test_history_restore_gets_the_page(client, milestone, manager):
    headers = HTMX | {"HX-History-Restore-Request": "true"}

    assert "<html" in client.get(address("target"), headers=headers).content.decode()


def test_cancel_gives_the_cell_back(client, milestone, manager):
    response = client.get(address("target") + "&rest=1", headers=HTMX)

    assert response.content.decode().startswith('<a class="cell"')
    assert client.get(address("target") + "&rest=1").url == "/kittiwake/milestones/M-31/"


# --- Target


def test_target_is_saved_and_the_row_comes_back(client, milestone, manager):
    response = client.post(address("target", "row"), {"target": "Q4 2026", "base_target": BASE}, headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert response.headers["HX-Retarget"] == f"#milestone-{milestone.pk}-row"
    assert html.startswith(f'<tr role="row" id="milestone-{milestone.pk}-row" data-key="M-31">')
    assert 'data-announce="M-31 is now due Q4 2026."' in html
    assert 'id="toasts" hx-swap-oob="beforeend"' in html
    milestone.refresh_from_db()
    assert (milestone.target_from_on, milestone.target_to_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert milestone.target_text == "Q4 2026"


def test_the_row_that_comes_back_is_the_one_the_list_shows(client, milestone, manager):
    owner = member_of(milestone.program)
    parts = DeliverableFactory.create_batch(3, program=milestone.program, milestone=milestone)
    with computing():
        Deliverable.objects.filter(pk=parts[0].pk).update(status="CLOSED", closed_on=JUNE)
        Deliverable.objects.filter(pk=parts[1].pk).update(status="DROPPED")
    saved = client.post(address("owner", "row"), {"owner": owner.pk, "base_owner": ""}, headers=HTMX)
    again = client.post(address("value", "row"), {"value": "7", "base_value": "5"}, headers=HTMX)

    listed = client.get("/kittiwake/roadmap/?view=table").content.decode()
    row = listed[listed.index(f'<tr role="row" id="milestone-{milestone.pk}-row"') :].partition("</tr>")[0]
    assert "1 of 2 closed" in row
    assert str(owner) in saved.content.decode()
    assert again.content.decode().partition("</tr>")[0] == row


def test_target_edited_on_the_page_of_the_milestone_gives_its_cell(client, milestone, manager):
    response = client.post(address("target"), {"target": "30 Sep", "base_target": BASE}, headers=HTMX)

    assert response.content.decode().startswith('<a class="cell cell-saved"')
    assert response.headers["HX-Trigger"] == "milestone-changed"


def test_target_without_javascript_goes_back_to_the_row(client, milestone, manager):
    response = client.post(
        address("target", "row"),
        {"target": "30 Sep", "base_target": BASE, "next": "/kittiwake/roadmap/?view=table"},
    )

    assert response.status_code == 302
    assert response.url == f"/kittiwake/roadmap/?view=table#milestone-{milestone.pk}-row"


@pytest.mark.parametrize(
    "way", ["https://evil.example/kittiwake/", "//evil.example/", "/other/", "javascript:alert(1)"]
)
def test_the_way_back_stays_in_the_program(client, milestone, manager, way):
    response = client.post(address("target"), {"target": "30 Sep", "base_target": BASE, "next": way})

    assert response.url == "/kittiwake/milestones/M-31/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 Jun", "June has 30 days"),
        ("soon", "“soon” does not read as a date."),
        ("15 Jan", "15 Jan 2026 has passed. Write it with its year, such as 15 Jan 2027."),
    ],
)
def test_target_that_is_no_date_is_refused_with_its_text_kept(client, milestone, manager, typed, sentence):
    for headers in ({}, HTMX):
        response = client.post(address("target"), {"target": typed, "base_target": BASE}, headers=headers)

        html = response.content.decode()
        assert response.status_code == 422
        assert sentence in html
        assert f'name="target" value="{typed}"' in html
        assert f'name="base_target" value="{BASE}"' in html
    milestone.refresh_from_db()
    assert milestone.target_to_on == JUNE


def test_refused_target_says_what_is_kept(client, milestone, manager):
    response = client.post(address("target"), {"target": "soon", "base_target": BASE}, headers=HTMX)

    assert "M-31 keeps 30 Jun until this is saved." in response.content.decode()


def test_committed_target_asks_why_and_then_counts_a_push(client, committed, manager):
    bare = {"target": "31 Jul 2026", "base_target": BASE}
    first = client.post(address("target"), bare, headers=HTMX)
    half = client.post(address("target"), bare | {"reason_class": "SCOPE"}, headers=HTMX)
    second = client.post(
        address("target"), bare | {"reason_class": "SCOPE", "reason": "Receipts came in."}, headers=HTMX
    )

    assert (first.status_code, half.status_code, second.status_code) == (422, 422, 200)
    assert "M-31 is committed. Say why its date moves" in first.content.decode()
    revision = TargetRevision.objects.get()
    assert (revision.is_slip, revision.reason_class, revision.reason) == (True, "SCOPE", "Receipts came in.")
    committed.refresh_from_db()
    assert committed.push_count == 1


def test_committed_target_made_more_precise_needs_no_reason(client, committed, manager):
    change(target_from_on=date(2026, 6, 1), target_text="Jun 2026")
    base = "2026-06-01|2026-06-30|Jun 2026"

    response = client.post(address("target"), {"target": "30 Jun", "base_target": base}, headers=HTMX)

    assert response.status_code == 200
    assert TargetRevision.objects.get().is_slip is False


def test_target_sent_back_as_it_was_changes_nothing(client, committed, manager):
    response = client.post(address("target"), {"target": "30 Jun", "base_target": BASE}, headers=HTMX)

    assert 'data-announce="Nothing changed."' in response.content.decode()
    assert (TargetRevision.objects.count(), Change.objects.count()) == (0, 0)


def test_target_can_be_taken_away(client, milestone, manager):
    client.post(address("target"), {"target": "", "base_target": BASE})

    milestone.refresh_from_db()
    assert (milestone.target_from_on, milestone.target_to_on, milestone.target_text) == (None, None, "")


def test_stale_target_is_a_choice_between_base_theirs_and_mine(client, milestone, manager):
    july = date(2026, 7, 31)
    change(target_from_on=july, target_to_on=july, target_text="31 Jul")

    for headers, status in ((HTMX, 409), ({}, 409)):
        response = client.post(address("target"), {"target": "30 Sep", "base_target": BASE}, headers=headers)
        html = response.content.decode()
        assert response.status_code == status
        assert "Somebody changed this while you were editing" in html
        assert '<input type="hidden" name="target" value="30 Sep">' in html
        assert 'name="base_target" value="2026-07-31|2026-07-31|31 Jul"' in html
    milestone.refresh_from_db()
    assert milestone.target_to_on == july


def test_keeping_mine_after_a_conflict_saves_it(client, milestone, manager):
    july = date(2026, 7, 31)
    change(target_from_on=july, target_to_on=july, target_text="31 Jul")

    client.post(address("target"), {"target": "30 Sep", "base_target": "2026-07-31|2026-07-31|31 Jul"})

    milestone.refresh_from_db()
    assert milestone.target_to_on == date(2026, 9, 30)


def test_an_empty_base_means_that_there_was_no_target(client, milestone, manager):
    response = client.post(address("target"), {"target": "30 Sep", "base_target": ""}, headers=HTMX)

    assert response.status_code == 409
    assert 'name="base_target" value="2026-06-30|2026-06-30|30 Jun 2026"' in response.content.decode()


@pytest.mark.parametrize("base", [None, "2026-06-30", "x|y|z"])
def test_a_form_without_its_base_is_refused(client, milestone, manager, base):
    data = {"target": "30 Sep"} if base is None else {"target": "30 Sep", "base_target": base}

    response = client.post(address("target"), data, headers=HTMX)

    assert response.status_code == 422
    assert "Open it again and edit there." in response.content.decode()


def test_target_before_the_planned_start_is_refused_beside_the_field(client, milestone, manager):
    change(planned_start_on=date(2026, 6, 1))

    response = client.post(address("target"), {"target": "1 May", "base_target": BASE}, headers=HTMX)

    assert response.status_code == 422
    assert "The planned start is after the target." in response.content.decode()


# --- Owner, value, appetite, start


def test_owner_is_chosen_among_the_members(client, program, milestone, manager):
    ada = MembershipFactory(program=program, user=UserFactory(name="Ada Quill")).user
    stranger = UserFactory(name="Stranger")

    good = client.post(address("owner", "row"), {"owner": ada.pk, "base_owner": ""}, headers=HTMX)
    bad = client.post(address("owner"), {"owner": stranger.pk, "base_owner": ada.pk}, headers=HTMX)

    assert 'data-announce="Ada Quill now owns M-31."' in good.content.decode()
    assert bad.status_code == 422
    milestone.refresh_from_db()
    assert milestone.owner == ada


def test_stale_owner_names_all_three(client, program, milestone, manager):
    ada, bram = (
        MembershipFactory(program=program, user=UserFactory(name=name)).user for name in ("Ada", "Bram")
    )
    change(owner=ada)

    response = client.post(address("owner"), {"owner": bram.pk, "base_owner": ""}, headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 409
    assert f'name="owner" value="{bram.pk}"' in html
    assert f'name="base_owner" value="{ada.pk}"' in html


@pytest.mark.parametrize(
    ("typed", "days"),
    [("6", "120"), ("4.5 months", "90"), ("90 d", "90"), ("4,5", "90"), ("", None)],
)
def test_appetite_is_read_in_months_or_days(client, milestone, manager, typed, days):
    client.post(address("appetite"), {"appetite": typed, "base_appetite": "120.00"})

    milestone.refresh_from_db()
    assert milestone.appetite_days == (None if days is None else Decimal(days))


@pytest.mark.parametrize("typed", ["0", "-3", "much", "1e9", "NaN"])
def test_appetite_that_is_no_effort_is_refused(client, milestone, manager, typed):
    response = client.post(address("appetite"), {"appetite": typed, "base_appetite": "120.00"}, headers=HTMX)

    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.parametrize("typed", ["11", "-1", "x", "2.5"])
def test_value_outside_0_to_10_is_refused(client, milestone, manager, typed):
    response = client.post(address("value"), {"value": typed, "base_value": "5"}, headers=HTMX)

    assert response.status_code == 422
    assert "The value is a whole number from 0 to 10." in response.content.decode()


def test_two_people_who_edit_different_fields_both_win(client, milestone, manager):
    client.post(address("value"), {"value": "7", "base_value": "5"})
    client.post(address("appetite"), {"appetite": "2", "base_appetite": "120.00"})

    milestone.refresh_from_db()
    assert (milestone.value, milestone.appetite_days) == (7, Decimal(40))


def test_start_is_one_day(client, milestone, manager):
    good = client.post(address("start"), {"start": "1 Apr", "base_start": ""}, headers=HTMX)
    bad = client.post(address("start"), {"start": "May 2026", "base_start": "2026-04-01"}, headers=HTMX)

    assert 'data-announce="M-31 starts 1 Apr 2026."' in good.content.decode()
    assert bad.status_code == 422
    milestone.refresh_from_db()
    assert milestone.planned_start_on == date(2026, 4, 1)


# --- Who


@pytest.mark.parametrize("name", ["target", "owner", "value", "appetite", "start", "edit"])
def test_those_who_may_not_edit_get_403(client, program, milestone, name):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    assert client.get(address(name)).status_code == 403
    assert client.post(address(name), {}).status_code == 403


def test_overdue_edit_of_a_row_keeps_its_other_columns(client, program, milestone, manager):
    DeliverableFactory(program=program, milestone=milestone)

    response = client.post(address("value", "row"), {"value": "7", "base_value": "5"}, headers=HTMX)

    assert "0 of 1" in response.content.decode()
    assert len(response.content) < 5_500
