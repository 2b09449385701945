"""Controls drawn by hand are those that Django's templates draw."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from pm.forms.renderer import DRAWN, PlainRenderer

CHOICES = [("a", "A & <b>"), ("b", 'B "b"'), ("Group & <i>", [("c", "C"), ("d", "D")])]
ATTRS = {"class": "input", "required": True, "disabled": False, "data-words": 'a "b" <c>'}
CONTROLS = [
    forms.TextInput(ATTRS), forms.NumberInput({"step": "0.1"}), forms.EmailInput(), forms.HiddenInput(),
    forms.PasswordInput(render_value=True), forms.URLInput(), forms.CheckboxInput(), forms.Textarea(ATTRS),
    forms.DateInput(), forms.TimeInput(), forms.DateTimeInput(),
    forms.Select(ATTRS, CHOICES), forms.SelectMultiple(choices=CHOICES), forms.NullBooleanSelect(),
    forms.RadioSelect(choices=CHOICES), forms.CheckboxSelectMultiple({"class": "checks"}, CHOICES),
]  # fmt: skip
VALUES = [None, "", "a", ["a", "c"], 5, True, "<&'\">"]


def tight(html):
    return re.sub(r"\s*([<>])\s*", r"\1", html)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: type(control).__name__)
def test_a_control_is_what_django_draws(control):
    assert control.template_name in DRAWN

    for value in VALUES:
        if isinstance(value, list) and not getattr(control, "allow_multiple_selected", False):
            continue
        ours, theirs = (
            control.render("na<me", value, {"id": "id_1"}, renderer())
            for renderer in (PlainRenderer, DjangoTemplates)
        )
        assert tight(ours) == tight(theirs)


def test_what_is_not_drawn_by_hand_is_drawn_by_django():
    drawn = [forms.FileInput().render("file", None, {}, one()) for one in (PlainRenderer, DjangoTemplates)]

    assert drawn[0] == drawn[1] == '<input type="file" name="file">'
