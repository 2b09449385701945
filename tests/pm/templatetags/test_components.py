"""Each component, drawn with what its comment asks for."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string


class Move(forms.Form):
    target_on = forms.CharField(label="New target")
    reason = forms.CharField(label="Reason", help_text="A committed date moves only with a reason.")

    def clean(self) -> None:
        raise forms.ValidationError("The start, 14 Oct, is after the target.")


FORM = Move({"target_on": "31 Jun"})
ROW = {
    "label": "Target",
    "name": "target_on",
    "base": "30 Sep",
    "theirs": "7 Oct",
    "mine": "14 Oct",
    "mine_value": "2026-10-14",
    "theirs_value": "2026-10-07",
    "when": "09:12",
}
EDITOR = {
    "id": "milestone-12-target",
    "url": "/kit/milestones/M-12/target/",
    "label": "Target of M-12",
    "cancel_url": "/kit/milestones/M-12/",
    "field": FORM["target_on"],
    "csrf_token": "t0k",
}
MESSAGE = {"message": "Moved 3 targets by 7 d.", "level_tag": "success", "extra_tags": "undo:/kit/undo/7/"}

TEXTS = ("label", "title", "text", "word", "note", "detail", "count")
DRAWN: list[tuple[str, dict[str, Any], str]] = [
    ("_avatar.html", {"name": "Cleo Fenn"}, ">CF<"),
    ("_avatar.html", {}, "no owner"),
    (
        "_banner.html",
        {"text": "26 hours old", "action_url": "/j/", "action_label": "Open jobs"},
        'href="/j/"',
    ),
    ("_banner.html", {"text": "Sample", "action_url": "/r/", "post": True, "csrf_token": "t0k"}, "t0k"),
    ("_button.html", {"label": "Decide…", "kind": "primary"}, 'class="btn btn-primary"'),
    ("_button.html", {"label": "Close", "reason": "4 are left"}, 'aria-disabled="true"'),
    ("_button.html", {"label": "Open", "url": "/x/"}, 'href="/x/"'),
    ("_cell_edit.html", EDITOR | {"hidden": [("base_target_on", "x")]}, 'name="base_target_on"'),
    ("_cell_edit.html", EDITOR | {"more": [FORM["reason"]]}, "moves only with a reason"),
    ("_conflict.html", EDITOR | {"title": "Changed", "rows": [ROW]}, 'value="2026-10-07"'),
    ("_conflict.html", EDITOR | {"title": "Changed", "rows": [ROW], "editable": True}, "Save the result"),
    ("_empty.html", {"title": "No milestones", "url": "/n/", "label": "Write one"}, "btn-primary"),
    ("_empty.html", {"title": "None", "action": "/s/", "label": "Load", "csrf_token": "t0k"}, "t0k"),
    ("_facts.html", {"rows": [("Owner", None, "")]}, "–"),
    ("_facts.html", {"rows": [("Owner", "Ada", "/p/")], "kind": "props"}, 'class="props"'),
    ("_filters.html", {"form": FORM, "action": "/r/", "count": "15 milestones"}, "15 milestones"),
    ("_form_errors.html", {"form": FORM}, "14 Oct"),
    ("_form_fields.html", {"form": FORM}, "This field is required."),
    ("_health.html", {"level": "AT_RISK", "detail": "82 %"}, "At risk"),
    ("_pagination.html", {"text": "1–50 of 90", "next_url": "?page=2"}, "?page=2"),
    ("_pill.html", {"label": "draft", "kind": "dash"}, "pill-dash"),
    ("_progress.html", {"percent": 63, "mark": 79}, 'x1="79%"'),
    ("_progress.html", {"percent": None}, "–"),
    ("_progress.html", {"percent": 71, "small": True}, "71 %"),
    ("_section.html", {"id": "b", "title": "Bet", "note": 0}, '<span class="note">0</span>'),
    ("_segmented.html", {"label": "View", "items": [{"label": "Table", "url": "?v=t"}]}, "?v=t"),
    ("_status.html", {"state": "done", "word": "Closed"}, "c-done"),
    ("_subteam.html", {"name": "Engine", "code": "EN"}, ">EN<"),
    ("_toasts.html", {"messages": [MESSAGE], "csrf_token": "t0k"}, 'action="/kit/undo/7/"'),
    ("_truth.html", {"state": "drifted"}, "Drifted"),
    ("_table.html", {"label": "Rows", "columns": [{"label": "Key"}], "rows": "components/_mark.html"}, "Key"),
]


@pytest.mark.parametrize(("name", "context", "words"), DRAWN)
def test_component_draws_what_it_is_given(name: str, context: dict[str, Any], words: str) -> None:
    assert words in render_to_string(f"components/{name}", context)


@pytest.mark.parametrize(("name", "context", "words"), DRAWN)
def test_component_escapes_text(name: str, context: dict[str, Any], words: str) -> None:
    texts = dict.fromkeys(
        ("label", "title", "text", "word", "note", "detail", "count"), "<script>alert(1)</script>"
    )

    html = render_to_string(
        f"components/{name}", context | {key: text for key, text in texts.items() if key in context}
    )

    assert "<script" not in html
