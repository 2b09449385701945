"""The at-risk page: rank, reasons, movements, filters, review, recompute."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from estimates.models import Forecast, RiskReview
from pm.models import JobRun
from pm.permissions import Role
from pm.services import job
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.estimates import FAR, PAST, RiskReviewFactory, blind, figure, fine, late
from tests.factories.milestones import TrackFactory
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake", name="Kittiwake")


def change(row, **fields):
    with computing():
        type(row).objects.filter(pk=row.pk).update(**fields)


def page(client, query=""):
    return client.get(f"/kittiwake/at-risk/{query}")


def titles(answer):
    return [row.title for row in answer.context["rows"]]


def words(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


@pytest.fixture
def manager(program):
    return member_of(program, Role.MANAGER)


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def test_ranked_by_expected_days_late_times_value(program, signed_in):
    late(program, value=3, title="Small")
    late(program, value=9, title="Big")
    late(program, value=None, title="Unsaid")
    fine(program)
    blind(program)
    figure(program)

    answer = page(signed_in)

    assert titles(answer) == ["Big", "Unsaid", "Small", "Dark"]
    assert [row.rank for row in answer.context["rows"]] == [
        "31 d × value 9",
        "31 d × median 9, value not stated",
        "31 d × value 3",
        "not ranked: days late are unknown",
    ]
    first = answer.context["rows"][0]
    assert (first.big, strip_tags(first.computed)) == ("31 d", "Late 10 d")  # expected; past the target
    assert answer.context["note"] == "3 of 5 milestones late or at risk, 0 to watch, 1 we cannot see"


def test_a_reason_is_a_sentence_with_its_number_and_a_link_to_its_mend(program, signed_in):
    milestone = late(program)
    figure(program)

    [reason] = page(signed_in).context["rows"][0].reasons

    assert reason.sentence == (
        f'<a href="/kittiwake/milestones/{milestone.key}/target/">The target of 20 Feb passed '
        "<strong>10 days</strong> ago</a>"
    )
    assert reason.since == "21 Feb"


def test_a_reader_gets_the_reason_without_a_door_that_is_shut(program, client):
    late(program)
    figure(program)
    client.force_login(member_of(program, Role.STAKEHOLDER))

    answer = page(client)

    row = answer.context["rows"][0]
    assert row.reasons[0].sentence == "The target of 20 Feb passed <strong>10 days</strong> ago"
    assert (row.acts, answer.context["may_review"], answer.context["may_recompute"]) == ([], False, False)


def test_the_owners_call_stands_beside_the_level(program, signed_in):
    late(program, owner=UserFactory(name="Bram Tarn"), owner_call="WATCH", owner_call_confidence=60,
         owner_call_text="Nearly there.")  # fmt: skip
    figure(program)

    text = words(page(signed_in))

    assert "Owner’s call Watch 60 % sure “Nearly there.” Bram Tarn, 27 Feb calls differ" in text


def test_what_moved_since_monday_is_named(program, signed_in):
    new, worse = fine(program, title="New"), late(program, title="Worse")
    back, gone = late(program, title="Back"), late(program, title="Gone")
    fine(program, title="Seen")
    figure(program, NOW - timedelta(days=8))
    change(new, target_to_on=PAST, target_from_on=PAST)
    change(back, target_to_on=FAR, target_from_on=FAR)
    change(gone, status="DELIVERED", delivered_on=TODAY)
    figure(program)

    answer = page(signed_in)

    assert [(one["count"], [(row.title, row.detail) for row in one["rows"]])
            for one in answer.context["deltas"]] == [
        (1, [("New", "now 31 d expected late")]),
        (1, [("Worse", "2 → 31 d expected late")]),
        (3, [("Gone", "delivered"), ("Back", "Late → On track"), ("Seen", "Unknown → On track")]),
    ]  # fmt: skip
    assert answer.context["sub"] == "Monday 2 March, week 10. Changes since Monday 23 Feb."
    assert worse.pk


def test_the_first_computation_is_all_new(program, signed_in):
    late(program)
    figure(program)

    assert [one["count"] for one in page(signed_in).context["deltas"]] == [1, 0, 0]


def test_a_review_moves_the_line(program, signed_in, manager):
    late(program)
    figure(program, NOW - timedelta(hours=1))

    answer = signed_in.post("/kittiwake/at-risk/review/", follow=True)

    assert RiskReview.objects.get().reviewed_by == manager
    assert [str(message) for message in answer.context["messages"]] == [
        "Reviewed on 2 Mar. The next look starts from here."
    ]
    assert [one["count"] for one in answer.context["deltas"]] == [0, 0, 0]
    assert answer.context["sub"].endswith("Changes since your last review on 2 Mar.")


def test_somebody_elses_review_is_not_mine(program, signed_in):
    RiskReviewFactory(program=program, reviewed_at=NOW)

    assert "your last review" not in page(signed_in).context["sub"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?track=core", ["Core"]),
        ("?level=UNKNOWN", ["Dark"]),
        ("?level=LATE&level=UNKNOWN", ["Core", "Edge", "Dark"]),
        ("?level=ON_TRACK", ["Calm"]),
        ("?owner=none", ["Edge"]),
        ("?owner=me", ["Core"]),
        ("?level=LATE&track=edge&owner=me", []),
        ("?level=nonsense", ["Core", "Edge", "Dark"]),
    ],
)
def test_filters_are_in_the_address(program, signed_in, manager, query, found):
    core = TrackFactory(program=program, slug="core", name="Core")
    edge = TrackFactory(program=program, slug="edge", name="Edge")
    late(program, title="Core", track=core, owner=manager)
    late(program, title="Edge", track=edge, owner=None, value=3)
    blind(program, track=edge)
    fine(program, track=edge)
    figure(program)

    assert titles(page(signed_in, query)) == found


def test_a_filter_that_is_on_can_be_taken_off(program, signed_in):
    late(program, track=TrackFactory(program=program, slug="core", name="Core"))
    figure(program)

    [one, other] = page(signed_in, "?track=core&level=LATE").context["chips"]

    assert (one.label, one.value, one.remove_url) == ("Track", "Core", "?level=LATE")
    assert (other.label, other.value, other.remove_url) == ("Level", "Late", "?track=core")


def test_counts_by_track_lead_to_the_roadmap(program, signed_in):
    late(program, track=TrackFactory(program=program, slug="core", name="Core"))
    figure(program)

    [track] = page(signed_in).context["tracks"]

    assert track.cells[0] == (
        '<a href="/kittiwake/roadmap/?view=table&amp;track=core&amp;health=LATE" '
        'aria-label="Core: 1 late">1</a>'
    )
    assert list(track.cells[1:]) == ["–", "–", "–", "–"]


def test_internal_milestones_are_for_insiders(program, client):
    late(program, title="Open")
    late(program, title="Secret", is_internal=True)
    figure(program)
    change(program, is_public=True)

    assert titles(page(client)) == ["Open"]
    assert "Secret" not in page(client).content.decode()
    client.force_login(member_of(program, Role.STAKEHOLDER))
    assert titles(page(client)) == ["Open", "Secret"]


def test_the_navigation_counts_what_the_reader_may_see(program, client):
    late(program, is_internal=True)
    figure(program)
    change(program, is_public=True)

    def count():
        nav = page(client).context["nav"]
        return next(item.count for group in nav for item in group.items if item.label == "At risk")

    assert count() is None
    client.force_login(UserFactory())
    assert count() is None
    client.force_login(member_of(program, Role.STAKEHOLDER))
    assert count() == 1


def test_a_milestone_that_was_never_computed_is_unknown(program, signed_in):
    late(program)

    answer = page(signed_in)

    assert [row.lead for row in answer.context["rows"]] == ["It is not computed yet. Unknown is not green."]
    assert "Nothing was computed yet." in words(answer)


def test_an_empty_program_says_what_is_judged(program, signed_in):
    assert "No open milestone to judge" in words(page(signed_in))


def test_no_hit_names_the_way_back(program, signed_in):
    late(program)
    figure(program)

    assert "No milestone passes these filters" in words(page(signed_in, "?level=WATCH"))


def test_all_on_track_says_so(program, signed_in):
    fine(program)
    figure(program)

    assert "Every milestone is on track" in words(page(signed_in))


def test_a_long_list_has_pages(program, signed_in, monkeypatch):
    monkeypatch.setattr("estimates.views.at_risk.PAGE", 2)
    for value in (9, 6, 3):
        late(program, value=value, title=f"Of {value}")
    figure(program)

    first, second = page(signed_in), page(signed_in, "?page=2")

    assert (titles(first), titles(second)) == (["Of 9", "Of 6"], ["Of 3"])
    assert second.context["rows"][0].place == 3
    assert first.context["pages"] == {
        "text": "1–2 of 3 milestones", "prev_url": "", "next_url": "?page=2"
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_statements_for_one_and_three(program, signed_in, count):
    for _ in range(count):
        late(program)
    figure(program)

    page(signed_in)  # the first look of a session also notes that it is alive

    with CaptureQueriesContext(connection) as seen:
        page(signed_in)

    assert len(seen) == 11


def test_recompute_asks_once_and_leads_back(program, signed_in):
    late(program)

    answer = signed_in.post("/kittiwake/at-risk/recompute/")

    assert (answer.status_code, answer["Location"]) == (302, "/kittiwake/at-risk/")
    assert JobRun.objects.filter(parent=None).count() == 1
    assert "Computing, 0 of 1 part done" in words(page(signed_in))


def test_recompute_by_htmx_shows_progress_until_it_is_done(program, signed_in):
    late(program)
    htmx = {"HX-Request": "true"}

    started = signed_in.post("/kittiwake/at-risk/recompute/", headers=htmx)

    assert 'hx-trigger="every 1s"' in started.content.decode()
    waiting = signed_in.get("/kittiwake/at-risk/progress/", headers=htmx)
    assert "HX-Refresh" not in waiting
    for run in JobRun.objects.open().order_by("pk"):
        job.perform(run=job.claim(run_id=run.pk, now=NOW), now=NOW)
    done = signed_in.get("/kittiwake/at-risk/progress/", headers=htmx)
    assert done["HX-Refresh"] == "true"
    assert "hx-trigger" not in done.content.decode()
    assert Forecast.objects.filter(is_latest=True).count() == 1


def test_progress_without_htmx_is_a_page(program, signed_in):
    assert "Nobody asked for it yet." in words(signed_in.get("/kittiwake/at-risk/progress/"))
    late(program)
    signed_in.post("/kittiwake/at-risk/recompute/")

    assert "0 of 1 parts are done." in words(signed_in.get("/kittiwake/at-risk/progress/"))


@pytest.mark.parametrize("path", ["review", "recompute"])
def test_writes_are_for_those_who_may(program, client, path):
    client.force_login(member_of(program, Role.MEMBER))

    assert client.post(f"/kittiwake/at-risk/{path}/").status_code == 403


def test_old_figures_are_said_at_the_top(program, signed_in):
    late(program)
    run = job.request(job="estimates.compute_drift", slot="x", now=NOW - timedelta(days=3), program=program)
    JobRun.objects.filter(pk=run.pk).update(state="DONE", finished_at=NOW - timedelta(days=3))

    assert "Figures are 3 days old" in words(page(signed_in))
