"""What stands around every page, and the fields of a form, as ready strings."""

from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from pm.http import NavGroup, NavLine
from pm.templatetags.fields import fields
from pm.templatetags.shell import navigation


class Wishes(forms.Form):
    words = forms.CharField(label="Words & <key>", help_text="A key, too.")
    late = forms.BooleanField(label="Late", required=False)
    status = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    set = forms.IntegerField(widget=forms.HiddenInput(), required=False)


def line(label, **more):
    return NavLine(label, f"/kit/{label.lower()}/", "flag", None, **{"current": False} | more)


def test_once_is_drawn_once():
    template = Template("{% load shell %}{% once %}{{ word }}{% endonce %}{{ word }}")

    assert [template.render(Context({"word": word})) for word in ("a", "b")] == ["aa", "ab"]


def test_navigation_folds_subteams_and_ends_with_what_has_no_title():
    teams = tuple(line(f"Team{number}", code="T<") for number in range(8))
    groups = [NavGroup("Plan & work", (line("Roadmap", current=True, key="r"),)), NavGroup("Subteams", teams)]

    drawn = navigation([*groups, NavGroup(None, (line("Settings"),))])

    assert drawn.count("<li>") == 10
    assert "<h2>Plan &amp; work</h2>" in drawn
    assert '<a href="/kit/roadmap/" aria-current="page" data-go="r">' in drawn
    assert "<summary>2 more</summary>" in drawn
    assert "T&lt;" in drawn
    assert drawn.count("nav-foot") == 1


def test_fields_are_what_the_component_prints():
    for form in (Wishes(), Wishes({"words": ""})):
        one_by_one = [render_to_string("components/_field.html", {"field": field}) for field in form]

        assert squeezed(fields(form)) == squeezed("".join(one_by_one))


def squeezed(html):
    return "".join(html.split())
