"""Undo from the toast in place, from the history, and refused; with and without script."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from milestones.models import Milestone
from milestones.services import milestone as milestones
from pm.permissions import Role
from pm.queries.history import newest
from tests.e2e.conftest import faults_of_looks
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = [pytest.mark.e2e]


@pytest.fixture
def program(live):
    program = ProgramFactory(slug="kit", name="Kittiwake")
    MilestoneFactory(program=program, number=31, title="Store-and-forward MVP", value=5, appetite_days=40)
    return program


def title(program):
    return Milestone.objects.get(program=program, number=31).title


def retitle(page, words):
    page.goto("/kit/cell/M-31/title/")
    page.get_by_label("Title").fill(words)
    page.get_by_role("button", name="Save").click()


def test_undo_in_place_keeps_the_page_and_the_focus_and_refuses_what_changed_since(page_as, program):
    lead = member_of(program, Role.LEAD)
    page = page_as(lead)
    page.goto("/kit/roadmap/?view=table")
    page.evaluate("window.sameDocument = true")
    toast = page.locator("#toasts [data-toast]")
    row = Milestone.objects.get(program=program)
    cell = page.locator(f"#milestone-{row.pk}-appetite")

    cell.click()
    page.locator("form[data-cell-edit] .cell-input").fill("3")
    page.keyboard.press("Enter")
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
    expect(cell).to_be_focused()
    expect(cell).to_contain_text("3.0")

    page.keyboard.press("Control+z")
    expect(toast.locator(".toast-text").last).to_have_text(
        "Undone. M-31: appetite 60 person-days → 40 person-days."
    )
    expect(cell).to_contain_text("2.0")
    expect(cell).to_be_focused()
    expect(page.locator("#status")).to_have_text(re.compile("^Undone"))
    toast.get_by_role("button", name="Redo").click()
    expect(cell).to_contain_text("3.0")
    expect(toast).to_have_count(1)

    other = UserFactory(name="Cleo Fenn")
    milestones.edit(milestone=row, changes={"appetite_days": 80}, actor=actor(other, moment=timezone.now()))
    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was undone. Somebody changed it since.")
    assert page.evaluate("window.sameDocument") is True
    page.get_by_role("link", name="See what stands in the way").click()
    expect(page.get_by_role("heading", name="This cannot be undone now")).to_be_visible()
    expect(page.locator("table.diff caption")).to_contain_text("changed since by Cleo Fenn")
    assert faults_of_looks(page) == []


def test_undo_from_the_history_and_of_a_new_thing(page_as, program):
    page = page_as(member_of(program, Role.LEAD))
    retitle(page, "Other words")
    page.goto("/kit/history/")
    page.get_by_role("link", name="Undo M-31").first.click()
    expect(page.get_by_role("heading", name="Undo this change?")).to_be_visible()
    assert faults_of_looks(page) == []
    page.get_by_role("button", name="Undo 1 change").click()
    expect(page).to_have_url(re.compile("/kit/history/$"))
    expect(page.get_by_role("link", name=re.compile("^Undone by"))).to_be_visible()
    assert title(program) == "Store-and-forward MVP"

    page.goto("/kit/risks/new/")
    page.locator("[name=title]").fill("The relay is late")
    page.get_by_role("button", name=re.compile("^Add")).click()
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile("/kit/risks/$"))
    assert newest(program)[0].undoes_id is not None


def test_undo_without_script(page_as, program):
    page = page_as(member_of(program, Role.LEAD), js=False)
    retitle(page, "Other words")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".toast-text")).to_have_text(
        "Undone. M-31: title Other words → Store-and-forward MVP."
    )
    page.get_by_role("button", name="Redo").click()
    assert title(program) == "Other words"
