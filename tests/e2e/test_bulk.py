"""Many rows at once in a browser: by mouse and keys, without script, on a phone."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from milestones.models import Milestone, Risk
from tests.e2e.conftest import faults_of_looks
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import RiskFactory

pytestmark = pytest.mark.e2e
DAY = date(2031, 6, 2)


@pytest.fixture
def program(live):
    program = ProgramFactory(slug="kit", name="Kittiwake")
    track = TrackFactory(program=program, name="Core")
    for number in range(1, 7):
        MilestoneFactory(
            program=program, track=track, number=number, title=f"Row {number}", status="PROPOSED",
            target_from_on=DAY, target_to_on=DAY,
        )  # fmt: skip
        RiskFactory(program=program, number=number, title=f"Risk {number}")
    return program


def targets():
    return list(Milestone.objects.order_by("number").values_list("target_to_on", flat=True))


def box(page, key):
    return page.get_by_role("checkbox", name=f"Select {key}", exact=True)


def confirm(page, count):
    expect(page.get_by_text(f"{count} would change")).to_be_visible()
    page.get_by_role("button", name="Change what is ticked").click()


def test_a_range_is_shifted_but_for_one_and_all_of_it_is_taken_back(page_as, program):
    page = page_as(member_of(program))
    page.goto("/kit/roadmap/?view=table&sort=key")
    page.locator("html[data-js]").wait_for(state="attached")
    bar = page.locator("#bulk-bar")

    page.get_by_role("link", name="Row 1", exact=True).focus()
    page.keyboard.press("x")
    expect(bar).to_contain_text("1 milestone selected")
    box(page, "M-4").click(modifiers=["Shift"])
    expect(bar).to_contain_text("4 milestones selected")
    box(page, "M-2").focus()
    page.keyboard.press("Space")
    expect(page.locator("#status")).to_have_text("3 milestones selected")
    assert faults_of_looks(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="All 6 that match").click()
    expect(bar).to_contain_text("6 milestones selected")
    bar.get_by_label("What changes").select_option("shift")
    bar.get_by_role("button", name="Go on").click()
    assert faults_of_looks(page) == []
    page.get_by_label("Days").fill("14")
    page.get_by_role("button", name="Show what changes").click()
    assert faults_of_looks(page) == []
    page.get_by_role("checkbox", name="Change M-2").uncheck()
    confirm(page, 6)

    expect(page.get_by_text("Dates of 5 milestones: +14 d.")).to_be_visible()
    assert targets() == [date(2031, 6, 16), DAY, *[date(2031, 6, 16)] * 4]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("put back|undone|taken back", re.I)).first).to_be_visible()
    assert targets() == [DAY] * 6


def test_without_script_three_rows_are_changed_and_put_back(page_as, program):
    page = page_as(member_of(program), js=False)
    page.goto("/kit/risks/")
    page.get_by_role("link", name="Select", exact=True).click()
    page.get_by_role("link", name="Untick all of them").click()
    for number in (1, 3, 5):
        page.get_by_role("checkbox", name=f"R-{number} Risk {number}").check()
    page.get_by_role("button", name="Impact", exact=True).click()
    page.get_by_label("Impact").select_option("HIGH")
    page.get_by_role("button", name="Show what changes").click()
    confirm(page, 3)

    assert Risk.objects.filter(impact="HIGH").count() == 3
    page.get_by_role("button", name="Undo").click()
    assert Risk.objects.filter(impact="HIGH").count() == 0
