"""Fields that are made when they are asked for."""

import pytest
from django import forms

from pm.forms.late import LateFields


class Words(forms.Form):
    first = forms.CharField()
    second = forms.CharField()


@pytest.fixture
def asked():
    return []


@pytest.fixture
def fields(asked):
    return LateFields(Words.base_fields, asked.append)


def test_a_field_is_copied_and_prepared_once_when_it_is_read(fields, asked):
    assert (list(fields), len(fields), "second" in fields, "third" in fields) == (
        ["first", "second"],
        2,
        True,
        False,
    )
    assert asked == []

    fields["first"].label = "Mine"

    assert (fields["first"].label, Words.base_fields["first"].label) == ("Mine", None)
    assert asked == ["first"]


def test_what_is_set_and_taken_away_holds(fields, asked):
    own = forms.IntegerField()
    fields["third"] = own
    del fields["first"]

    assert list(fields) == ["second", "third"]
    assert fields["third"] is own
    with pytest.raises(KeyError):
        fields["first"]
    assert asked == []
