"""The shared words and marks."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from pm.templatetags import ui

TODAY = dt.date(2026, 9, 21)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (dt.date(2026, 9, 30), "30 Sep"),
        (dt.date(2026, 1, 1), "1 Jan"),
        (dt.date(2027, 1, 29), "29 Jan 27"),
        (dt.date(2025, 12, 5), "5 Dec 25"),
        (None, "–"),
    ],
)
def test_day_is_short_and_names_another_year(date: dt.date | None, words: str) -> None:
    assert ui.day(date, TODAY) == words


@pytest.mark.parametrize(
    ("days", "per_month", "words"),
    [
        (Decimal(96), None, "4.8"),
        (Decimal(96), 16, "6.0"),
        (0, None, "0.0"),
        (Decimal("0.5"), None, "0.0"),
        (Decimal(1), None, "0.1"),
        (None, None, "–"),
        ("", None, "–"),
    ],
)
def test_months_of_person_days(days: object, per_month: object, words: str) -> None:
    assert ui.months(days, per_month) == words


@pytest.mark.parametrize(
    ("days", "words"), [(Decimal("12.00"), "12"), (Decimal("7.5"), "7.5"), (100, "100"), (None, "–")]
)
def test_person_days_without_needless_zeros(days: object, words: str) -> None:
    assert ui.person_days(days) == words


@pytest.mark.parametrize("level", ["", None, "GREEN", "no such"])
def test_health_that_is_not_known_is_unknown(level: str | None) -> None:
    assert ui.health_mark(level).word == "Unknown"


@pytest.mark.parametrize(("level", "word"), [("AT_RISK", "At risk"), ("on_track", "On track")])
def test_health_of_any_case(level: str, word: str) -> None:
    assert ui.health_mark(level).word == word


@pytest.mark.parametrize(("name", "mark"), [("Cleo Fenn", "CF"), ("Ada", "AD"), ("", ""), (None, "")])
def test_initials(name: str | None, mark: str) -> None:
    assert ui.initials(name) == mark


@pytest.mark.parametrize(
    ("value", "share"),
    [(-3, "0"), (50, "50"), (33.3333, "33.33"), (180, "100"), (Decimal("2.50"), "2.5")],
)
def test_bar_stays_on_its_axis(value: object, share: str) -> None:
    assert ui.bar(value) == share


def test_icon_escapes_what_it_is_given() -> None:
    assert str(ui.icon("flag", 'x"><script>', "a<b")) == (
        '<svg class="icon x&quot;&gt;&lt;script&gt;" role="img" aria-label="a&lt;b">'
        '<use href="/static/img/icons.svg#flag"></use></svg>'
    )


def test_ticks_draw_one_mark_per_statement() -> None:
    drawn = ui.ticks(["verified", "CLAIMED", "target"])

    assert drawn.count("<rect") == 4  # a claimed one is an outline half filled
    assert 'width="27"' in drawn


def test_meter_fills_the_met_conditions() -> None:
    drawn = ui.meter(2, 3)

    assert (drawn.count("f-ink2"), drawn.count("f-bar")) == (2, 1)
    assert 'aria-label="2 of 3 conditions met"' in drawn


@pytest.mark.parametrize(
    ("text", "base", "html"),
    [
        ("in a minute.", "in an hour.", "in <del>an</del><ins>a</ins> <del>hour</del><ins>minute</ins>."),
        ("its return, late.", "its return.", "its return<ins>, late</ins>."),
        ("same", "same", "same"),
        ("<b>", "", "<ins>&lt;b&gt;</ins>"),
        ("", "gone", "<del>gone</del>"),
        (None, None, "–"),
    ],
)
def test_word_diff_marks_only_what_moved(text: object, base: object, html: str) -> None:
    assert ui.word_diff(text, base) == html


@pytest.mark.parametrize(
    ("tags", "path"),
    [
        ("undo:/kit/history/7/undo/", "/kit/history/7/undo/"),
        ("success undo:/a/", "/a/"),
        ("undo://elsewhere.example/", ""),
        ("undo:https://elsewhere.example/", ""),
        ("success", ""),
        (None, ""),
    ],
)
def test_undo_posts_only_to_this_site(tags: str | None, path: str) -> None:
    assert ui.undo_url(tags) == path


@pytest.mark.parametrize(
    ("address", "changes", "url"),
    [
        ("/kit/roadmap/?status=OPEN&page=3", {"period": "2026H2"}, "?status=OPEN&period=2026H2"),
        ("/kit/roadmap/?status=OPEN&page=3", {"page": 4}, "?status=OPEN&page=4"),
        ("/kit/roadmap/?a=1&a=2", {"a": None, "b": "x y&z"}, "?b=x+y%26z"),
        ("/kit/roadmap/?a=1", {"a": ""}, "/kit/roadmap/"),
        ("/kit/roadmap/", {"a": [1, 2]}, "?a=1&a=2"),
    ],
)
def test_query_url_changes_only_what_it_is_told(address: str, changes: dict[str, object], url: str) -> None:
    context = Context({"request": RequestFactory().get(address)})

    assert ui.query_url(context, **changes) == url


def test_moment_names_its_day_unless_it_is_today(time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 9, 21, 12, tzinfo=dt.UTC))

    assert ">06:00<" in str(ui.moment(dt.datetime(2026, 9, 21, 6, tzinfo=dt.UTC)))
    assert ">20 Sep 23:59<" in str(ui.moment(dt.datetime(2026, 9, 20, 23, 59, tzinfo=dt.UTC)))
    assert ui.moment(None) == "–"


class Trial(forms.Form):
    name = forms.CharField(help_text="One line.")
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)
    why = forms.CharField(widget=forms.Textarea, required=False)
    mine = forms.BooleanField(required=False)


def test_widget_carries_our_class_and_its_error() -> None:
    form = Trial({"name": ""})

    control = ui.widget(form["name"], "input-l")

    assert 'class="input input-l"' in control
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_name_helptext id_name_error"' in control


@pytest.mark.parametrize(("field", "css"), [("kind", 'class="select"'), ("why", 'class="textarea"')])
def test_widget_knows_its_kind(field: str, css: str) -> None:
    assert css in ui.widget(Trial()[field])


def test_field_component_ties_help_and_error_to_the_control() -> None:
    template = Template('{% include "components/_field.html" with field=form.name only %}')

    html = template.render(Context({"form": Trial({"name": ""})}))

    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert "This field is required." in html
