import pytest

from pm.models import Comment, Watch
from pm.permissions import Role
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.settings import CommentFactory, WatchFactory

pytestmark = pytest.mark.django_db
PAGE = "/kit/milestones/M-1/"
NEW = "/kit/things/M-1/comments/new/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def milestone(program):
    return MilestoneFactory(program=program, number=1, title="First boats")


@pytest.fixture(autouse=True)
def person(client, program, milestone):
    person = member_of(program, Role.STAKEHOLDER)
    client.force_login(person)
    return person


def test_a_comment_is_said_edited_and_taken_back(client, person):
    empty = client.post(NEW, {"text": " "})
    said = client.post(NEW, {"text": "It **holds**. <script>alert(1)</script>"})
    row = Comment.objects.get()
    page = client.get(PAGE).content.decode()
    edit = f"/kit/comments/{row.pk}/edit/"
    edited = client.post(edit, {"text": "It floats.", "base_text": row.text})
    stale = client.post(edit, {"text": "It sinks.", "base_text": row.text})
    changed = client.get(PAGE).content.decode()
    client.post(f"/kit/comments/{row.pk}/remove/")
    after = client.get(PAGE).content.decode()

    assert (empty.status_code, said.status_code, edited.status_code, stale.status_code) == (
        422,
        302,
        302,
        409,
    )
    assert said["Location"] == f"{PAGE}#comment-{row.pk}"
    assert "It <strong>holds</strong>." in page
    assert "<script>alert" not in page
    assert "It floats." in changed
    assert '<span class="muted">edited</span>' in changed
    assert "taken back." in after
    assert f'<li id="comment-{row.pk}">' in after
    assert client.get(edit).status_code == 404


def test_what_others_said_is_taken_back_by_managers_only(client, program):
    row = CommentFactory(program=program)
    page = client.get(PAGE).content.decode()
    refused = [client.get(f"/kit/comments/{row.pk}/edit/"), client.post(f"/kit/comments/{row.pk}/remove/")]
    client.force_login(member_of(program, Role.MANAGER))
    by_manager = [client.post(f"/kit/comments/{row.pk}/remove/"), client.get(f"/kit/comments/{row.pk}/edit/")]

    assert "Take back" not in page
    assert [one.status_code for one in refused] == [403, 403]
    assert [one.status_code for one in by_manager] == [302, 404]


def test_a_comment_on_what_nobody_here_sees_is_not_found(client, program):
    lost = CommentFactory(program=program, subject="M-9")

    found = [
        client.get("/kit/things/M-9/comments/new/"),
        client.get("/kit/things/M-01/comments/new/"),
        client.post(f"/kit/comments/{lost.pk}/remove/"),
        client.post(f"/kit/comments/{CommentFactory().pk}/remove/"),
        client.post("/kit/things/M-9/watch/"),
    ]
    assert {one.status_code for one in found} == {404}


def test_a_thing_is_watched_and_no_more(client, program, person):
    WatchFactory(program=program)
    before = client.get(PAGE).content.decode()
    client.post("/kit/things/M-1/watch/")
    watching = client.get(PAGE).content.decode()
    mine = Watch.objects.filter(user=person).count()
    client.post("/kit/things/M-1/unwatch/")

    assert "1 person watches it." in before
    assert "2 people watch it." in watching
    assert 'action="/kit/things/M-1/unwatch/"' in watching
    assert (mine, Watch.objects.filter(user=person).count()) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_the_same_however_many(client, program, milestone, django_assert_num_queries, count):
    DeliverableFactory(program=program, milestone=milestone, number=7)
    client.get("/kit/deliverables/D-7/")
    CommentFactory.create_batch(count, program=program, subject="D-7")
    with django_assert_num_queries(18):
        html = client.get("/kit/deliverables/D-7/").content.decode()

    assert html.count('<li id="comment-') == count


def test_readers_from_outside_see_no_comment(client, program, milestone):
    from_outside = ProgramFactory(slug="open", is_public=True)
    MilestoneFactory(program=from_outside, number=1, title="Theirs")
    CommentFactory(program=from_outside, text="Among us.")

    html = client.get("/open/milestones/M-1/").content.decode()

    assert "Theirs" in html
    assert "Among us." not in html
    assert 'id="comments"' not in html
