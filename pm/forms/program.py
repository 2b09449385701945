"""A program: a new one, and what one says of itself."""

from django import forms
from django.core.exceptions import ValidationError

from pm.errors import DomainError
from pm.forms.record import RecordForm
from pm.pure.days import WEEKDAYS
from pm.pure.zones import is_zone
from pm.services.program import check_slug


class ProgramForm(forms.Form):
    """Its name and short name, the zone its days are counted in, its days per month."""

    name = forms.CharField(label="Name", max_length=120)
    slug = forms.CharField(
        label="Short name",
        max_length=40,
        help_text="Stands in every address. Small letters, digits, hyphens; it stays when the name changes.",
    )
    zone = forms.CharField(
        label="Time zone", max_length=64, initial="UTC", help_text="A name such as Europe/Lisbon."
    )
    days_per_month = forms.IntegerField(
        label="Working days in a month",
        min_value=1,
        max_value=31,
        initial=20,
        help_text="How many person-days are shown as one month.",
    )
    is_public = forms.BooleanField(
        label="Anyone may read it", required=False, help_text="Internal milestones stay hidden."
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip().lower()
        try:
            check_slug(slug)
        except DomainError as error:
            raise ValidationError(str(error)) from error
        return slug

    def clean_zone(self) -> str:
        return known_zone(self.cleaned_data["zone"])


def known_zone(typed: str) -> str:
    """A zone's name that says the same everywhere; raises ValidationError."""
    zone = typed.strip()
    if not is_zone(zone):
        raise ValidationError(f"“{zone}” is no time zone. Write one such as Europe/Lisbon.")
    return zone


class ProgramEditForm(RecordForm):
    """What a program says of itself; its short name stays, for it stands in every address."""

    columns = ("name", "zone", "days_per_month", "update_weekday", "is_public")
    name = forms.CharField(label="Name", max_length=120)
    zone = forms.CharField(
        label="Time zone", max_length=64, help_text="Its days begin here. A name such as Europe/Lisbon."
    )
    days_per_month = forms.IntegerField(
        label="Working days in a month",
        min_value=1,
        max_value=31,
        help_text="How many person-days are shown as one month. No stored figure changes.",
    )
    update_weekday = forms.TypedChoiceField(
        label="Weekly updates are due on", choices=list(enumerate(WEEKDAYS)), coerce=int
    )
    is_public = forms.BooleanField(
        label="Anyone may read it",
        required=False,
        help_text="Internal milestones, risks, decisions and costs stay hidden.",
    )

    def clean_zone(self) -> str:
        return known_zone(self.cleaned_data["zone"])
