"""A line that every new deliverable's checklist starts with."""

from django import forms

from milestones.models import ChecklistItem
from pm.forms.record import RecordForm
from pm.registry import Level


class ChecklistTemplateForm(RecordForm):
    """What the line is about, what it says, how binding it is."""

    columns = ("kind", "text", "level", "rank")
    kind = forms.ChoiceField(label="About", choices=ChecklistItem.Kind.choices)
    text = forms.CharField(
        label="What has to be done",
        max_length=200,
        required=False,
        help_text="May stay empty where the word above says enough.",
    )
    level = forms.ChoiceField(
        label="Asked of",
        choices=[
            (Level.MUST.value, "every new deliverable, before it closes"),
            (Level.SHOULD.value, "every new deliverable; it may close without"),
            (Level.OFF.value, "none from now on"),
        ],
    )
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999, initial=99)
