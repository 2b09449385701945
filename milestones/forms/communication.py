"""The form of a row of the communication plan."""

from django import forms
from django.db.models import QuerySet

from milestones.models import Stakeholder
from pm.forms.chosen import ChosenField, PersonField
from pm.forms.fields import DayField, Settled
from pm.forms.record import RecordForm


class StakeholderField(ChosenField):
    """A stakeholder of the program who is not archived."""

    def offered(self, form: Settled) -> QuerySet[Stakeholder]:
        rows = Stakeholder.objects.filter(program=form.program, is_archived=False)
        return rows.order_by("name", "pk")


class CommunicationForm(RecordForm):
    """Who hears what, how, from whom, by when."""

    columns = ("stakeholder", "message", "channel", "owner", "due_on")
    stakeholder = StakeholderField(
        label="Stakeholder",
        begun="add the first under Settings, Stakeholders",
        help_text="Somebody who is missing is added in the list of stakeholders.",
    )
    message = forms.CharField(label="What they must hear", max_length=500)
    channel = forms.CharField(label="How", max_length=120, required=False)
    owner = PersonField(label="Who tells them", required=False)
    due_on = DayField(label="By", required=False, ahead=True)
