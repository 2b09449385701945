"""The palette by keyboard, in both themes and on a phone; and the page of search without script."""

import re

import pytest
from playwright.sync_api import expect

from pm.permissions import Role
from pm.services import search
from tests.e2e.conftest import faults_of_looks
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = [pytest.mark.e2e]


@pytest.fixture
def lead(live):
    program = ProgramFactory(slug="kit", name="Kittiwake")
    row = MilestoneFactory(program=program, number=9031, title="Store-and-forward MVP", narrative="Ä beacon.")
    DeliverableFactory(program=program, milestone=row, number=9103, title="Store of the beacon")
    search.rebuild(program)
    return member_of(program, Role.LEAD)


def test_the_palette_is_driven_by_keys_and_gives_the_focus_back(page_as, lead):
    page = page_as(lead)
    page.goto("/kit/roadmap/")
    dialog, field = page.get_by_role("dialog", name="Search or jump"), page.get_by_role("combobox")
    page.get_by_role("link", name="Skip to content").focus()

    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    expect(dialog.get_by_role("option", name="Roadmap")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()

    page.keyboard.press("Control+k")
    field.fill("BEACON")
    expect(dialog.get_by_role("status")).to_have_text("2 entries")
    chosen = dialog.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("M-9031")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("palette-milestones-1"))
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("D-9103")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/kit/deliverables/D-9103/$"))

    page.keyboard.press("/")
    expect(dialog.get_by_role("group", name="Opened lately")).to_contain_text("D-9103")
    field.fill("m-9031")
    expect(chosen).to_contain_text("Open it")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/kit/milestones/M-9031/$"))


def test_palette_and_page_are_accessible_and_fit(page_as, lead):
    page, faults = page_as(lead), []
    for path in ("/kit/search/?q=store", "/search/?q=beacon", "/kit/search/?q=nothing"):
        page.goto(path)
        faults += faults_of_looks(page)

    page.get_by_role("link", name="Search or jump").click()
    page.get_by_role("combobox").fill("store")
    expect(page.get_by_role("option").first).to_contain_text("M-9031")
    faults += faults_of_looks(page)

    assert faults == []


def test_search_works_without_script(page_as, lead):
    page = page_as(lead, js=False)
    page.goto("/kit/")

    page.get_by_role("link", name="Search or jump").click()
    page.get_by_label("Words or a key").fill("store beacon")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="D-9103 Store of the beacon").click()

    expect(page).to_have_url(re.compile("/kit/deliverables/D-9103/$"))
