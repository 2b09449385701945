"""Forms of a milestone: what they show, read and refuse."""

from datetime import date
from decimal import Decimal

import pytest

from milestones.forms.milestone_record import MilestoneForm
from milestones.forms.target import decode, encode, target_of
from milestones.models import Milestone, Track
from pm.models import Program
from pm.permissions import Role
from pm.rules import Access
from tests.factories.actors import NOW

TODAY = NOW.date()


def row(**fields):
    program = Program(pk=1, days_per_month=20)
    return Milestone(program=program, track=Track(program=program), number=31, title="Store", **fields)


def only(name, milestone, data=None):
    """The editor of one field of a milestone."""
    access = Access(roles=frozenset({Role.LEAD}), own_subteams={})
    form = MilestoneForm(data, program=milestone.program, access=access, today=TODAY, row=milestone)
    return form.only(name)


def target_form(milestone, typed=None, base=None):
    data = None if typed is None else {"target": typed, "base_target": base or encode(target_of(milestone))}
    return only("target", milestone, data)


def due(first, last, text=""):
    return row(target_from_on=first, target_to_on=last, target_text=text)


@pytest.mark.parametrize(
    ("first", "last", "text", "shown"),
    [
        (date(2026, 9, 30), date(2026, 9, 30), "the end of September", "30 Sep"),
        (date(2023, 8, 31), date(2023, 8, 31), "31 Aug", "31 Aug 23"),
        (date(2026, 10, 1), date(2026, 12, 31), "Q4", "Q4 2026"),
        (date(2026, 9, 1), date(2026, 9, 15), "", "1–15 Sep"),
        (date(2026, 12, 28), date(2027, 1, 3), "", "28 Dec – 3 Jan 27"),
        (None, None, "TBD", "TBD"),
    ],
)
def test_target_is_shown_so_that_it_reads_back_as_the_same_days(first, last, text, shown):
    milestone = due(first, last, text)

    form = target_form(milestone, shown)

    assert target_form(milestone)["target"].value() == shown
    assert form.is_valid(), form.errors
    assert form.goal() is None


def test_a_base_that_was_empty_stays_empty_when_the_form_comes_back():
    form = only("target", due(TODAY, TODAY, "2 Mar"), {"target": "Jul 2026", "base_target": ""})

    assert form.is_valid(), form.errors
    assert (form.bases(), form.base()["target"].end) == ([("base_target", "")], None)


def test_target_round_trips_its_base():
    milestone = due(date(2026, 10, 1), date(2026, 12, 31), "Q4 | or so")

    assert decode(encode(target_of(milestone))) == target_of(milestone)
    assert decode("").is_known is False


def test_target_asks_for_a_reason_only_when_committed():
    free = due(date(2026, 9, 30), date(2026, 9, 30))
    held = due(date(2026, 9, 30), date(2026, 9, 30))
    held.status, held.committed_on = "COMMITTED", TODAY

    assert list(target_form(free).fields) == ["target"]
    assert list(target_form(held).fields) == ["target", "reason_class", "reason"]


def test_late_target_sent_back_as_it_is_shown_is_no_new_date():
    milestone = due(date(2026, 1, 15), date(2026, 1, 15), "15 Jan 2026")

    form = target_form(milestone, "15 Jan")

    assert form.is_valid(), form.errors
    assert form.goal() is None


@pytest.mark.parametrize(
    ("days", "shown"), [(None, ""), ("120", "6"), ("90", "4.5"), ("7", "0.35"), ("7.01", "7.01 d")]
)
def test_appetite_is_shown_in_months_where_that_is_exact(days, shown):
    milestone = row(appetite_days=None if days is None else Decimal(days))

    assert (only("appetite", milestone)["appetite"].value() or "") == shown


@pytest.mark.parametrize("shown", ["6", "4.5", "0.35", "7.01 d"])
def test_appetite_that_is_shown_reads_back_as_itself(shown):
    first = only("appetite", row(), {"appetite": shown, "base_appetite": ""})
    assert first.is_valid(), first.errors

    again = only("appetite", row(appetite_days=first.cleaned_data["appetite"]))

    assert again["appetite"].value() == shown


@pytest.mark.parametrize(("name", "base"), [("value", "x"), ("start", "June"), ("appetite", "much")])
def test_base_that_the_form_never_wrote_is_refused(name, base):
    form = only(name, row(), {name: "", f"base_{name}": base})

    assert not form.is_valid()
    assert form.non_field_errors() == [
        "This form does not say what it was opened with. Open it again and edit there."
    ]


def test_start_refuses_a_stretch_of_days():
    form = only("start", row(), {"start": "Q4 2026", "base_start": ""})

    assert form.errors == {"start": ["“Q4 2026” is more than one day. Write one day, such as 30 Sep 2026."]}
