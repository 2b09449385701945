from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict
from pytest_django.asserts import assertHTMLEqual

from pm.filters import HistoryFilter, chips
from pm.forms.widgets import PlainSelect
from pm.models import Change
from tests.factories.actors import NOW
from tests.factories.pm import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


def change(program, label, *, user=None, noun="milestones.milestone", source="PAGE", at=NOW):
    return Change.objects.create(
        program=program, kind="UPDATE", noun=noun, object_id=1, label=label, subject=label, field="title",
        actor_name="x", user=user, source=source, happened_on=at.date(), recorded_at=at,
    )  # fmt: skip


def found(program, query, people=()):
    rows = HistoryFilter(
        QueryDict(query), queryset=Change.objects.order_by("pk"), program=program, people=people
    )
    return [row.label for row in rows.qs]


def test_each_filter_narrows_the_changes():
    program, ada = ProgramFactory(zone="Pacific/Auckland"), UserFactory(name="Ada")
    people = [(ada.pk, "Ada")]
    change(program, "M-1", user=ada)
    change(program, "D-2", noun="milestones.deliverable", source="IMPORT")
    change(program, "M-3", at=NOW - timedelta(days=9))

    assert found(program, f"person={ada.pk}", people) == ["M-1"]
    assert found(program, "person=system", people) == ["D-2", "M-3"]
    assert found(program, "noun=deliverable") == ["D-2"]
    assert found(program, "key=m-1") == ["M-1"]
    assert found(program, "source=IMPORT") == ["D-2"]
    assert found(program, "since=2026-03-01") == ["M-1", "D-2"]
    assert found(program, "until=2026-03-01") == ["M-3"]


@pytest.mark.parametrize(
    "query",
    ["person=x", "noun=nothing", "since=soon", "source=DREAM", "since=0001-01-01", "until=9999-12-31"],
)
def test_a_filter_that_says_nothing_hides_nothing(query):
    program = ProgramFactory()
    change(program, "M-1")

    assert found(program, query) == ["M-1"]


def test_chips_name_each_filter_and_the_address_without_it():
    query = QueryDict("noun=deliverable&since=2026-03-01&page=4")
    rows = HistoryFilter(query, queryset=Change.objects.all(), program=ProgramFactory(), people=[])

    assert chips(rows, query, "/h/") == [
        {"label": "Kind of thing", "value": "deliverable", "remove_url": "/h/?since=2026-03-01"},
        {"label": "From day", "value": "1 Mar 2026", "remove_url": "/h/?noun=deliverable"},
    ]


def test_a_plain_select_is_what_django_draws():
    choices = [("", "Any"), ("1", "Ada & Co"), ("2", "<b>")]

    class Plain(forms.Form):
        owner = forms.ChoiceField(choices=choices, widget=PlainSelect, help_text="Who answers.")

    class Usual(forms.Form):
        owner = forms.ChoiceField(choices=choices, help_text="Who answers.")

    for data in ({}, {"owner": "1"}, {"owner": "9"}):
        assertHTMLEqual(str(Plain(data)["owner"]), str(Usual(data)["owner"]))
