"""The laundry lists: what is listed, votes, promotion, a proposer's corrections."""

import pytest

from milestones.models import IdeaVote, Milestone, Preference
from pm.models import Change
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.create import IdeaVoteFactory, PreferenceFactory
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.settings import CommentFactory

pytestmark = pytest.mark.django_db
URL = "/kit/ideas/"
LIST_QUERIES = 15


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", is_public=True)


@pytest.fixture
def track(program):
    return TrackFactory(program=program, slug="reliable", name="Reliable delivery")


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def idea(track, number, **more):
    return MilestoneFactory(program=track.program, track=track, number=number, status="IDEA", **more)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_1_and_3(client, manager, track, count, django_assert_num_queries):
    for number in range(1, count + 1):
        row = idea(track, number, budget_line=MilestoneFactory(program=track.program, number=100 + number))
        IdeaVoteFactory(idea=row, user=manager, value=number)
        CommentFactory(program=track.program, subject=row.key)
    if count > 1:
        PreferenceFactory(over=row, under=Milestone.objects.get(number=1))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(URL)

    assert response.content.decode().count('<tr role="row" id="idea-') == count


def test_a_list_tells_votes_comments_reasons_and_keeps_archived_ones_back(client, manager, track):
    first = idea(track, 1, title="Lamp", value=6, effort_guess_days=60)
    second = idea(track, 2, title="Rope")
    idea(track, 3, title="Old net", is_archived=True)
    for value in (4, 9, 7):
        IdeaVoteFactory(idea=first, value=value)
    PreferenceFactory(over=second, under=first, because="It holds more.")

    plain, more = (client.get(f"{URL}{query}").content.decode() for query in ("", "?archived=on"))
    found = client.get(f"{URL}?q=rope").content.decode()
    file = client.get(f"{URL}?format=csv").content.decode().splitlines()

    assert ("7 (3 votes)" in plain, "It holds more." in plain, "Old net" in plain) == (True, True, False)
    assert ("Old net" in more, "Lamp" in found, "Rope" in found) == (True, False, True)
    assert file[1] == "M-1,Lamp,Reliable delivery,,6,60,,3,7,0,,"


def test_outsiders_read_nothing_of_what_is_internal(client, program, track):
    secret, line = (
        idea(track, 1, is_internal=True),
        MilestoneFactory(program=program, number=8, is_internal=True),
    )
    PreferenceFactory(over=idea(track, 2, title="Rope", budget_line=line), under=secret, because="It holds.")

    page, file = (client.get(f"{URL}{query}").content.decode() for query in ("", "?format=csv"))

    assert ["Rope" in page, "M-1" in page, "M-8" in page, "It holds." in page] == [True, False, False, False]
    assert file.splitlines()[1:] == ["M-2,Rope,Reliable delivery,,,,,0,,0,,"]


def test_empty_lists_say_how_to_begin(client, manager, program):
    without = client.get(URL).content.decode()
    track = TrackFactory(program=program, name="Reliable delivery")
    bare = client.get(URL).content.decode()

    assert "No track holds ideas yet" in without
    assert ("no idea yet" in bare, track.name in bare, "data-quick" in bare) == (True, True, True)


def test_anyone_reads_public_lists_and_changes_nothing(client, track):
    idea(track, 1, title="Lamp")
    idea(track, 2, title="Secret", is_internal=True)

    html = client.get(URL).content.decode()

    assert ("Lamp" in html, "Secret" in html) == (True, False)
    assert not any(word in html for word in ("data-rank=", "data-quick", "Promote", "vote-"))


def test_a_stakeholder_votes_and_takes_it_back(client, program, track):
    person = member_of(program, Role.STAKEHOLDER)
    client.force_login(person)
    row = idea(track, 1)

    first = client.post(f"{URL}M-1/vote/", {"value": "8", "next": "/kit/ideas/?q=a"})
    assert (first.status_code, first.headers["Location"]) == (302, "/kit/ideas/?q=a")
    assert IdeaVote.objects.get(idea=row, user=person).value == 8
    wrong = client.post(f"{URL}M-1/vote/", {"value": "many"})
    away = client.post(f"{URL}M-1/vote/", {"value": "", "next": "https://example.org/"})

    assert (wrong.status_code, "whole number from 0 to 10" in wrong.content.decode()) == (409, True)
    assert (away.headers["Location"], IdeaVote.objects.count()) == (URL, 0)


def test_promoted_and_preferred_in_one_step_each(client, manager, track):
    first, second = idea(track, 1, value=9), idea(track, 2, value=1)

    form = client.get(f"{URL}M-2/before/")
    client.post(f"{URL}M-2/before/", typed(form, under="M-1", because="It holds more."))
    bad = client.post(f"{URL}M-2/before/", {"under": "", "because": ""})
    page = client.get("/kit/milestones/M-1/").content.decode()
    client.post(f"{URL}M-1/promote/")
    plan = client.get("/kit/milestones/M-1/").content.decode()
    late = client.post(f"{URL}M-1/promote/")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.rank, Preference.objects.count()) == ("PROPOSED", 1, 1)
    assert (bad.status_code, late.status_code) == (422, 302)
    assert [('action="/kit/ideas/M-1/promote/"' in html, "Move target" in html) for html in (page, plan)] == [
        (True, False),
        (False, True),
    ]


def test_a_proposer_corrects_their_own_idea_and_nobody_elses(client, program, track):
    person = member_of(program, Role.STAKEHOLDER)
    client.force_login(person)
    own, other = idea(track, 1, title="Lamp"), idea(track, 2)
    with computing():
        Change.objects.create(
            program=program, kind="CREATE", noun="milestones.milestone", object_id=own.pk, user=person,
            actor_name="x", source="page", happened_on=NOW.date(), recorded_at=NOW,
        )  # fmt: skip

    page = client.get("/kit/milestones/M-1/").content.decode()
    form = client.get(f"{URL}M-1/edit/")
    saved = client.post(f"{URL}M-1/edit/", typed(form, title="A better lamp"))

    own.refresh_from_db()
    assert ("Correct your idea" in page, saved.status_code, own.title) == (True, 302, "A better lamp")
    assert client.get(f"{URL}{other.key}/edit/").status_code == 403
