"""Saved views: their bar, the default, who sees and edits them, their plain pages."""

import re

import pytest
from django.urls import reverse

from pm.models import Change, SavedView
from pm.permissions import Role
from pm.registry import LISTS
from pm.services import saved_view as saved_views
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
LIST = "/kit/history/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


@pytest.fixture
def other(program):
    return member_of(program, Role.MEMBER)


def saved(program, owner, name="Imports", query="source=IMPORT", **fields):
    with computing():
        return SavedView.objects.create(
            program=program, page="history", name=name, query=query, owner=owner, **fields
        )


def url(name, view=None):
    return reverse(f"saved_view_{name}", args=["kit", view.pk] if view else ["kit"])


def tabs(response):
    """The views of the bar; the current one in stars, a modified one with a dot."""
    bar = re.search(r'<nav class="tabs views".*?</nav>', response.content.decode(), re.DOTALL)
    found = re.findall(r"<a ([^>]*)>([^<]*)(<span)?", bar[0] if bar else "")
    return [
        f"*{name.strip()}*{'•' if dot else ''}" if "aria-current" in attributes else name
        for attributes, name, dot in found
    ]


def test_an_empty_address_shows_the_default_and_the_plain_list_stays_within_reach(client, program, manager):
    view = saved(program, manager, is_shared=True, is_default=True)

    bare, plain = client.get(LIST), client.get(f"{LIST}?saved=0")
    shown = client.get(bare["Location"])

    assert (bare.status_code, bare["Location"]) == (302, f"{LIST}?source=IMPORT&saved={view.pk}")
    assert (tabs(shown), tabs(plain)) == (["All", "*Imports*"], ["*All*", "Imports"])
    assert f'name="saved" value="{view.pk}"' in shown.content.decode()
    assert 'name="saved" value="0"' in plain.content.decode()
    assert client.get(f"{LIST}?key=M-1").status_code == 200


def test_a_view_that_is_changed_wears_a_dot_and_offers_to_save_or_reset(client, program, manager):
    view = saved(program, manager)

    same = client.get(f"{LIST}?saved={view.pk}&source=IMPORT&page=2")
    changed = client.get(f"{LIST}?source=JOB&saved={view.pk}")
    found = client.get(f"{LIST}?source=IMPORT")

    assert (tabs(same), tabs(found)) == (["All", "*Imports*"], ["All", "*Imports*"])
    assert tabs(changed) == ["All", "*Imports*•"]
    assert f'href="{LIST}?source=IMPORT&amp;saved={view.pk}">Reset' in changed.content.decode()
    assert f'action="{url("save", view)}"' in changed.content.decode()


def test_a_link_shows_the_same_to_somebody_who_does_not_see_the_view(client, program, manager, other):
    view = saved(program, other)

    shown = client.get(f"{LIST}?source=IMPORT&saved={view.pk}")

    assert (shown.status_code, tabs(shown)) == (200, [])
    assert "Came from <b>an import</b>" in shown.content.decode()


def test_a_view_is_saved_from_what_the_list_shows_and_once_under_a_name(client, program, manager):
    said = {"page": "history", "query": "source=JOB&page=3&saved=9", "name": " Jobs "}

    answer, again = client.post(url("create"), said), client.post(url("create"), said)

    view = SavedView.objects.get()
    assert (view.name, view.query, view.owner, view.is_shared) == ("Jobs", "source=JOB", manager, False)
    assert answer["Location"] == f"{LIST}?source=JOB&saved={view.pk}"
    assert (again.status_code, "You have a view “Jobs” of this list." in again.content.decode()) == (
        422,
        True,
    )
    assert Change.objects.get(noun="pm.savedview").kind == "CREATE"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Name is missing."),
        ({"name": "x" * 81}, "At most 80 characters."),
        ({"page": "nowhere"}, "Open a list and save its view there."),
        ({"query": "q=" + "x" * 2100}, "longer than the 2,000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(client, program, manager, said, sentence):
    answer = client.post(url("create"), {"page": "history", "query": "", "name": "Mine"} | said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not SavedView.objects.exists()


def test_a_private_view_is_nobody_elses(client, program, manager, other):
    view = saved(program, other)

    got = [client.get(url(name, view)).status_code for name in ("open", "edit")]
    posted = [client.post(url(name, view), {"query": ""}).status_code for name in ("save", "edit", "remove")]

    assert (got, posted) == ([404, 404], [404, 404, 404])
    assert "Imports" not in client.get(url("list")).content.decode()


def test_what_was_done_to_a_private_view_is_its_owners_to_undo(client, program, manager, other):
    view = saved(program, other)
    saved_views.edit(view=view, changes={"name": "Jobs"}, base={}, actor=actor(other))
    path = reverse("undo", args=["kit", Change.objects.latest("pk").pk])

    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]
    client.force_login(other)
    assert client.post(path).status_code == 302
    assert SavedView.objects.get().name == "Imports"


def test_a_shared_view_is_opened_by_all_and_edited_by_those_who_edit_the_plan(
    client, program, manager, other
):
    view = saved(program, manager, is_shared=True)
    client.force_login(other)

    opened = client.get(url("open", view))
    got = [client.get(url("edit", view)).status_code, client.post(url("save", view)).status_code]
    tried = client.post(url("create"), {"page": "history", "query": "", "name": "Mine", "is_shared": "on"})

    assert (opened["Location"], got) == (f"{LIST}?source=IMPORT&saved={view.pk}", [403, 403])
    assert (tried.status_code, SavedView.objects.get(name="Mine").is_shared) == (302, False)


def test_saving_again_overwrites_unless_somebody_else_did(client, program, manager):
    view = saved(program, manager, is_shared=True)

    client.post(url("save", view), {"query": "source=JOB&saved=1", "base_query": "source=IMPORT"})
    stale = client.post(url("save", view), {"query": "source=API", "base_query": "source=IMPORT"})

    view.refresh_from_db()
    assert (view.query, stale.status_code) == ("source=JOB", 409)


def test_one_default_a_list_which_is_shared(client, program, manager):
    first = saved(program, manager, is_shared=True, is_default=True)
    second = saved(program, manager, name="Jobs", query="source=JOB")
    base = {"base_name": "Jobs", "base_is_shared": "False", "base_is_default": "False", "base_rank": "0"}

    refused = client.post(url("edit", second), {"name": "Jobs", "rank": 0, "is_default": "on", **base})
    client.post(
        url("edit", second), {"name": "Work", "rank": 1, "is_shared": "on", "is_default": "on", **base}
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (refused.status_code, "Share the view first." in refused.content.decode()) == (422, True)
    assert (first.is_default, second.is_default, second.name, second.rank) == (False, True, "Work", 1)


def test_a_view_is_removed_and_its_list_stays(client, program, manager):
    view = saved(program, manager)

    answer = client.post(url("remove", view), follow=True)

    assert answer.redirect_chain == [(f"{LIST}?source=IMPORT", 302)]
    assert ">Undo<" in answer.content.decode()
    assert "Removed the view “Imports”." in answer.content.decode()
    assert not SavedView.objects.exists()


def test_history_is_silent_about_views_that_others_keep_for_themselves(client, program, manager, other):
    client.post(url("create"), {"page": "history", "query": "source=JOB", "name": "Secret list"})
    mine = client.get(f"{LIST}?noun=savedview").content.decode()
    client.force_login(other)

    theirs = client.get(f"{LIST}?noun=savedview").content.decode()

    assert ("Secret list" in mine, "Secret list" in theirs) == (True, False)


def test_single_keys_are_switched_off_and_on(client, manager):
    client.post("/shortcuts/", {"shortcuts": "off", "next": "/kit/"})
    off = client.get(LIST).content.decode()
    back = client.post("/shortcuts/", {"shortcuts": "on", "next": "//elsewhere.example/"})

    assert ('data-keys="off"' in off, back["Location"]) == (True, "/")
    assert 'data-keys="off"' not in client.get(LIST).content.decode()


def test_every_list_carries_its_whole_state_through_its_filters(client, program, manager):
    state = {"sort": "-key", "by": "owner", "cols": "key", "view": "table", "saved": "0", "zoom": "month"}
    MilestoneFactory(program=program, status="PROPOSED")

    for route in [name for name, _ in LISTS.items()]:
        html = client.get(reverse(route, args=["kit"]), state).content.decode()

        form = re.search(r"<form [^>]*data-autosubmit.*?</form>", html, re.DOTALL)[0]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        assert {name: hidden.get(name) for name in state if name != "saved"} == {
            name: value for name, value in state.items() if name != "saved"
        }, route
        assert 'id="views-menu"' in html, route


def test_the_last_filter_taken_off_leads_to_the_list_and_not_to_its_default(client, program, manager):
    MilestoneFactory(program=program, status="PROPOSED")
    with computing():
        for page in ("risk_list", "roadmap", "at_risk", "history", "idea_list"):
            SavedView.objects.create(
                program=program, page=page, name="Usual", query="q=x", owner=manager, is_shared=True,
                is_default=True,
            )  # fmt: skip

    asked = {
        "risks": "q=y",
        "roadmap": "q=y",
        "at-risk": "owner=none",
        "history": "key=M-1",
        "ideas": "q=y",
    }
    found = {page: client.get(f"/kit/{page}/?{query}").content.decode() for page, query in asked.items()}

    plain = 'href="/kit/{}/?saved=0" aria-label="Remove the filter'
    assert [page for page, html in found.items() if plain.format(page) not in html] == []


def test_two_who_take_the_last_place_at_once_get_a_sentence(client, program, manager, monkeypatch):
    monkeypatch.setattr("pm.services.saved_view.check_name", lambda view, name, is_shared: name)
    said = {"page": "history", "query": "", "name": "Jobs"}

    client.post(url("create"), said)
    again = client.post(url("create"), said)

    assert (again.status_code, "Somebody saved another view" in again.content.decode()) == (422, True)
    assert SavedView.objects.count() == 1
