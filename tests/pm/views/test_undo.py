import json
import re
from dataclasses import replace

import pytest
from django.http import HttpResponse

from milestones.models import Milestone
from milestones.services import milestone as milestones
from milestones.services import removal
from pm.middleware import ToastStorage, UndoMiddleware
from pm.models import Change, Comment, Membership
from pm.permissions import Role
from pm.services import comment
from pm.services.history import recording
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
QUERIES = 11
HTMX = {"HX-Request": "true"}
ON_MILESTONE = "http://testserver/kit/milestones/M-3/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def lead(client, program):
    person = member_of(program, Role.LEAD)
    client.force_login(person)
    return person


@pytest.fixture
def row(program):
    return MilestoneFactory(program=program, number=3, title="Old", value=2)


def undo_of(pk=None):
    return f"/kit/history/{pk or Change.objects.latest('pk').pk}/undo/"


def by(user, request="request-0001"):
    return replace(actor(user), request_id=request)


def toasts(answer):
    """Of each toast: its words, its button, and where that posts."""
    html = answer.content.decode()
    found = re.findall(
        r'toast-text">(.*?)</span>(?:<form method="post" action="(.*?)".*?</svg>(\w+)</button>)?', html
    )
    return [(text, word, path) for text, path, word in found]


def test_a_form_leaves_a_toast_with_undo_that_goes_back_and_offers_redo(client, program, lead, row):
    typed = {"base_title": "Old", "title": "New", "base_value": "2", "value": "2"}
    saved = client.post("/kit/cell/M-3/title/", typed, headers={"Referer": ON_MILESTONE}, follow=True)
    [(said, word, path)] = toasts(saved)
    first = Change.objects.latest("pk").pk

    undone = client.post(path, headers={"Referer": ON_MILESTONE}, follow=True)

    row.refresh_from_db()
    assert (said, word, path) == ("Title of M-3 is New now.", "Undo", undo_of(first))
    assert (undone.redirect_chain, row.title) == ([("/kit/milestones/M-3/", 302)], "Old")
    assert toasts(undone) == [("Undone. M-3: title New → Old.", "Redo", undo_of(first + 1))]
    redone = client.post(undo_of(), headers={"Referer": ON_MILESTONE}, follow=True)
    assert toasts(redone) == [("Redone. M-3: title Old → New.", "Undo", undo_of(first + 2))]


def test_a_fragment_brings_its_toast_along_and_undo_reads_the_page_again(client, program, lead, row):
    typed = {"base_title": "Old", "title": "New"}
    saved = client.post("/kit/cell/M-3/title/", typed, headers=HTMX)
    first = Change.objects.latest("pk").pk

    undone = client.post(undo_of(), headers={**HTMX, "HX-Current-URL": ON_MILESTONE})

    assert [(word, path) for _, word, path in toasts(saved)] == [("Undo", undo_of(first))]
    assert json.loads(undone.headers["HX-Trigger-After-Settle"]) == {"undone": {}}
    assert toasts(undone) == [("Undone. M-3: title New → Old.", "Redo", undo_of())]
    assert b'hx-swap-oob="beforeend"' in undone.content


def test_a_write_without_words_is_told_in_those_of_history(rf, program, lead, row):
    def view(request):
        milestones.edit(milestone=row, changes={"title": "New", "track": track}, actor=by(lead))
        return HttpResponse("<p>Done</p>")

    track = TrackFactory(program=program)
    request = rf.post("/", headers=HTMX)
    request.user, request.session = lead, {}
    request._messages = ToastStorage(request)

    answer = UndoMiddleware(view)(request)

    assert toasts(answer) == [("M-3: title Old → New, track changed.", "Undo", undo_of())]


def test_people_have_no_undo(client, program, lead):
    member = Membership.objects.get(user=member_of(program, Role.MEMBER))

    answer = client.post(f"/kit/people/{member.pk}/deactivate/", {}, follow=True)

    assert [word for _, word, _ in toasts(answer)] == [""]
    page = client.get(undo_of())
    assert b"Who is in the program, and as what, is no matter of undo" in page.content
    assert client.post(undo_of()).status_code == 409


def test_the_page_says_what_is_taken_back_and_who_did_it_already(client, program, lead, row):
    milestones.edit(milestone=row, changes={"title": "New"}, actor=by(lead))
    first = undo_of()
    page = client.get(first).content.decode()
    client.post(first)

    again = client.get(first).content.decode()

    assert "Undo 1 change</button>" in page
    assert 'title <span class="from">Old</span> → New.' in page
    assert f"{lead} undid this" in again
    assert "Undo 1 change</button>" not in again
    history = client.get("/kit/history/").content.decode()
    assert f"Undone by {lead}" in history
    assert "Takes back an earlier change" in history


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_somebody_changed_since_refuses_with_both_values(client, program, lead, row, headers):
    milestones.edit(milestone=row, changes={"title": "Mine"}, actor=by(lead))
    path = undo_of()
    other = UserFactory(name="Cleo Fenn")
    milestones.edit(milestone=row, changes={"title": "Theirs"}, actor=by(other, "request-0002"))

    answer = client.post(path, headers=headers)

    html = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, row.title) == (409, "Theirs")
    if headers:
        assert f'href="{path}">See what stands in the way</a>' in html
        assert answer.headers["HX-Retarget"] == "#toasts"
    else:
        assert "title, changed since by Cleo Fenn (2 Mar at 09:00)" in html
        assert [html.index(word) for word in (">Old<", ">Mine<", ">Theirs<")] == sorted(
            html.index(word) for word in (">Old<", ">Mine<", ">Theirs<")
        )


def test_an_undone_creation_leads_to_a_page_that_is_there(client, program, lead):
    track = TrackFactory(program=program)
    made = milestones.create(program=program, track=track, title="New", actor=by(lead))
    path = undo_of()

    page = client.post(path, headers={"Referer": f"http://testserver/kit/milestones/{made.key}/"})

    assert not Milestone.objects.filter(pk=made.pk).exists()
    assert page.headers["Location"] == "/kit/history/"
    restored = client.post(undo_of(), headers={"Referer": "http://elsewhere.example/kit/"})
    assert restored.headers["Location"] == "/kit/history/"
    assert Milestone.objects.filter(pk=made.pk).exists()


def test_who_may_write_it_may_undo_it(client, program, lead, row):
    team, other = SubteamFactory(program=program), SubteamFactory(program=program)
    work = DeliverableFactory(program=program, milestone=row, accountable=team)
    removal_of_work = DeliverableFactory(program=program, milestone=row, accountable=team)
    reader = member_of(program, Role.STAKEHOLDER)
    idea = milestones.create(program=program, track=row.track, title="Mine", status="IDEA", actor=by(reader))
    of_idea = undo_of()
    with recording(by(lead, "request-0002"), program) as record:
        record.update(record.lock(work), {"title": "Other"})
    of_work = undo_of()
    removal.delete(row=removal_of_work, actor=by(lead, "request-0003"))
    of_removal = undo_of()
    comment.add(program=program, subject=row.key, text="Hm.", by=lead, actor=by(lead, "request-0004"))
    of_comment = undo_of()
    said = Comment.objects.get(subject=row.key)
    comment.edit(comment=said, changes={"text": "Oh."}, actor=by(lead, "request-0005"))
    asked = (of_idea, of_work, of_removal, of_comment, undo_of())

    found = {}
    for name, person in (
        ("stakeholder", reader),
        ("own lead", member_of(program, Role.SUBTEAM_LEAD, team)),
        ("other lead", member_of(program, Role.SUBTEAM_LEAD, other)),
        ("stranger", UserFactory()),
        ("manager", member_of(program, Role.MANAGER)),
    ):
        client.force_login(person)
        found[name] = [client.get(path).status_code for path in asked]

    assert found == {
        "stakeholder": [200, 403, 403, 403, 403],
        "own lead": [403, 200, 200, 403, 403],
        "other lead": [403, 403, 403, 403, 403],
        "stranger": [404, 404, 404, 404, 404],
        "manager": [200, 200, 200, 200, 403],
    }
    assert idea.pk


@pytest.mark.parametrize("noun", ["pm.forgotten", "pm.heartbeat"])
def test_what_no_app_knows_has_no_undo(client, program, lead, row, noun):
    change = Change.objects.create(
        program=program, kind="CREATE", noun=noun, object_id=row.pk, label="Old", payload={}, source="PAGE",
        happened_on=actor().today, recorded_at=actor().moment,
    )  # fmt: skip

    page, tried = client.get(undo_of(change.pk)), client.post(undo_of(change.pk))

    assert (page.status_code, tried.status_code) == (200, 409)
    assert "Old is written for good" in tried.content.decode()


def test_no_such_change_is_a_404(client, program, lead, row):
    elsewhere = MilestoneFactory(number=8)
    milestones.edit(milestone=elsewhere, changes={"title": "New"}, actor=by(lead))

    assert client.get(undo_of()).status_code == 404
    assert client.post(undo_of(10**9)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_does_not_grow(client, program, lead, rows, django_assert_num_queries):
    with recording(by(lead), program) as record:
        record.group("Shift")
        for number in range(rows):
            each = MilestoneFactory(program=program, number=10 + number, title="Old")
            record.update(record.lock(each), {"title": "New", "owner": lead})
    path = undo_of()
    client.get(path)

    with django_assert_num_queries(QUERIES):
        client.get(path)
