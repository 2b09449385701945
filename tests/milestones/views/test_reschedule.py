"""Moving dates by a form and by what a drag posts: a preview first, then only what was ticked."""

import re
from datetime import date, timedelta

import pytest

from milestones.forms.reschedule import read_token, token_of
from milestones.models import Deliverable, Milestone
from milestones.services.reschedule import shift_of
from pm.models import ChangeSet
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db

URL = "/kittiwake/roadmap/move/"
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def whole(program):
    """M-3, committed, with D-7."""
    row = MilestoneFactory(program=program, track=TrackFactory(program=program), number=3, title="Store MVP",
                           status="COMMITTED", committed_on=JUNE, planned_start_on=JUNE, target_from_on=JULY,
                           target_to_on=JULY, first_target_on=JULY)  # fmt: skip
    DeliverableFactory(program=program, milestone=row, number=7, title="Queue", planned_start_on=JUNE,
                       due_on=JULY, accountable=SubteamFactory(program=program))  # fmt: skip
    return row


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def moved(row, days):
    return token_of(row.key, shift_of(row, days))


def reasons(**more):
    return {"reason_class": "SCOPE", "reason": "More to do.", "confirm": "1", **more}


def test_a_line_reads_back_as_it_was_written(whole):
    whole.target_text = "a | b"
    found = read_token(moved(whole, 7))

    assert (found.key, found.start, found.end, found.seen.text) == (
        "M-3", JUNE + timedelta(days=7), JULY + timedelta(days=7), "a | b",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"key": "X-1"}, "X-1 is no milestone and no deliverable"),
        ({"key": "M-99", "days": "7"}, "M-99 is no milestone"),
        ({"key": ""}, "Milestone or deliverable is missing"),
        ({"key": "m-3"}, "M-3 stands there already"),
        ({"key": "M-3", "end": "31 Jun"}, "June has 30 days"),
        ({"key": "M-3", "end": "1 Aug 2026", "days": "7"}, "not both"),
        ({"key": "M-3", "end": "1 May 2026"}, "It would end before it starts"),
        ({"key": "M-3", "days": "soon"}, "Write whole days, such as 14 or -7."),
        ({"key": "M-3", "days": "99999"}, "At most 3660."),
        ({"move": "nonsense"}, "This does not say what it moves"),
        ({"move": "M-3|2026-13-01|||||"}, "This does not say what it moves"),
        ({"move": "M-99||||||"}, "M-99 is not in this program"),
        ({"move": "M-3|0001-01-01|9999-12-31||||"}, "A plan holds days of the years 1990 to 2100"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(client, whole, manager, typed, sentence):
    response = client.post(URL, typed)

    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert typed.get("end", "") in response.content.decode()


def test_the_form_shows_the_dates_and_posts_to_a_preview(client, whole, manager):
    shown = client.get(URL, {"key": "m-3", "next": "/kittiwake/roadmap/?zoom=half"})
    assert 'value="M-3"' in shown.content.decode()
    assert 'value="1 Jul 2026"' in shown.content.decode()
    assert 'href="/kittiwake/roadmap/?zoom=half"' in shown.content.decode()

    preview = text_of(client.post(URL, {"key": "M-3", "days": "7"}))

    assert "M-3 Store MVP 1 Jun to 1 Jul → becomes 8 Jun to 8 Jul +7 d" in preview
    assert "D-7 starts 7 d before M-3 does." in preview
    assert "D-7 Queue belongs to M-3 · 1 Jun to 1 Jul → would become 8 Jun to 8 Jul +7 d" in preview
    assert "M-3 is committed: say why the date moves." in preview
    assert Milestone.objects.get().target_to_on == JULY


def test_only_what_is_ticked_moves_and_the_address_comes_back(client, whole, manager):
    part = Deliverable.objects.get()
    asked = {"move": moved(whole, 7), "next": "/kittiwake/roadmap/?zoom=half"}

    missing = client.post(URL, {**asked, "confirm": "1", "reason": "Kept."})
    assert (missing.status_code, "Choose why it moves." in text_of(missing)) == (422, True)
    assert 'value="Kept."' in missing.content.decode()

    first = client.post(URL, {**asked, **reasons()})
    assert (first.status_code, first.url) == (302, "/kittiwake/roadmap/?zoom=half")
    part.refresh_from_db()
    assert (Milestone.objects.get().target_to_on, part.due_on) == (JULY + timedelta(days=7), JULY)

    row = Milestone.objects.get()
    second = client.post(
        URL, {"move": moved(row, 1), "also": moved(part, 8), "next": "//evil.example/", **reasons()},
        headers=HTMX,
    )  # fmt: skip
    part.refresh_from_db()
    assert (second.status_code, second.headers["HX-Reswap"], part.due_on) == (
        200, "none", JULY + timedelta(days=8),
    )  # fmt: skip
    assert "roadmap-changed" in second.headers["HX-Trigger"]
    assert "Moved M-3 and 1 more: +1 d." in text_of(second)
    assert ChangeSet.objects.count() == 2


def test_a_stale_move_says_who_moved_it_and_a_second_confirmation_wins(client, whole, manager):
    asked = {"move": moved(whole, 7), **reasons()}
    with computing():
        Milestone.objects.update(
            target_from_on=JULY + timedelta(days=2), target_to_on=JULY + timedelta(days=2)
        )

    stale = client.post(URL, asked, headers={**HTMX, "HX-Target": "move-body"})

    assert stale.status_code == 409
    assert "Somebody moved it meanwhile: it stands at 1 Jun to 3 Jul." in text_of(stale)
    assert "<dialog" not in stale.content.decode()
    again = re.search(r'name="move" value="([^"]+)"', stale.content.decode())[1]
    assert client.post(URL, {"move": again, **reasons()}).status_code == 302
    assert Milestone.objects.get().target_to_on == JULY + timedelta(days=7)


def test_what_has_ended_and_what_would_end_before_it_starts_cannot_be_confirmed(client, whole, manager):
    wrong = f"M-3|2026-08-01|2026-07-01|{JUNE}|{JULY}|{JULY}|"
    shown = client.post(URL, {"move": wrong}, headers=HTMX)
    assert "M-3 would start 31 d after its end." in text_of(shown)
    assert 'name="confirm"' not in shown.content.decode()
    assert client.post(URL, {"move": wrong, **reasons()}).status_code == 422

    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=JUNE)
    refused = client.post(URL, {"move": moved(Deliverable.objects.get(), 3), "confirm": "1"})
    assert (refused.status_code, "D-7 is closed: its dates stand." in text_of(refused)) == (422, True)


def test_a_subteam_lead_moves_only_what_their_subteams_answer_for(client, program, whole):
    part = Deliverable.objects.get()
    person = member_of(program, Role.SUBTEAM_LEAD, part.accountable)
    client.force_login(person)

    assert client.post(URL, {"move": moved(whole, 7), **reasons()}).status_code == 403
    assert "Your role does not move M-3" in text_of(client.post(URL, {"move": moved(whole, 7)}))
    assert client.post(URL, {"move": moved(part, -1), "confirm": "1"}).status_code == 302

    with computing():
        Deliverable.objects.update(accountable=None)
    part.refresh_from_db()
    assert client.post(URL, {"move": moved(part, -1), "confirm": "1"}).status_code == 403
