"""Saved views, columns, boards and keys in a browser: by mouse, by keyboard, on a phone, without script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.conftest import faults_of_looks
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.e2e
ROADMAP, BOARD = "/kit/roadmap/?view=table", "/kit/roadmap/?view=board"


@pytest.fixture
def program(live):
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture
def manager(program):
    return member_of(program)


@pytest.fixture
def rows(program):
    """Three milestones in three states, one of them with a deliverable."""
    today = timezone.localdate()
    core = TrackFactory(program=program, slug="core", name="Core", rank=1)
    due = today + timedelta(days=30)
    idea = MilestoneFactory(program=program, track=core, number=1, title="An idea", status="IDEA")
    late = MilestoneFactory(
        program=program, track=core, number=2, title="Store MVP", status="IN_PROGRESS", health="LATE",
        committed_on=today, target_from_on=due, target_to_on=due, owner=UserFactory(name="Ada Quill"),
    )  # fmt: skip
    MilestoneFactory(
        program=program, track=core, number=3, title="Relay", status="PROPOSED", health="ON_TRACK",
        target_from_on=due, target_to_on=due,
    )  # fmt: skip
    team = SubteamFactory(program=program, slug="clients", name="Clients", code="CL")
    DeliverableFactory(program=program, milestone=late, number=7, accountable=team, status="PLANNED")
    return {"idea": idea, "late": late}


def tab(page, name):
    return page.get_by_role("navigation", name="Saved views").get_by_role("link", name=name)


def stack(page, status):
    return page.locator(f"[data-stack={status}]")


def test_a_view_is_saved_changed_reset_shared_and_opened_by_another(page_as, manager, rows, program):
    page = page_as(manager)
    page.goto(ROADMAP)
    page.keyboard.press("/")
    page.get_by_label("Late", exact=True).check()
    expect(page.locator("#filters-count")).to_have_text("1 milestone")

    page.keyboard.press("Escape")
    page.keyboard.press("v")
    page.get_by_label("Save what is shown as").fill("Late ones")
    page.get_by_label("Share it with the program").check()
    page.keyboard.press("Enter")

    expect(tab(page, "Late ones")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("button", name="Save view")).to_have_count(0)
    page.keyboard.press("/")
    page.get_by_label("On track", exact=True).check()
    expect(page.locator("#filters-count")).to_have_text("2 milestones")
    expect(tab(page, "Late ones").get_by_role("img", name="modified")).to_be_visible()
    page.go_back()
    expect(page.locator("#filters-count")).to_have_text("1 milestone")
    expect(page.get_by_role("img", name="modified")).to_have_count(0)
    page.go_forward()
    page.get_by_role("link", name="Reset", exact=True).first.click()
    expect(page.locator("#filters-count")).to_have_text("1 milestone")

    link = page.url
    other = page_as(member_of(program))
    other.goto(link)
    expect(other.locator("#filters-count")).to_have_text("1 milestone")
    expect(tab(other, "Late ones")).to_have_attribute("aria-current", "page")


def test_columns_are_chosen_and_put_in_order(page_as, manager, rows):
    page = page_as(manager)
    page.goto("/kit/deliverables/")

    page.locator("details.display summary").click()
    page.get_by_role("checkbox", name="Milestone").uncheck()
    page.get_by_role("link", name="Status further left").click()
    page.get_by_role("link", name="Status further left").click()
    page.get_by_role("button", name="Show these columns").click()

    expect(page).to_have_url(
        re.compile("cols=key%2Cdeliverable%2Cstatus%2Csubteam%2Cowner%2Cdue%2Cestimate%2Cconditions$")
    )
    heads = [text.strip() for text in page.locator("thead th").all_inner_texts() if text.strip()]
    assert heads == ["Key", "Deliverable", "Status", "Subteam", "Owner", "Due", "Estimate", "Conditions"]
    page.locator("details.display summary").click()
    page.locator("details.display").get_by_role("link", name="Subteam", exact=True).click()
    expect(page.locator("tr.tr-group")).to_have_text(re.compile("Clients 1"))
    assert faults_of_looks(page) == []


def test_a_card_goes_along_legal_steps_by_mouse_and_keyboard(page_as, manager, rows):
    page = page_as(manager)
    page.goto(BOARD)

    page.locator("#card-M-1").drag_to(stack(page, "PROPOSED"))
    expect(stack(page, "PROPOSED").locator("#card-M-1")).to_be_visible()
    expect(page.locator("#status")).to_have_text("M-1 is now proposed.")
    expect(page.locator("#card-M-1 .card-title")).to_be_focused()
    expect(stack(page, "PROPOSED").locator("[data-stack-count]")).to_have_text("2")

    page.locator("#card-M-1").drag_to(stack(page, "DELIVERED"))
    expect(page.locator("#status")).to_have_text(re.compile("^M-1 stays where it is. From proposed"))
    expect(stack(page, "PROPOSED").locator("#card-M-1")).to_be_visible()

    page.locator("#card-M-1 .card-title").focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#status")).to_have_text(
        re.compile("^M-1 cannot go to Idea. From proposed the steps")
    )
    page.keyboard.press("Shift+ArrowRight")
    why = page.get_by_role("dialog").get_by_label("Why go on without it")
    expect(why).to_be_focused()
    expect(page.get_by_role("dialog")).to_contain_text("it has no owner")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("One sentence is asked here.")
    why.fill("The council decided.")
    page.keyboard.press("Enter")
    expect(stack(page, "COMMITTED").locator("#card-M-1")).to_be_visible()
    expect(page.locator("#card-M-1 .card-title")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_contain_text("Steps of M-1")
    page.keyboard.press("Escape")
    expect(page.locator("#card-M-1 .card-title")).to_be_focused()
    assert faults_of_looks(page) == []


def test_keys_are_listed_lead_on_and_can_be_switched_off(page_as, manager, rows):
    page = page_as(manager)
    page.goto(ROADMAP)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys of this page")
    for words in ("The next row", "Filter", "Roadmap", "Deliverables"):
        expect(keys.get_by_text(words, exact=True).first).to_be_visible()
    page.keyboard.press("Escape")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=re.compile("Relay|Store MVP")).nth(1)).to_be_visible()
    page.keyboard.press("k")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.goto(first)
    page.keyboard.press("]")
    expect(page).not_to_have_url(re.compile(f"{first}$"))
    page.keyboard.press("[")
    expect(page).to_have_url(re.compile(f"{first}$"))
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/kit/deliverables/$"))
    page.keyboard.press("/")
    page.keyboard.type("n?g")
    expect(page.get_by_label("Words or key")).to_have_value("n?g")

    page.goto("/kit/deliverables/")
    page.get_by_role("button", name=re.compile("account of")).click()
    page.get_by_role("group", name="Single keys").get_by_role("button", name="Off").click()
    page.wait_for_load_state()
    page.keyboard.press("?")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/kit/deliverables/$"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_script_a_view_is_saved_and_a_card_moved(page_as, manager, rows):
    page = page_as(manager, js=False, width=390)
    page.goto("/kit/deliverables/?view=board&subteam=clients")
    page.get_by_role("link", name="Steps of D-7").click()
    page.get_by_role("button", name="Start").click()

    expect(page).to_have_url(re.compile(r"view=board&subteam=clients#card-D-7$"))
    expect(stack(page, "IN_PROGRESS").locator("#card-D-7")).to_be_visible()
    page.locator(".view-menu summary").click()
    page.get_by_label("Save what is shown as").fill("Our board")
    page.get_by_role("button", name="Save the view").click()
    expect(page).to_have_url(re.compile(r"\?view=board&subteam=clients&saved=\d+$"))
