"""A saved view: its name, who sees it, its place."""

from typing import Any

from django import forms

from pm.forms.record import RecordForm
from pm.permissions import Permission
from pm.registry import LISTS

SHARING = ("is_shared", "is_default")


class SavedViewForm(RecordForm):
    """What one may say of a view; sharing is for those who edit the plan."""

    columns = ("name", "is_shared", "is_default", "rank")
    name = forms.CharField(label="Name", max_length=80)
    is_shared = forms.BooleanField(
        label="Share it with everybody in the program", required=False, initial=False
    )
    is_default = forms.BooleanField(
        label="Open the list with it",
        required=False,
        initial=False,
        help_text="For everybody whose address asks for nothing else.",
    )
    rank = forms.IntegerField(
        label="Place", min_value=0, max_value=999, initial=0, help_text="Small numbers stand first."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.access.can(Permission.EDIT_MILESTONE):
            for name in SHARING:
                del self.fields[name]


class NewViewForm(SavedViewForm):
    """A view that is saved for the first time: the list and its address come with the form."""

    page = forms.CharField(widget=forms.HiddenInput, max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["rank"]

    def clean_page(self) -> str:
        page: str = self.cleaned_data["page"]
        if page not in LISTS or not self.access.can(Permission(LISTS.get(page).permission)):
            raise forms.ValidationError("Open a list and save its view there.")
        return page
