"""Sections of a page: in order, each by its name, nothing where there is nothing to say."""

import pytest

from milestones.views.sections import (
    DELIVERABLE_ORDER,
    DELIVERABLE_TABS,
    MILESTONE_ORDER,
    MILESTONE_TABS,
    Section,
    sections_of,
    tabs_of,
)
from pm.registry import PANELS, Panel, Registry, panels


@pytest.fixture
def place(monkeypatch):
    monkeypatch.setitem(PANELS, "somewhere", Registry())
    return panels("somewhere")


def build(context):
    return lambda request, row: context


def test_registered_and_own_sections_stand_in_order(rf, place):
    error = {"form": {"non_field_errors": ["Not so."]}}
    place.add("late", Panel("Late", "components/_form_errors.html", build(error)))
    place.add("silent", Panel("Silent", "components/_form_errors.html", build(None)))
    place.add("blank", Panel("Blank", "components/_form_errors.html", build({})))

    found = sections_of(rf.get("/"), "somewhere", object(), own={"first": "a.html", "unknown": "b.html"},
                        order=("first", "silent", "blank", "late", "never"))  # fmt: skip

    assert [one.name for one in found] == ["first", "late"]
    assert found[0].template == "a.html"
    assert found[1].html.startswith('<div id="late">')
    assert "Not so." in found[1].html


def test_the_line_of_words_names_only_what_is_there():
    sections = [Section("why"), Section("gates"), Section("history")]

    assert tabs_of(sections, MILESTONE_TABS) == [("why", "Why"), ("history", "History")]


@pytest.mark.parametrize(
    ("place", "order", "tabs"),
    [
        ("milestone_section", MILESTONE_ORDER, MILESTONE_TABS),
        ("deliverable_section", DELIVERABLE_ORDER, DELIVERABLE_TABS),
    ],
)
def test_every_registered_section_has_its_place(place, order, tabs):
    assert sum(name in panels(place) for name in order) == len(list(panels(place)))
    assert set(tabs) <= set(order)
    assert len(tabs) <= 9
