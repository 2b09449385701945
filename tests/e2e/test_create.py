"""Quick making in a browser: by line and paste, order, cycles, promote, cut, delete and back, no script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from milestones.models import Deliverable, Milestone
from milestones.panels.presets import lay_cycles, lay_handovers
from tests.e2e.conftest import faults_of_looks
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.e2e

PASTE = """text => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def program(live):
    program = ProgramFactory(slug="kit", name="Kittiwake")
    lay_handovers(program, actor())
    lay_cycles(program, actor())
    for kind in ("RESEARCH", "ENGINEERING", "QA"):
        SubteamFactory(program=program, name=kind.title(), kind=kind)
    return program


@pytest.fixture
def manager(program):
    return member_of(program)


@pytest.fixture
def milestone(program):
    track = TrackFactory(program=program, slug="reliable", name="Reliable delivery")
    for number, title in ((51, "Lamp"), (52, "Rope"), (53, "Net")):
        MilestoneFactory(
            program=program, track=track, number=number, title=title, status="IDEA", value=60 - number
        )
    due = timezone.localdate() + timedelta(days=60)
    row = MilestoneFactory(
        program=program, track=track, number=31, title="Relay", target_from_on=due, target_to_on=due
    )
    for number in (71, 72, 73):
        DeliverableFactory(program=program, milestone=row, number=number, title=f"Part {number}")
    return row


def keys(page, rows="#ideas tbody .key"):
    return page.locator(rows).all_inner_texts()


def test_ideas_are_written_pasted_ordered_voted_and_promoted_without_a_page_load(page_as, manager, milestone):
    page = page_as(manager)
    page.goto("/kit/ideas/")
    page.evaluate("window.stayed = true")
    line = page.get_by_label("Add an idea")

    line.click()
    page.keyboard.type("A buoy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="A buoy")).to_be_visible()
    expect(page.get_by_label("Add an idea")).to_be_focused()
    page.evaluate(PASTE, "- A sail\n- a BUOY\n- An oar")
    expect(page.get_by_text("3 lines: 2 to add, 1 to look at.")).to_be_visible()
    page.get_by_role("button", name="Add what is ticked").press("Enter")
    expect(page.get_by_role("link", name="An oar")).to_be_visible()
    expect(page.get_by_label("Add an idea")).to_be_focused()

    assert keys(page)[:3] == ["M-51", "M-52", "M-53"]
    page.get_by_role("button", name="Move M-51").press("Alt+ArrowDown")
    expect(page.get_by_text("M-51 is at place 2 of 6.")).to_be_visible()
    grip, first = page.get_by_role("button", name="Move M-53"), page.locator("#ideas tbody tr").first
    start, end = grip.bounding_box(), first.bounding_box()
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(start["x"] + 4, end["y"] + 3, steps=5)
    page.mouse.up()
    expect(page.get_by_text("M-53 is at place 1 of 6.")).to_be_visible()
    page.get_by_label("Place of M-51").fill("1")
    page.get_by_label("Place of M-51").press("Enter")
    expect(page.get_by_text("M-51 is at place 1 of 6.")).to_be_visible()
    ranked = Milestone.objects.filter(rank__gt=0).order_by("rank").values_list("number", flat=True)
    assert (keys(page)[:3], list(ranked)) == (["M-51", "M-53", "M-52"], [51, 53, 52])

    page.get_by_label("Your vote for M-53, 0 to 10").select_option("8")
    expect(page.get_by_text("8 (1 vote)")).to_be_visible()
    page.get_by_role("button", name="Promote M-53").press("Enter")
    expect(page.get_by_text("M-53 Net is proposed for the plan now.")).to_be_visible()
    expect(page.get_by_role("button", name="Promote M-52")).to_be_focused()
    assert page.evaluate("window.stayed")
    assert faults_of_looks(page) == []


def test_work_is_planned_cut_deleted_and_brought_back(page_as, manager, milestone):
    page = page_as(manager)
    page.goto("/kit/milestones/M-31/")
    page.get_by_role("button", name="Move D-73").press("Alt+ArrowUp")
    expect(page.get_by_text("D-73 is at place 2 of 3.")).to_be_visible()
    page.get_by_label("Add a deliverable").fill("A wire")
    page.get_by_label("Add a deliverable").press("Enter")
    expect(page.get_by_role("link", name="A wire")).to_be_visible()
    assert faults_of_looks(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})

    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Plan by a cycle…").click()
    page.get_by_role("link", name="Research").last.click()
    page.get_by_label("Needed: the web client needs it").uncheck()
    page.get_by_role("button", name="Plan the work").click()
    expect(page.get_by_role("link", name="Not needed, because: Say in one sentence")).to_have_count(0)
    because = page.get_by_role("group", name="Web client").get_by_label("Not needed, because")
    because.fill("no browser there")
    page.get_by_role("button", name="Plan the work").click()
    expect(page.get_by_role("link", name="Relay: Reference client")).to_be_visible()

    page.goto("/kit/deliverables/D-71/")
    page.get_by_role("link", name="Cut…").click()
    page.get_by_label("Why, in one sentence").fill("Not now.")
    page.get_by_role("button", name="Cut it").click()
    expect(page.get_by_text("Cut D-71: it is the idea")).to_be_visible()

    page.goto("/kit/deliverables/D-72/")
    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Delete…").click()
    assert faults_of_looks(page) == []
    page.get_by_role("button", name="Delete D-72").click()
    expect(page.get_by_text("Deleted D-72 Part 72.")).to_be_visible()
    assert not Deliverable.objects.filter(number=72).exists()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).not_to_contain_text("Deleted D-72")
    page.goto("/kit/deliverables/D-72/")
    expect(page.get_by_role("heading", name="Part 72")).to_be_visible()


def test_everything_works_without_a_script(page_as, manager, milestone):
    page = page_as(manager, js=False)
    page.goto("/kit/ideas/")
    page.get_by_label("Add an idea").fill("One\nTwo")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Add what is ticked").click()
    expect(page.get_by_text("Added 2 ideas")).to_be_visible()
    page.get_by_role("button", name="M-51 down").click()
    page.get_by_label("Your vote for M-51, 0 to 10").select_option("3")
    page.locator("tr", has_text="Lamp").get_by_role("button", name="Vote").click()
    page.get_by_role("button", name="Promote M-52").click()

    assert keys(page)[:2] == ["M-51", "M-53"]
    expect(page.get_by_text("3 (1 vote)")).to_be_visible()
    page.goto("/kit/milestones/M-31/duplicate/")
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_role("heading", name="Copy of Relay")).to_be_visible()


def touch(cdp, kind, *at):
    points = [dict(zip("xy", at, strict=True))] if at else []
    cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def carry(page, cdp, goal_id):
    """A finger takes the card of M-51 to another column."""
    card, goal = page.locator("#card-M-51").bounding_box(), page.locator(goal_id).bounding_box()
    x, y = card["x"] + 40, card["y"] + 30
    touch(cdp, "touchStart", x, y)
    expect(page.locator(".card-ghost")).to_be_visible()
    for part in (0.3, 0.7, 1):
        touch(cdp, "touchMove", x + (goal["x"] + 60 - x) * part, y + 5)
    expect(page.locator(goal_id)).to_have_class(re.compile("is-over"))
    touch(cdp, "touchEnd")
    expect(page.locator(f"{goal_id} #card-M-51 .card-title")).to_be_focused()


def test_a_lane_takes_its_own_line_a_row_its_steps_and_a_finger_its_card(page_as, manager, milestone):
    page = page_as(manager)
    page.goto("/kit/roadmap/?view=table")
    page.get_by_label("Add a milestone in Reliable delivery").press("Enter")
    page.keyboard.type("A beacon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="A beacon", exact=True)).to_be_visible()
    expect(page.locator(".quick-row textarea")).to_be_focused()
    assert faults_of_looks(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_label("Add a milestone in Reliable delivery")).to_be_focused()

    page.goto("/kit/roadmap/?view=timeline")
    page.get_by_label("Add a milestone in Reliable delivery").press("Enter")
    page.evaluate(PASTE, "Buoy\nRope ladder")
    page.get_by_role("button", name="Add what is ticked").click()
    expect(page.locator("#toasts")).to_contain_text("Added 2 milestones")
    assert page.url.endswith("/kit/roadmap/?view=timeline")

    page.goto("/kit/deliverables/?by=milestone")
    page.get_by_role("link", name="Part 73", exact=True).press("m")
    page.get_by_role("link", name="Drop…", exact=True).press("Enter")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Not needed.")
    page.get_by_role("button", name="Drop", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Status of D-73: Dropped. Edit")).to_be_visible()
    expect(page.get_by_label("Steps of D-73, and more")).to_be_focused()
    page.get_by_role("link", name="Part 71", exact=True).press("m")
    expect(page.get_by_role("dialog")).to_contain_text("Cut back to the ideas…")
    assert faults_of_looks(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_label("Steps of D-71, and more")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cut back to the ideas…").click()
    page.get_by_label("Why, in one sentence").fill("Not now.")
    page.get_by_role("button", name="Cut it").click()
    expect(page.get_by_text("Cut D-71: it is the idea")).to_be_visible()
    assert page.url.endswith("/kit/deliverables/?by=milestone")
    page.get_by_role("link", name="Part 72", exact=True).press("m")
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("button", name="Delete D-72").click()
    page.get_by_role("link", name="See all").click()
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Restore D-72 Part 72").click()
    expect(page.get_by_text("Undone. Restored D-72 Part 72.")).to_be_visible()
    expect(page.get_by_text(f"restored by {manager.name}")).to_be_visible()
    assert (page.evaluate("window.stayed"), faults_of_looks(page)) == (True, [])

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/kit/roadmap/?view=board")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    carry(page, cdp, "#stack-PROPOSED")
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(page.locator("#stack-IDEA #card-M-51")).to_be_visible()
    carry(page, cdp, "#stack-PROPOSED")
    assert (Milestone.objects.get(number=51).status, page.locator(".card-ghost").count()) == ("PROPOSED", 0)
