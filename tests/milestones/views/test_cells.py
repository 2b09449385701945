"""Fields of every noun edited in place: each kind of editor, refusals, conflicts, hostile values."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from milestones.models import Deliverable, Milestone, Risk, Task
from pm.permissions import Role
from pm.registry import CELLS
from pm.services.history import computing
from tests.factories.delivery import HandoverFactory, TaskFactory
from tests.factories.milestones import DeliverableFactory, FeatureFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory, member_of
from tests.factories.spec import BlockerFactory, DependencyFactory, RiskFactory, UnknownFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
HOSTILE = "\x00<b>\"'&" + "9" * 400 + " ü" * 2000


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def ada(program):
    return MembershipFactory(program=program, user=UserFactory(name="Ada Quill")).user


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


@pytest.fixture
def rows(program):
    """One row of each noun, by the letter of its key."""
    team = SubteamFactory(program=program, slug="core", name="Core")
    TrackFactory(program=program, slug="power", name="Low power")
    milestone = MilestoneFactory(program=program, number=1, title="Store MVP", narrative="One\nTwo\nThree")
    deliverable = DeliverableFactory(
        program=program, milestone=milestone, number=2, accountable=team, due_on=date(2026, 5, 1)
    )
    held = {"program": program, "number": 3, "milestone": milestone}
    return {
        "M": milestone,
        "D": deliverable,
        "T": TaskFactory(program=program, number=3, deliverable=deliverable),
        "H": HandoverFactory(program=program, number=3, deliverable=deliverable),
        "R": RiskFactory(**held, title="Heavy", text="Text", mitigation="a\nb\nc"),
        "B": BlockerFactory(**held),
        "U": UnknownFactory(**held),
        "DP": DependencyFactory(**held),
        "feature": FeatureFactory(program=program, slug="sync"),
    }


def address(row, field):
    ref = row.key if hasattr(row, "key") else f"feature.{row.slug}"
    return reverse("cell_edit", args=["kit", ref, field])


def send(client, row, field, typed, base, **more):
    data = {field: typed, f"base_{field}": base, **more}
    return client.post(address(row, field), data, headers=HTMX)


def test_each_kind_of_editor_saves_and_says_so(client, rows, manager, ada):
    risk, task, deliverable, milestone = (rows[name] for name in ("R", "T", "D", "M"))
    said = [
        send(client, risk, "title", "Heavier", "Heavy"),
        send(client, risk, "impact", "HIGH", risk.impact),
        send(client, risk, "owner", ada.pk, ""),
        send(client, risk, "mitigation", "Less.", "a\nb\nc"),
        send(client, risk, "is_internal", "True", ""),
        send(client, task, "planned_week", "2026-w39", task.planned_week),
        send(client, task, "status", "IN_PROGRESS", "OPEN"),
        send(client, deliverable, "due", "4 May 2026", "2026-05-01"),
        send(client, deliverable, "accountable", "", deliverable.accountable.pk),
        send(client, milestone, "track", "power", milestone.track.pk),
        send(client, milestone, "title", "Store", "Store MVP"),
    ]

    found = [answer.content.decode().partition('data-announce="')[2].partition('"')[0] for answer in said]
    assert found == [
        "Title of R-3 is Heavier now.",
        "Impact of R-3 is High now.",
        "Owner of R-3 is Ada Quill now.",
        "Mitigation of R-3 is saved.",
        "Internal of R-3 is yes now.",
        "Planned week of T-3 is 2026-W39 now.",
        "T-3 is in progress now.",
        "Due of D-2 is 4 May now.",
        "D-2 has no subteam now.",
        "Track of M-1 is Low power now.",
        "Title of M-1 is Store now.",
    ]
    assert said[7].headers["HX-Trigger"] == "deliverable-changed"
    now = Risk.objects.get(pk=risk.pk)
    assert (now.title, now.impact, now.owner, now.mitigation, now.is_internal) == (
        "Heavier", "HIGH", ada, "Less.", True,
    )  # fmt: skip
    assert Task.objects.get(pk=task.pk).planned_week == "2026-W39"
    assert Deliverable.objects.get(pk=deliverable.pk).due_on == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("letter", "field", "typed", "base", "sentence"),
    [
        ("D", "due", "31 Jun", "2026-05-01", "June has 30 days"),
        ("R", "title", "", "Heavy", "Risk is missing."),
        ("R", "impact", "HUGE", "", "Choose one of the list."),
        ("R", "owner", "999999", "", "Choose one of the list."),
        ("T", "planned_week", "2026-W60", "", "A week is written as 2026-W39."),
        ("T", "external_url", "javascript:alert(1)", "", "This is no address of the web."),
        ("B", "delay_low_days", "many", "", "Enter a whole number."),
        ("R", "status", "CLOSED", "OPEN", "To close R-3, write one sentence that says why."),
        ("M", "title", "x" * 201, "Store MVP", "At most 200 characters."),
    ],
)
def test_what_cannot_be_saved_stays_with_its_sentence(
    client, rows, manager, letter, field, typed, base, sentence
):
    answer = send(client, rows[letter], field, typed, base)

    html = answer.content.decode()
    assert (answer.status_code, sentence in html) == (422, True)
    assert f'name="base_{field}" value="{base}"' in html
    if typed and field not in {"impact", "owner", "status"}:
        assert f'value="{typed}"' in html or f">\n{typed}</textarea>" in html


def test_a_text_that_two_people_changed_is_offered_merged(client, rows, manager):
    risk = rows["R"]
    with computing():
        Risk.objects.update(mitigation="a\nb\nc\nd")

    answer = send(client, risk, "mitigation", "x\nb\nc", "a\nb\nc")
    taken = send(client, risk, "mitigation", "x\nb\nc\nd", "a\nb\nc\nd")

    html = answer.content.decode()
    assert (answer.status_code, taken.status_code) == (409, 200)
    assert ">x\nb\nc\nd</textarea>" in html
    assert '<input type="hidden" name="base_mitigation" value="a\nb\nc\nd">' in html
    assert Risk.objects.get().mitigation == "x\nb\nc\nd"


def test_different_fields_both_win_and_a_step_that_was_taken_is_a_conflict(client, rows, manager):
    milestone, task = rows["M"], rows["T"]
    with computing():
        Milestone.objects.update(value=4)
        Task.objects.update(status="DROPPED")

    other = send(client, milestone, "title", "New", "Store MVP")
    stale = send(client, task, "status", "IN_PROGRESS", "OPEN")

    assert (other.status_code, stale.status_code) == (200, 409)
    assert "Dropped" in stale.content.decode()
    now = Milestone.objects.get()
    assert (now.title, now.value) == ("New", 4)


def test_a_step_that_asks_for_more_goes_to_its_own_page(client, rows, manager):
    answer = send(client, rows["U"], "status", "DEFERRED", "OPEN", reason="Later.")

    assert answer.headers["HX-Redirect"] == "/kit/unknowns/U-3/step/?to=DEFERRED"


def test_without_script_an_editor_is_a_page_that_leads_back(client, rows, manager):
    page = client.get(
        address(rows["R"], "owner"), headers={"Referer": "http://testserver/kit/risks/?sort=owner"}
    )
    saved = client.post(
        address(rows["R"], "title"),
        {"title": "New", "base_title": "Heavy", "next": "/kit/risks/?sort=owner"},
    )

    assert "<h1>Owner of R-3</h1>" in page.content.decode()
    assert 'name="next" value="/kit/risks/?sort=owner"' in page.content.decode()
    assert (saved.status_code, saved.url) == (302, "/kit/risks/?sort=owner")


def test_a_reader_sees_words_and_a_writer_cells(client, program, rows):
    seen = {}
    for role in (Role.STAKEHOLDER, Role.MANAGER):
        client.force_login(member_of(program, role))
        pages = ("risks/", "tasks/", "deliverables/", "risks/R-3/", "milestones/M-1/")
        seen[role] = ["data-cell" in client.get(f"/kit/{page}").content.decode() for page in pages]

    assert seen == {Role.STAKEHOLDER: [False] * 5, Role.MANAGER: [True] * 5}


def test_no_value_is_too_hostile(client, rows, manager):
    found = set()

    for name, row in rows.items():
        for field in CELLS.get(name).fields:
            page = client.get(address(row, field), headers=HTMX).content.decode()
            base = page.partition(f'name="base_{field}" value="')[2].partition('"')[0]
            found.add(send(client, row, field, HOSTILE, base).status_code)

    assert found <= {200, 403, 409, 422}


@pytest.mark.parametrize("text", ["*So*", "<script>", "", "x" * 60_000])
def test_a_preview_is_safe_html(client, rows, manager, text):
    html = client.post("/kit/preview/", {"of": "text", "text": text}).content.decode()

    assert "<script>" not in html
    assert html.startswith("<p")


def test_an_edit_costs_the_same_queries(client, rows, manager, django_assert_num_queries):
    client.get(address(rows["R"], "owner"), headers=HTMX)

    with django_assert_num_queries(6):
        client.get(address(rows["R"], "owner"), headers=HTMX)
    with django_assert_num_queries(14 + (connection.vendor == "postgresql")):
        assert send(client, rows["R"], "title", "Heavier", "Heavy").status_code == 200


def test_what_is_called_by_name_and_ends_itself_is_said_once(client, rows, manager):
    named = client.get(address(rows["feature"], "area")).content.decode()
    saved = send(client, rows["M"], "benefit", "It reaches them.", "").content.decode()

    assert f"<h1>Area of {rows['feature'].name}</h1>" in named
    assert 'data-announce="Benefit of M-1 is saved."' in saved
    assert 'aria-label="Benefit of M-1: It reaches them. Edit"' in saved
