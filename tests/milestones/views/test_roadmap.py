"""The roadmap: what it shows, that its state is the address, that any number of rows costs the same."""

import gzip
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from pm.models import JobRun
from pm.permissions import Role
from pm.registry import PANELS, Panel, Registry
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, PlanLineFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


@pytest.fixture
def track(program):
    return TrackFactory(program=program, slug="reliable", name="Reliable delivery")


def planned(program, track, days=30, **fields):
    """A milestone in progress, due in so many days, begun 30 days before that."""
    due = TODAY + timedelta(days=days)
    defaults = {
        "status": "IN_PROGRESS",
        "committed_on": TODAY - timedelta(days=60),
        "planned_start_on": due - timedelta(days=30),
        "target_from_on": due,
        "target_to_on": due,
        "health": "ON_TRACK",
    }
    return MilestoneFactory(program=program, track=track, **{**defaults, **fields})


def get(client, **query):
    return client.get("/kittiwake/roadmap/", query)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def shown(response):
    """The titles of the rows, in their order."""
    return re.findall(r'<th[^>]*scope="row"[^>]*>.*?title="([^"]+)"', response.content.decode(), re.DOTALL)


def test_timeline_shows_bars_named_by_title_dates_and_health(client, program, track, manager):
    planned(program, track, title="Store MVP", health="AT_RISK")

    response = get(client)

    assert response.status_code == 200
    assert (
        'aria-label="Store MVP, 2 Mar 2026 to 1 Apr 2026, At risk, no estimate"' in response.content.decode()
    )
    assert "Reliable delivery 1 milestone, 1 at risk" in text_of(response)


def test_table_shows_target_with_its_slip_and_days_late(client, program, track, manager):
    planned(
        program, track, days=-10, title="Order", health="LATE", push_count=1,
        first_target_on=TODAY - timedelta(days=24),
    )  # fmt: skip

    words = text_of(get(client, view="table"))

    assert "Late 10 d" in words
    assert "20 Feb +14 d, 1 push" in words


def test_late_milestone_of_an_earlier_quarter_stands_at_the_edge(client, program, track, manager):
    planned(program, track, days=-150, title="Old", health="LATE")

    assert "Late 150 d, no estimate, due 3 Oct 2025" in text_of(get(client))


def test_default_leaves_out_ideas_what_was_given_up_and_what_was_delivered_long_ago(
    client, program, track, manager
):
    for status in ("IDEA", "SHELVED", "DROPPED"):
        planned(program, track, title=status, status=status)
    planned(program, track, title="Old", status="DELIVERED", delivered_on=date(2025, 12, 31))
    planned(program, track, title="New", status="DELIVERED", delivered_on=date(2026, 1, 1))
    planned(program, track, title="Now")

    assert sorted(shown(get(client, view="table"))) == ["New", "Now"]
    assert shown(get(client, view="table", status="IDEA")) == ["IDEA"]


def test_each_filter_finds_its_rows(client, program, track, manager):
    owner = UserFactory(name="Ada Quill")
    other = TrackFactory(program=program, slug="other", rank=2)
    team = SubteamFactory(program=program, slug="clients")
    one = planned(program, track, title="One", number=31, owner=owner, health="AT_RISK",
                  first_target_on=TODAY)  # fmt: skip
    DeliverableFactory(program=program, milestone=one, accountable=team, number=1)
    DeliverableFactory(program=program, milestone=one, accountable=team, number=2)
    PlanLineFactory(program=program, milestone=one, period="2026H1")
    two = planned(program, other, title="Two", owner=manager, days=90, status="PROPOSED")
    loose = planned(program, other, title="Three", target_from_on=None, target_to_on=None)

    def found(**query):
        return sorted(shown(get(client, view="table", **query)))

    assert found(q="m-31") == ["One"]
    assert found(q="tw") == ["Two"]
    assert found(track="other") == ["Three", "Two"]
    assert found(subteam="clients") == ["One"]
    assert found(owner=str(owner.pk)) == ["One"]
    assert found(owner="me") == ["Two"]
    assert found(owner="none") == ["Three"]
    assert found(health="AT_RISK") == ["One"]
    assert found(status=["PROPOSED", "IDEA"]) == ["Two"]
    assert found(period="2026H1") == ["One"]
    assert found(target_from=two.target_to_on.isoformat()) == ["Two"]
    assert found(target_to=TODAY.isoformat()) == []
    assert found(slipped="on") == ["One"]
    assert found(unscheduled="on") == [loose.title]


def test_a_filter_is_a_chip_whose_cross_takes_only_it_away(client, program, track, manager):
    planned(program, track, title="One")

    response = get(client, view="table", track="reliable", q="one")

    html = response.content.decode()
    assert 'aria-label="Remove the filter Track Reliable delivery"' in html
    assert 'href="?view=table&amp;q=one"' in html
    assert 'href="?view=table&amp;track=reliable"' in html
    assert "1 milestone" in text_of(response)


def test_a_filter_nothing_passes_names_itself_and_offers_to_clear(client, program, track, manager):
    planned(program, track)

    response = get(client, view="table", track="reliable", health="LATE")

    assert "No milestone passes these filters" in text_of(response)
    assert "On are: Track Reliable delivery; Health Late." in text_of(response)


def test_a_filter_that_is_not_understood_says_so_and_keeps_the_rest(client, program, track, manager):
    planned(program, track, title="One")

    response = get(client, view="table", target_from="soon", q="one")

    assert response.status_code == 200
    assert shown(response) == ["One"]
    assert "Enter a valid date." in text_of(response)


def test_an_empty_program_says_what_is_not_shown(client, program, manager):
    assert "No milestone is planned yet" in text_of(get(client))


def test_sort_and_group_order_the_rows(client, program, track, manager):
    early = TrackFactory(program=program, name="Early", rank=0)
    track.rank = 1
    planned(program, track, title="B", number=2, value=1, days=5)
    planned(program, track, title="A", number=3, value=9, days=9)
    planned(program, early, title="C", number=1, days=7)

    assert shown(get(client, view="table", sort="title")) == ["C", "A", "B"]
    assert shown(get(client, view="table", sort="-title")) == ["C", "B", "A"]
    assert shown(get(client, view="table", group="none")) == ["B", "C", "A"]
    assert shown(get(client, view="table", group="none", sort="-value")) == ["A", "B", "C"]


def test_lanes_by_subteam_put_a_milestone_with_whom_holds_most_of_it(client, program, track, manager):
    clients = SubteamFactory(program=program, name="Clients", rank=1)
    engine = SubteamFactory(program=program, name="Engine", rank=2)
    one = planned(program, track, title="One")
    for number, team in enumerate((engine, engine, clients), start=1):
        DeliverableFactory(program=program, milestone=one, accountable=team, number=number)
    planned(program, track, title="Two", days=20)

    words = text_of(get(client, group="subteam"))

    assert "Engine 1 milestone" in words
    assert "No subteam yet 1 milestone" in words


def test_a_budget_line_without_an_end_is_drawn_and_does_not_wait_in_the_tray(client, program, track, manager):
    planned(program, track, title="Maintenance", kind="BUDGET_LINE", target_from_on=None, target_to_on=None,
            planned_start_on=date(2026, 1, 1))  # fmt: skip

    response = get(client)

    assert (
        'aria-label="Maintenance, from 1 Jan 2026 without an end, Budget line"' in response.content.decode()
    )
    assert "Unscheduled" not in text_of(response)


def test_milestones_without_a_target_wait_in_the_tray(client, program, track, manager):
    for number in range(1, 31):
        planned(program, track, number=number, title=f"Loose {number}", target_from_on=None,
                target_to_on=None, planned_start_on=None)  # fmt: skip

    first, second = text_of(get(client)), text_of(get(client, tray="2"))

    assert "Unscheduled 30" in first
    assert ("M-24 Loose 24" in first, "M-25 Loose 25" in first) == (True, False)
    assert ("M-24 Loose 24" in second, "M-25 Loose 25" in second) == (False, True)


def test_window_follows_zoom_and_from(client, program, track, manager):
    planned(program, track, title="Now")
    planned(program, track, title="Later", days=400)

    assert shown(get(client)) == ["Now"]
    assert "1 milestone, 1 outside these months" in text_of(get(client))
    assert shown(get(client, zoom="year")) == ["Now", "Later"]
    assert shown(get(client, **{"from": "2027-03-01"})) == ["Now", "Later"][1:]
    assert 'href="?from=2026-04-01"' in get(client).content.decode()


def test_a_page_holds_fifty_rows(client, program, track, manager):
    for number in range(1, 53):
        planned(program, track, number=number, title=f"Row {number:02}")

    first, second = get(client, view="table"), get(client, view="table", page="2")

    assert (len(shown(first)), shown(second)) == (50, ["Row 51", "Row 52"])
    assert "1–50 of 52 milestones" in text_of(first)
    assert 'href="?view=table&amp;page=2"' in first.content.decode()


def test_nonsense_in_the_address_is_the_default(client, program, track, manager):
    planned(program, track, title="One")

    response = get(client, view="x", group="y", zoom="z", sort="w", page="-1", tray="²", **{"from": "99"})

    assert (response.status_code, shown(response)) == (200, ["One"])


def test_what_is_internal_is_hidden_from_the_public(client, track):
    program = ProgramFactory(slug="open", is_public=True)
    lane = TrackFactory(program=program)
    planned(program, lane, title="Public")
    planned(program, lane, title="Secret", is_internal=True)

    response = client.get("/open/roadmap/", {"view": "table"})

    assert shown(response) == ["Public"]
    assert 'hx-get="/open/milestones' not in response.content.decode()


def test_cells_are_editors_only_for_those_who_may_edit(client, program, track):
    planned(program, track)
    client.force_login(member_of(program, Role.STAKEHOLDER))
    assert "data-cell" not in get(client, view="table").content.decode()

    client.force_login(member_of(program, Role.MANAGER))
    assert "data-cell" in get(client, view="table").content.decode()


def test_columns_of_another_app_are_asked_once_for_the_page(client, program, track, manager, monkeypatch):
    one = planned(program, track, title="One")
    asked = []

    def build(request, ids):
        asked.append(list(ids))
        return {one.pk: {"estimate": "5.5", "p50": "22 Oct", "p50_on": TODAY, "claimed": 50}}

    registry = Registry()
    registry.add("test", Panel("Test", "", build))
    monkeypatch.setitem(PANELS, "roadmap_columns", registry)

    words = text_of(get(client, view="table"))

    assert asked == [[one.pk]]
    assert ("5.5" in words, "22 Oct" in words, "50 %" in words) == (True, True, True)
    assert 'class="f-ink3" href="#tl-p50"' in get(client).content.decode()


QUERIES = {"timeline": 12, "table": 11}


@pytest.mark.parametrize("view", ["timeline", "table"])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_the_same_for_one_and_for_three_rows(
    client, program, track, manager, view, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        row = planned(program, TrackFactory(program=program), number=number, owner=UserFactory())
        planned(program, track, number=number + 50, target_from_on=None, target_to_on=None)
        DeliverableFactory(program=program, milestone=row, number=number)
        PlanLineFactory(program=program, milestone=row)
    get(client, view=view)

    with django_assert_num_queries(QUERIES[view]):
        get(client, view=view)


def test_the_first_screen_of_a_large_program_stays_under_100_kb(client, program, manager):
    tracks = [TrackFactory(program=program) for _ in range(8)]
    for number in range(1, 121):
        planned(program, tracks[number % 8], number=number, days=number % 60, owner=manager,
                title=f"Replace the filter protocol in restricted networks {number}")  # fmt: skip

    sizes = [len(gzip.compress(get(client, view=view).content, 6)) for view in ("timeline", "table")]

    assert max(sizes) < 100_000


def test_a_file_holds_every_row_and_runs_no_formula(client, program, track, manager):
    for number in range(1, 52):
        planned(program, track, number=number, title=f"Row {number:02}", owner=manager)
    planned(program, track, number=52, title='=HYPERLINK("x")', days=40)

    response = get(client, view="csv", sort="key", q="")

    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="kittiwake-roadmap-2026-03-02.csv"' in response.headers["Content-Disposition"]
    assert len(lines) == 53
    assert lines[1].startswith(f"M-1,Row 01,Reliable delivery,On track,In progress,{manager},2026-03-02,")
    assert lines[-1].startswith('M-52,"\'=HYPERLINK(""x"")",Reliable delivery,')


def test_old_figures_are_said_to_be_old(client, program, track, manager):
    planned(program, track)
    with computing():
        JobRun.objects.create(program=program, job="estimates.compute_drift", slot="x", state="FAILED",
                              requested_at=NOW, not_before=NOW)  # fmt: skip

    assert "1 run that computes them has failed" in text_of(get(client))


def test_stranger_gets_404_and_anonymous_the_login(client, program):
    assert get(client).status_code == 302
    client.force_login(UserFactory())
    assert get(client).status_code == 404


@pytest.mark.parametrize("target", ["31 Dec 9999", "H2 9999", "2 Jan 0001"])
def test_target_no_plan_can_hold_is_refused_in_a_sentence(target):
    milestone = MilestoneFactory()
    client = Client()
    client.force_login(member_of(milestone.program))

    response = client.post(
        f"/{milestone.program.slug}/milestones/{milestone.key}/target/",
        {"target": target, "base_target": "||"},
    )

    assert response.status_code == 422
    assert "1990 to 2100" in response.content.decode()


def test_page_beyond_the_last_shows_the_last():
    milestone = MilestoneFactory(target_from_on=date(2026, 6, 1), target_to_on=date(2026, 6, 1))
    client = Client()
    client.force_login(member_of(milestone.program))

    response = client.get(f"/{milestone.program.slug}/roadmap/", {"view": "table", "page": "99"})

    assert milestone.title in response.content.decode()


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.MANAGER, "Propose a milestone"), (Role.STAKEHOLDER, "Propose an idea")],
)
def test_a_milestone_begins_on_the_roadmap(client, program, role, words):
    client.force_login(member_of(program, role))

    html = get(client).content.decode()

    assert 'href="/kittiwake/milestones/new/"' in html
    assert words in html
    of_track = client.get("/kittiwake/roadmap/?track=power").content.decode()
    assert 'href="/kittiwake/milestones/new/?track=power"' in of_track
