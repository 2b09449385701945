"""Pages of a past day: they say what was said then, offer nothing to write, keep the day in their links."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from estimates.services import estimate as estimates
from estimates.services import forecast as forecasts
from milestones.models import Milestone
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from milestones.services import target as targets
from pm.permissions import READER, ROLES, Permission, Role
from pm.services.history import recording
from tests.factories.actors import NOW, actor
from tests.factories.milestones import MilestoneFactory, PinFactory, StatementFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
TABLE_QUERIES, TIMELINE_QUERIES, MILESTONE_QUERIES = 11, 10, 30
NO_REASONS = "Its reasons on that day are not kept, only its figures. "
PAGES = (
    "/kit/roadmap/",
    "/kit/roadmap/?view=table&sort=-health",
    "/kit/milestones/M-1/",
    "/kit/deliverables/D-1/",
    "/kit/deliverables/?status=PLANNED",
)


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", is_public=True, created_at=NOW)


@pytest.fixture
def reader(client, monkeypatch):
    """One to whom no page offers anything but to read, past days too."""
    monkeypatch.setitem(ROLES, Role.PUBLIC, READER | {Permission.VIEW_HISTORY})
    return client


def main_of(client, url, day=None):
    """The words of a page's main part, without those that only today's or only a past page says."""
    joint = "&" if "?" in url else "?"
    response = client.get(f"{url}{joint}as_of={day}" if day else url)
    html = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    html = re.sub(
        r'<form class="past-pick".*?</form>|<ul class="ms-reasons".*?</ul>', " ", html[0], flags=re.DOTALL
    )
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    return re.sub(r"(Numbers behind this )?computed (\d+ Mar )?", "", words.replace(NO_REASONS, ""))


def days_of_work(program, clock):
    """Five days of a plan, each told by services; yields at the end of each."""
    now = lambda: actor(moment=timezone.now())  # noqa: E731  # one line for forty
    teams = [SubteamFactory(program=program, name=name) for name in ("Engine", "Clients")]
    track = TrackFactory(program=program, name="Store")
    due = TODAY + timedelta(days=30)
    row = milestones.create(
        program=program, track=track, title="Store", actor=now(), value=7, owner=member_of(program),
        benefit="It arrives.", narrative="Links break.", planned_start_on=TODAY,
        target_from_on=due, target_to_on=due,
    )  # fmt: skip
    part = deliverables.create(
        program=program, milestone=row, title="Node", accountable=teams[0], criteria=["Two nodes talk."],
        due_on=TODAY + timedelta(days=2), actor=now(),
    )  # fmt: skip
    PinFactory(program=program, deliverable=part, statement=StatementFactory(program=program))
    yield
    estimates.set_estimate(target=part, low=Decimal(3), likely=Decimal(5), high=Decimal(9), actor=now())
    other = deliverables.create(
        program=program, milestone=row, title="Client", accountable=teams[1], actor=now()
    )
    yield
    milestones.edit(
        milestone=row, changes={"title": "Store 100 %", "owner": None, "value": None}, actor=now()
    )
    targets.move(milestone=row, start=None, end=None, text="later", actor=now())
    deliverables.edit(
        deliverable=part, changes={"due_on": TODAY + timedelta(40), "title": "Hub"}, actor=now()
    )
    yield
    late = MilestoneFactory.build(program=program, track=track, number=9, title="Late comer")
    with recording(now(), program) as record:
        record.create(late)
        record.delete(record.lock(other))
    yield
    with recording(now(), program) as record:
        record.update(record.lock(row), {"status": "SHELVED"})


def test_a_past_day_says_word_for_word_what_was_said_then(reader, program, clock):
    told = {}
    for _ in days_of_work(program, clock):
        forecasts.compute(program=program, today=timezone.now().date(), now=timezone.now())
        day = timezone.now().date()
        told[day] = {url: main_of(reader, url) for url in PAGES}
        told[day]["csv"] = reader.get("/kit/roadmap/?view=csv").content
        clock.shift(timedelta(days=1))

    for day, pages in told.items():
        for url in PAGES:
            assert main_of(reader, url, day) == pages[url], (day, url)
        assert reader.get(f"/kit/roadmap/?view=csv&as_of={day}").content == pages["csv"]


def world(program, clock):
    """Those days, the last of them past."""
    for _ in days_of_work(program, clock):
        clock.shift(timedelta(days=1))


@pytest.mark.parametrize("role", [Role.LEAD, Role.STAKEHOLDER])
def test_nothing_is_offered_to_write_and_links_keep_the_day(client, program, clock, role):
    world(program, clock)
    person = member_of(program, role)
    client.force_login(person)
    with recording(actor(), program) as record:
        record.update(record.lock(Milestone.objects.get(number=1)), {"owner": person})

    for url in PAGES:
        joint = "&" if "?" in url else "?"
        html = client.get(f"{url}{joint}as_of={TODAY}").content.decode()
        main = re.search(r"<main.*</main>", html, re.DOTALL)[0]
        main = re.sub(r'<div id="views-menu">.*?</details></div>', "", main, flags=re.DOTALL)
        assert "As it was at the end of <b>2 Mar 2026</b>" in html
        assert re.findall(r'<form[^>]*method="post"[^>]*>', main) == []
        assert (
            re.findall(r'href="[^"]*/(?:edit|new|move|cut|status|target|step|call|cell)/[^"]*"', main) == []
        )
        kept = re.findall(
            r'href="(/kit/(?:roadmap|milestones|deliverables)/(?:[MD]-\d+/)?)(?:\?([^"#]*))?"', main
        )
        assert [path for path, query in kept if f"as_of={TODAY}" not in query] == []
        for form in re.findall(r'<form[^>]*method="get".*?</form>', main, re.DOTALL):
            assert form.count('name="as_of"') == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_past_day_are_few_whatever_changed(
    client, program, clock, rows, django_assert_num_queries, django_assert_max_num_queries
):
    world(program, clock)
    client.force_login(member_of(program))
    for _ in range(rows):
        track = TrackFactory(program=program)
        milestones.create(program=program, track=track, title="More", actor=actor(moment=NOW + timedelta(2)))
    day = TODAY + timedelta(days=3)
    client.get("/kit/roadmap/")  # the session is written once a day

    with django_assert_num_queries(TABLE_QUERIES):
        client.get("/kit/roadmap/", {"view": "table", "as_of": day})
    with django_assert_num_queries(TIMELINE_QUERIES):
        client.get("/kit/roadmap/", {"as_of": day})
    with django_assert_max_num_queries(MILESTONE_QUERIES):
        client.get("/kit/milestones/M-1/", {"as_of": day})


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        (
            "2027-01-01",
            422,
            "Friday 1 Jan 2027 is still to come. Choose a day up to today, Monday 2 Mar 2026.",
        ),
        (
            "2020-01-01",
            422,
            "Nothing is recorded of Wednesday 1 Jan 2020. Choose a day since Monday 2 Mar 2026.",
        ),
        ("soon", 422, "“soon” is no day. Write it as 2026-03-02, or choose one."),
    ],
)
def test_a_day_that_cannot_be_read_says_so(reader, program, typed, status, sentence):
    response = reader.get("/kit/roadmap/", {"as_of": typed, "view": "table"})

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert 'href="/kit/roadmap/?view=table"' in response.content.decode()


def test_what_was_made_later_was_not_there(reader, program, clock):
    world(program, clock)

    later = reader.get(f"/kit/milestones/M-9/?as_of={TODAY}")

    assert later.status_code == 404
    assert "Nothing of that key was here at the end of Monday 2 Mar 2026." in later.content.decode()
    assert [label for label, _ in later.context["crumbs"]] == ["M-9", "Another day"]


def test_outsiders_of_a_public_program_read_today_alone(client, program, clock):
    world(program, clock)
    today = "/kit/milestones/M-1/"

    for person in (None, UserFactory()):
        if person:
            client.force_login(person)
        answers = [client.get(f"{url}{'&' if '?' in url else '?'}as_of={TODAY}") for url in PAGES]
        seen = client.get(today).content.decode() + client.get("/kit/roadmap/").content.decode()

        assert {one.status_code for one in answers} == {403}
        assert "Past days are not public" in answers[2].content.decode()
        assert f'href="{today}"' in answers[2].content.decode()
        assert "as_of" not in seen
        assert "/kit/roadmap/compare/" not in seen
