"""Handovers in the browser: the desk, one handover, its lines and its steps."""

import pytest

from milestones.models import Handover
from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.delivery import (
    HandoverFactory,
    HandoverItemFactory,
    HandoverKindFactory,
    HandoverKindItemFactory,
)
from tests.factories.milestones import DeliverableFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8
PAGE_QUERIES = 10
PAGE = "/kit/handovers/H-4/"


@pytest.fixture
def world(client):
    """Research gives D-9103 to Engine; the client is of Research until it logs in as somebody else."""

    class World:
        program = ProgramFactory(slug="kit")
        giver = SubteamFactory(program=program, slug="research", name="Research", kind="RESEARCH")
        receiver = SubteamFactory(program=program, slug="engine", name="Engine")
        deliverable = DeliverableFactory(program=program, accountable=giver, number=9103, title="Sync")
        gives = member_of(program, Role.MEMBER, giver)
        takes = member_of(program, Role.MEMBER, receiver)

        @classmethod
        def row(cls, number=4, **fields) -> Handover:
            own = {"program": cls.program, "deliverable": cls.deliverable, "receiver": cls.receiver}
            return HandoverFactory(**own, number=number, **fields)

    client.force_login(World.gives)
    return World


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_query_count_does_not_grow(client, world, rows, django_assert_num_queries):
    for number in range(rows):
        world.row(number=number + 1)
    client.get("/kit/handovers/")

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/kit/handovers/")

    assert response.content.decode().count('<tr role="row"') == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_page_query_count_does_not_grow(client, world, rows, django_assert_num_queries):
    row = world.row()
    for side in ["GIVE", "ACCEPT"] * rows:
        HandoverItemFactory(handover=row, side=side)
    client.get(PAGE)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(PAGE)


def test_desk_tells_what_waits_for_us_and_what_we_owe(client, world):
    given = {"offered_on": NOW.date()}
    world.row(1, title="Drafted")
    world.row(2, title="On offer", status="OFFERED", **given)
    world.row(3, title="Sent back", status="RETURNED", returned_because="No.")
    world.row(4, title="Taken", status="ACCEPTED", **given, accepted_on=NOW.date())

    def shown(query):
        body = client.get(f"/kit/handovers/{query}").content.decode()
        return {title for title in ("Drafted", "On offer", "Sent back", "Taken") if f">{title}</a>" in body}

    assert shown("") == {"Drafted", "On offer", "Sent back"}
    assert shown("?desk=owed") == {"Drafted", "Sent back"}
    assert shown("?desk=waiting") == set()
    assert shown("?status=ACCEPTED&subteam=engine&q=h-4&deliverable=9103") == {"Taken"}
    client.force_login(world.takes)
    assert shown("?desk=waiting") == {"On offer"}


def test_a_handover_goes_from_draft_to_accepted_without_script(client, world):
    kind = HandoverKindFactory(program=world.program)
    HandoverKindItemFactory(kind=kind, text="The RFC is merged.")
    HandoverKindItemFactory(kind=kind, side="ACCEPT", text="The code is ours.")
    made = client.post(
        "/kit/handovers/new/",
        {
            "deliverable": "D-9103",
            "kind": kind.pk,
            "receiver": "engine",
            "discussion": "ASYNC",
            "due_on": "9 Mar 2026",
        },
    )
    row = Handover.objects.get()
    give, accept = row.items.order_by("rank")
    assert (made["Location"], row.giver, row.status) == ("/kit/handovers/H-1/", world.giver, "DRAFT")

    step = {"to": "OFFERED", "base_to": "DRAFT"}
    early = client.post("/kit/handovers/H-1/step/", step)
    assert early.status_code == 422
    assert "“The RFC is merged.” has no evidence yet" in early.content.decode()
    client.post(
        f"/kit/handovers/H-1/lines/{give.pk}/", {"evidence": "https://rfc.example/1", "base_evidence": ""}
    )
    assert client.post("/kit/handovers/H-1/step/", step).status_code == 302
    theirs = client.post("/kit/handovers/H-1/step/", {"to": "ACCEPTED", "base_to": "OFFERED"})
    assert theirs.status_code == 403

    client.force_login(world.takes)
    page = client.get("/kit/handovers/H-1/").content.decode()
    assert "It waits for Engine since today" in page
    assert "We agree" in page
    client.post(f"/kit/handovers/H-1/lines/{accept.pk}/", {"answer": "agreed"})
    done = client.post("/kit/handovers/H-1/step/", {"to": "ACCEPTED", "base_to": "OFFERED"})
    row.refresh_from_db()
    assert (done.status_code, row.status, row.accepted_by) == (302, "ACCEPTED", world.takes)
    assert "Engine accepted it on 2 Mar" in client.get("/kit/handovers/H-1/").content.decode()


def test_a_return_asks_why_and_keeps_what_was_typed(client, world):
    row = world.row(status="OFFERED", offered_on=NOW.date())
    client.force_login(world.takes)
    step = {"to": "RETURNED", "base_to": "OFFERED"}

    empty = client.post(f"{PAGE}step/", step)
    long = client.post(f"{PAGE}step/", {**step, "reason": "No. " * 200})
    done = client.post(f"{PAGE}step/", {**step, "reason": "The RFC is a draft."})

    assert [one.status_code for one in (empty, long, done)] == [422, 422, 302]
    assert "500 characters at most" in long.content.decode()
    row.refresh_from_db()
    assert row.returned_because == "The RFC is a draft."
    assert "“The RFC is a draft.” Research mends that" in client.get(PAGE).content.decode()


def test_who_is_in_both_subteams_is_told_why_not(client, world):
    world.row(status="OFFERED", offered_on=NOW.date())
    client.force_login(member_of(world.program, Role.MEMBER, world.giver, world.receiver))

    response = client.post(f"{PAGE}step/", {"to": "ACCEPTED", "base_to": "OFFERED"})

    assert response.status_code == 422
    assert "who gives can neither accept nor return it" in response.content.decode()


def test_lines_are_added_and_removed_and_the_contract_edited(client, world):
    row = world.row(title="Sync")
    client.post(f"{PAGE}lines/new/", {"side": "GIVE", "text": "A talk."})
    item = row.items.get()
    assert "A talk." in client.get(PAGE).content.decode()
    client.post(f"{PAGE}lines/{item.pk}/remove/")
    typed = {
        "title": "Sync v2", "base_title": "Sync", "receiver": "engine", "base_receiver": world.receiver.pk,
        "receiving_deliverable": "", "base_receiving_deliverable": "", "due_on": "", "base_due_on": "",
        "discussion": "LINK", "base_discussion": "ASYNC", "discussion_text": "", "base_discussion_text": "",
    }  # fmt: skip

    refused = client.post(f"{PAGE}edit/", typed)
    saved = client.post(f"{PAGE}edit/", {**typed, "discussion_text": "https://talk.example/1"})

    assert (refused.status_code, saved.status_code, row.items.count()) == (422, 302, 0)
    assert "Write the link" in refused.content.decode()
    row.refresh_from_db()
    assert (row.title, row.discussion) == ("Sync v2", "LINK")
