"""A step taken from a board: free ones at once, others with what they ask, illegal ones with a sentence."""

import pytest

from pm.models import Change
from pm.permissions import Role
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
URL = "/kit/milestones/M-31/card/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def row(program):
    track = TrackFactory(program=program)
    return MilestoneFactory(program=program, track=track, number=31, title="Store MVP", status="IDEA")


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def move(client, to, base="IDEA", headers=HTMX, url=URL, **said):
    return client.post(url, {"to": to, "base_status": base, **said}, headers=headers)


def status_of(row):
    row.refresh_from_db()
    return row.status


def test_the_steps_of_a_card_are_listed_with_what_they_ask(client, row, manager):
    page, fragment = client.get(URL), client.get(URL, headers=HTMX)

    for answer in (page, fragment):
        html = answer.content.decode()
        assert [verb in html for verb in ("→ Proposed", "→ Shelved", "→ Dropped")] == [True] * 3
    assert ("<html" in page.content.decode(), "<html" in fragment.content.decode()) == (True, False)


def test_a_free_step_is_taken_at_once_and_history_holds_it(client, row, manager):
    answer = move(client, "PROPOSED")

    assert (answer.status_code, answer["HX-Trigger"], answer["HX-Reswap"]) == (
        200,
        '{"card-moved": {"said": "M-31 is now proposed."}}',
        "none",
    )
    assert "M-31 is now proposed." in answer.content.decode()
    assert status_of(row) == "PROPOSED"
    assert Change.objects.get(field="status").after == "PROPOSED"


def test_without_script_the_board_with_its_filters_comes_again(client, row, manager):
    board = "/kit/roadmap/?view=board&track=core"

    back = move(client, "PROPOSED", headers={}, next=f"http://testserver{board}")
    safe = move(client, "IDEA", "PROPOSED", headers={}, next="https://elsewhere.example/kit/roadmap/?x")

    assert (back.status_code, back["Location"]) == (302, f"{board}#card-M-31")
    assert (safe.status_code, "cannot become idea in one step" in safe.content.decode()) == (422, True)


def test_a_step_that_asks_a_sentence_shows_its_form_and_keeps_what_was_typed(client, row, manager):
    dropped = move(client, "SHELVED")
    empty = move(client, "SHELVED", reason=" ")
    taken = move(client, "SHELVED", reason="Not this year.")

    assert (dropped.status_code, 'name="reason"' in dropped.content.decode()) == (422, True)
    assert "One sentence is asked here." not in dropped.content.decode()
    assert (empty.status_code, "One sentence is asked here." in empty.content.decode()) == (422, True)
    assert (taken.status_code, status_of(row)) == (200, "SHELVED")


def test_what_is_missing_is_named_and_may_be_overridden(client, row, manager):
    move(client, "PROPOSED")

    asked = move(client, "COMMITTED", "PROPOSED")
    taken = move(client, "COMMITTED", "PROPOSED", override="The council decided.")

    assert asked.status_code == 422
    assert "it has no owner; it has no target date" in asked.content.decode()
    assert (taken.status_code, status_of(row)) == (200, "COMMITTED")


def test_a_step_of_another_role_is_403_and_one_of_an_older_board_is_409(client, program, row, manager):
    stale = move(client, "COMMITTED", "PROPOSED")
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, SubteamFactory(program=program)))

    foreign = move(client, "PROPOSED")

    assert (stale.status_code, "M-31 is idea by now." in stale.content.decode()) == (409, True)
    assert (foreign.status_code, status_of(row)) == (403, "IDEA")


def test_open_deliverables_are_answered_on_their_own_page(client, program, row, manager):
    DeliverableFactory(program=program, milestone=row)

    answer = move(client, "DROPPED")

    assert answer["HX-Redirect"] == "/kit/milestones/M-31/end/?to=DROPPED"


def test_a_deliverable_starts_and_closes_only_through_its_gate(client, program, row, manager):
    work = DeliverableFactory(program=program, milestone=row, number=7, status="PLANNED")
    url = "/kit/deliverables/D-7/card/"

    early = move(client, "IN_PROGRESS", "PLANNED", url=url)
    reason = move(client, "DROPPED", "PLANNED", url=url, reason="Not needed.")

    assert (early.status_code, "M-31 is not committed yet." in early.content.decode()) == (422, True)
    assert (reason.status_code, status_of(work)) == (200, "DROPPED")


def test_a_task_goes_along_its_steps(client, program, row, manager):
    task = TaskFactory(program=program, number=4, status="OPEN")
    url = "/kit/tasks/T-4/card/"

    taken = move(client, "IN_PROGRESS", "OPEN", url=url)
    nonsense = move(client, "SOMEWHERE", "IN_PROGRESS", url=url)

    assert (taken.status_code, status_of(task)) == (200, "IN_PROGRESS")
    assert (nonsense.status_code, "cannot become that in one step" in nonsense.content.decode()) == (
        422,
        True,
    )


def test_from_the_row_of_a_list_a_deliverable_is_moved_or_cut_and_the_list_comes_again(
    client, program, row, manager
):
    for number in (7, 8):
        DeliverableFactory(program=program, milestone=row, number=number, status="PLANNED")
    other = MilestoneFactory(program=program, track=row.track, number=32)
    listed = "/kit/deliverables/?by=milestone"
    back = "?next=%2Fkit%2Fdeliverables%2F%3Fby%3Dmilestone"

    table = client.get(listed).content.decode()
    steps = client.get(
        "/kit/deliverables/D-7/card/", headers={**HTMX, "referer": f"http://testserver{listed}"}
    ).content.decode()
    moved = client.post(f"/kit/deliverables/D-7/move/{back}", {"to": other.key, "reason": "It fits."})
    cut = client.post(f"/kit/deliverables/D-8/cut/{back}", {"reason": "Later."})
    again = client.get("/kit/deliverables/D-8/card/").content.decode()

    assert 'href="/kit/deliverables/D-7/card/" data-card-steps' in table
    for way in ("move", "cut", "delete"):
        assert f'href="/kit/deliverables/D-7/{way}/{back}"' in steps
    assert [(one.status_code, one.url) for one in (moved, cut)] == [(302, listed)] * 2
    assert ("/cut/" in again, "/delete/" in again) == (False, False)


def test_the_row_of_a_milestone_offers_what_its_page_does(client, program, row, manager):
    table = client.get("/kit/roadmap/?view=table&status=IDEA").content.decode()
    steps = client.get(URL, headers={"referer": "http://testserver/kit/roadmap/?view=table"}).content.decode()
    promoted = client.post("/kit/ideas/M-31/promote/", {"next": "/kit/roadmap/?view=table"})
    client.force_login(member_of(program, Role.STAKEHOLDER))
    read = client.get("/kit/roadmap/?view=table").content.decode()

    assert 'href="/kit/milestones/M-31/card/" data-card-steps' in table
    assert 'href="/kit/milestones/M-31/duplicate/?next=%2Fkit%2Froadmap%2F%3Fview%3Dtable"' in steps
    assert '<input type="hidden" name="next" value="/kit/roadmap/?view=table"><button' in steps
    assert (promoted.url, status_of(row)) == ("/kit/roadmap/?view=table", "PROPOSED")
    assert ("M-31" in read, "data-card-steps" in read) == (True, False)
