"""The form of a design artefact."""

from django import forms

from milestones.forms.spec import choice
from milestones.models import DesignArtefact
from pm.forms.record import RecordForm


class ArtefactForm(RecordForm):
    """Which artefact of which scope, and whether it is there."""

    columns = ("kind", "scope", "state", "link", "because")
    beside = {"state": ("link", "because")}
    kind = choice("Artefact", DesignArtefact.Kind.choices)
    scope = forms.CharField(
        label="Scope", max_length=120, required=False, help_text="Empty: the whole milestone."
    )
    state = choice("State", DesignArtefact.State.choices, initial=DesignArtefact.State.PRESENT)
    link = forms.CharField(label="Link, or where it lies", max_length=500, required=False)
    because = forms.CharField(label="Not needed, because", max_length=300, required=False)
