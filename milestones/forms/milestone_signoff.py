"""The forms of a milestone's sign-off."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from milestones.forms.spec import StepForm, choice
from milestones.models import MilestoneSignOff
from milestones.pure.spec_states import SIGNOFF_STEPS
from pm.forms.chosen import PersonField
from pm.forms.record import RecordForm


class SignerForm(RecordForm):
    """Which role signs, at which moment, and who that is."""

    columns = ("role", "signer")
    moment = choice("Moment", MilestoneSignOff.Moment.choices, initial=MilestoneSignOff.Moment.AGREED)
    role = forms.CharField(label="Role", max_length=80, help_text="Roles sign in the order they are added.")
    signer = PersonField(
        label="Who signs",
        required=False,
        empty_label="a program lead or manager",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["moment"]


class MilestoneSignOffStepForm(StepForm):
    columns: ClassVar[Mapping[str, str]] = {"to": "state"}
    steps = SIGNOFF_STEPS
    asked = {
        MilestoneSignOff.State.SIGNED: "A note",
        MilestoneSignOff.State.REFUSED: "Why not",
        MilestoneSignOff.State.OPEN: "Why it is withdrawn",
    }
