"""The forms of a gate: planned, and held."""

from django import forms

from milestones.forms.spec import choice
from milestones.models import Gate
from pm.forms.fields import DayField, MarkdownField
from pm.forms.record import RecordForm


class GateForm(RecordForm):
    """Which gate, when, who comes."""

    columns = ("kind", "planned_on", "who", "has_guests")
    kind = choice("Gate", Gate.Kind.choices)
    planned_on = DayField(label="Planned for", required=False)
    who = forms.CharField(label="Who", max_length=300, required=False)
    has_guests = forms.BooleanField(label="Guests are welcome", required=False)


class HoldForm(RecordForm):
    """It was held: when, who was there, what came out, what was learnt."""

    columns = ("held_on", "who", "has_guests", "outcome", "lessons")
    held_on = DayField(label="Held on")
    who = forms.CharField(label="Who was there", max_length=300, required=False)
    has_guests = forms.BooleanField(label="With guests", required=False)
    outcome = MarkdownField(label="What came out of it", rows=4)
    lessons = MarkdownField(label="What was learnt", required=False, rows=4)
