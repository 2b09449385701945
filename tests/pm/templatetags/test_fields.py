"""The fields of a form in one go, and what of a folded form waits."""

import django_filters
import pytest
from django.template import Context, Template

from pm.forms.widgets import FixedChoices, PlainSelect
from pm.models import Program

FOLDED = Template("{% load fields %}{% fields form late=True %}")
OPEN = Template("{% load fields %}{% fields form %}")


def people_filter(count, data=None):
    """A filter with a select of so many people."""
    people = FixedChoices([(str(number), f"Person <{number}>") for number in range(count)])

    class People(django_filters.FilterSet):
        owner = django_filters.ChoiceFilter(
            label="Owner", choices=people, empty_label="Any", widget=PlainSelect
        )

        class Meta:
            model = Program
            fields = ()

    return People(data or {}, queryset=Program.objects.none()).form


@pytest.mark.parametrize(
    ("count", "data", "template", "waits"),
    [
        (51, None, FOLDED, True),
        (51, None, OPEN, False),
        (50, None, FOLDED, False),
        (51, {"owner": "7"}, FOLDED, False),
    ],
    ids=["long", "unfolded", "short", "chosen"],
)
def test_a_long_select_of_a_folded_form_waits_for_a_script(count, data, template, waits):
    drawn = template.render(Context({"form": people_filter(count, data)}))

    assert ("<noscript data-late><select" in drawn) is waits
    assert drawn.count("<option") == count + 1
    assert '<label for="id_owner">Owner</label>' in drawn
    assert "Person &lt;7&gt;" in drawn
