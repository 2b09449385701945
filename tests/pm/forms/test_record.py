"""The plain form: every kind of field comes back as it was seen, whatever happened in between."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms

from milestones.models import Milestone
from pm.errors import Conflict, DomainError, StaleEdit
from pm.forms.chosen import PersonField, RowField, SubteamField
from pm.forms.fields import DayField, DaysField, LinkField, MarkdownField
from pm.forms.record import NO_BASE, RecordForm
from pm.permissions import Role
from pm.rules import Access
from tests.factories.actors import NOW
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
INSIDE = Access(roles=frozenset({Role.MANAGER}), own_subteams={})


def milestones(program, access):
    return Milestone.objects.in_program(program).order_by("number")


class WorkForm(RecordForm):
    """One field of every kind."""

    columns = {
        "title": "title", "due": "due_on", "effort": "effort_days", "owner": "owner", "team": "team",
        "milestone": "milestone", "typed": "other", "text": "text", "is_internal": "is_internal",
        "level": "level", "chance": "chance", "link": "link",
    }  # fmt: skip
    groups = (("What", ("title", "text")), ("Gone", ("nothing",)))
    title = forms.CharField(max_length=20)
    due = DayField(required=False)
    effort = DaysField(required=False)
    owner = PersonField(required=False)
    team = SubteamField(required=False)
    milestone = RowField(milestones, letter="M", required=False)
    typed = RowField(milestones, letter="M", listed=False, required=False)
    text = MarkdownField(required=False)
    is_internal = forms.BooleanField(required=False)
    level = forms.ChoiceField(choices=[("", "–"), ("LOW", "Low"), ("HIGH", "High")], required=False)
    chance = forms.IntegerField(required=False)
    link = LinkField(required=False)
    why = forms.CharField(required=False)


@pytest.fixture
def program():
    return ProgramFactory(days_per_month=18)


@pytest.fixture
def row(program):
    return SimpleNamespace(
        title="Mast", due_on=dt.date(2027, 9, 30), effort_days=Decimal("12.50"),
        owner=member_of(program), team=SubteamFactory(program=program, slug="core", name="Core"),
        milestone=MilestoneFactory(program=program, number=3, title="Lamp"),
        other=MilestoneFactory(program=program, number=4), text="One\ntwo  ", is_internal=True, level="LOW",
        chance=30, link="https://example.org/a",
    )  # fmt: skip


def form_of(program, data=None, row=None, **more):
    return WorkForm(data, program=program, access=INSIDE, today=NOW.date(), row=row, **more)


def untouched(form):
    """What a browser posts when nobody types."""
    typed = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            typed[field.html_name] = "on" if value is True else str(value).replace("\n", "\r\n")
    return {**typed, **{name: text.replace("\n", "\r\n") for name, text in form.bases()}}


def test_a_form_nobody_touched_changes_nothing(program, row):
    data = untouched(form_of(program, row=row))

    form = form_of(program, data, row)

    assert form.is_valid(), form.errors
    assert form.changes() == {}
    assert form.base() == vars(row)


def test_what_was_seen_is_read_back_after_the_row_has_moved_on(program, row):
    data = untouched(form_of(program, row=row))
    seen = dict(vars(row))
    vars(row).update(
        title="T", due_on=None, effort_days=None, owner=None, team=None, milestone=None, other=None, text="",
        is_internal=False, level="", chance=None, link="",
    )  # fmt: skip

    form = form_of(program, data, row)

    assert form.is_valid(), form.errors
    base = form.base()
    assert base.pop("other") == seen.pop("other").pk
    assert base == seen
    assert form.changes() == {}


def test_an_empty_base_was_empty(program, row):
    was = dict(vars(row))
    data = untouched(form_of(program, row=row)) | {f"base_{name}": "" for name in WorkForm.columns}

    form = form_of(program, data, row)

    assert form.is_valid(), form.errors
    nothing = dict.fromkeys(was) | {"title": "", "text": "", "level": "", "link": "", "is_internal": False}
    assert form.base() == nothing
    assert form.changes() == was | {"text": "One\ntwo"}


def test_every_value_of_a_new_row_is_read(program, row):
    data = {
        "title": "Mast", "due": "31 Aug", "effort": "2 months", "owner": str(row.owner.pk), "team": "core",
        "milestone": "M-3", "typed": "m-4", "text": "\r\nOne\r\n\r\ntwo \r\n", "is_internal": "on",
        "level": "HIGH", "chance": "4", "link": "example.org", "why": "Because.",
    }  # fmt: skip

    form = form_of(program, data)

    assert form.is_valid(), form.errors
    assert form.changes() == {
        "title": "Mast", "due_on": dt.date(2026, 8, 31), "effort_days": Decimal(36), "owner": row.owner,
        "team": row.team, "milestone": row.milestone, "other": row.other, "text": "One\n\ntwo",
        "is_internal": True, "level": "HIGH", "chance": 4, "link": "https://example.org",
    }  # fmt: skip
    assert (form.bases(), form.base()) == ([], {})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("due", "soon", "“soon” does not read as a date. A day, “Oct 2026” or “Q4 2026” all work."),
        ("due", "Q4 2026", "“Q4 2026” is more than one day. Write one day, such as 30 Sep 2026."),
        ("due", "1 Mar 0026", "26 lies outside the years a plan can hold: 1990 to 2100."),
        ("effort", "much", "“much” is no effort. Months such as 4.5 months, or days such as 90 d."),
        ("effort", "0", "At least 0.01 person-days. Leave it empty for none."),
        ("link", "javascript:alert(1)", None),
        ("link", "ftp://example.org/a", None),
        ("milestone", "M-99", None),
        ("typed", "M-99", "There is no M-99 to choose here. Write a key such as M-12."),
        ("typed", "M-" + "9" * 30, None),
        ("owner", "x", None),
        ("team", "nobody", None),
    ],
)
def test_what_is_wrong_is_a_sentence_beside_its_field(program, name, value, sentence):
    form = form_of(program, {"title": "Mast", name: value})

    assert list(form.errors) == [name]
    [said] = form.errors[name]
    assert said == sentence if sentence else said.endswith(".")


def test_rows_of_another_program_are_neither_offered_nor_taken(program):
    other = ProgramFactory()
    person, team = member_of(other), SubteamFactory(program=other, slug="theirs")
    row = MilestoneFactory(program=other, number=77)
    data = {"title": "x", "owner": person.pk, "team": team.slug, "milestone": row.key, "typed": row.key}

    assert sorted(form_of(program, data).errors) == ["milestone", "owner", "team", "typed"]


def test_a_person_who_has_left_stays_until_somebody_else_is_chosen(program, row):
    row.owner = UserFactory(name="Left Already")
    form = form_of(program, untouched(form_of(program, row=row)) | {"title": "New"}, row)

    assert form.is_valid(), form.errors
    assert form.changes() == {"title": "New"}
    assert "Left Already" in str(form["owner"])


@pytest.mark.parametrize(
    "bad",
    [
        {"base_due": "x"},
        {"base_effort": "x"},
        {"base_owner": "x"},
        {"base_chance": "x"},
        {"base_title": None},
    ],
)
def test_a_base_nobody_wrote_is_refused(program, row, bad):
    data = untouched(form_of(program, row=row)) | bad
    form = form_of(program, {name: value for name, value in data.items() if value is not None}, row)

    assert form.errors == {"__all__": [NO_BASE]}


def test_a_conflict_is_told_in_words_and_theirs_can_be_kept(program, row):
    data = untouched(form_of(program, row=row)) | {"due": "1 Oct 2027", "is_internal": ""}
    form = form_of(program, data, row)
    assert form.is_valid(), form.errors

    form.clash(
        StaleEdit(
            [
                Conflict("due_on", row.due_on, dt.date(2027, 12, 1), dt.date(2027, 10, 1), "Cleo Fenn"),
                Conflict("owner", row.owner, None, row.owner),
            ]
        )
    )

    due, owner = form.clashes()
    assert due == {
        "label": "Due", "name": "keep_due", "by": "Cleo Fenn", "base": "30 Sep 2027", "theirs": "1 Dec 2027",
        "mine": "1 Oct 2027",
    }  # fmt: skip
    assert (owner["by"], owner["theirs"]) == ("Somebody", "nobody")
    assert dict(form.bases())["base_due"] == "2027-12-01"
    again = form_of(program, data | {"keep_due": "theirs"}, row)
    assert again.is_valid()
    assert again.changes() == {"is_internal": False}


def test_a_conflict_about_what_the_form_does_not_show_is_said_at_its_top(program, row):
    form = form_of(program, untouched(form_of(program, row=row)), row)
    assert form.is_valid()

    form.clash(StaleEdit([Conflict("status", "OPEN", "CLOSED", "OPEN")]))

    assert (form.clashes(), list(form.errors)) == ([], ["__all__"])


def test_a_refusal_stands_beside_the_field_it_names(program, row):
    form = form_of(program, untouched(form_of(program, row=row)), row)
    assert form.is_valid()

    form.refuse(DomainError("It is taken.", field="due_on"))
    form.refuse(DomainError("It is late.", field="unheard_of"))

    assert form.errors == {"due": ["It is taken."], "__all__": ["It is late."]}


def test_groups_draw_every_field_once(program):
    groups = [
        (heading, [field.name for field in fields]) for heading, fields in form_of(program).drawn_groups()
    ]

    assert groups[0] == ("What", ["title", "text"])
    assert groups[1][0] == ""
    assert sorted(name for _, names in groups for name in names) == sorted(WorkForm.base_fields)
