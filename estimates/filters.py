"""The filters of the at-risk page. Their state is the query string."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms

from estimates.pure.level import ON_TRACK
from estimates.queries.at_risk import Ranked, Ranking
from milestones.models import Milestone
from pm.forms.widgets import FixedChoices, PlainSelect

LEVELS = [("LATE", "Late"), ("AT_RISK", "At risk"), ("WATCH", "Watch"), ("UNKNOWN", "Unknown"),
          ("ON_TRACK", "On track")]  # fmt: skip
ANY = "Any"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    value: str
    remove_url: str


class AtRiskFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Which milestones are listed. The ranking is loaded whole, so the choice is made in memory."""

    track = django_filters.ChoiceFilter(label="Track", choices=[], empty_label=ANY, widget=PlainSelect)
    owner = django_filters.ChoiceFilter(label="Owner", choices=[], empty_label=ANY, widget=PlainSelect)
    level = django_filters.MultipleChoiceFilter(
        label="Level", choices=LEVELS, widget=forms.CheckboxSelectMultiple, distinct=False
    )

    class Meta:
        model = Milestone
        fields: list[str] = []

    def __init__(self, data: Any, *, whole: Ranking, user_id: int | None) -> None:
        super().__init__(data, queryset=Milestone.objects.none())
        self.user_id = user_id
        me = [("me", "Me")] if user_id is not None else []
        owners = [(str(pk), name) for pk, name in whole.owners]
        self.filters["track"].extra["choices"] = [(track.slug, track.name) for track in whole.tracks]
        self.filters["owner"].extra["choices"] = FixedChoices([*me, ("none", "No owner"), *owners])
        self.form.is_valid()
        self.on: dict[str, Any] = self.form.cleaned_data

    def keeps(self, row: Ranked) -> bool:
        """Whether a milestone is listed; without a level, all but those on track."""
        levels = self.on.get("level")
        return (
            (row.level in levels if levels else row.level != ON_TRACK)
            and self.on.get("track") in {"", None, row.track}
            and self.owns(row, self.on.get("owner"))
        )

    def owns(self, row: Ranked, owner: str | None) -> bool:
        if not owner:
            return True
        if owner == "none":
            return row.owner_id is None
        return row.owner_id == (self.user_id if owner == "me" else int(owner))

    def chips(self, plain: str = "?") -> list[Chip]:
        """What is on, in words, each with the address that takes it off; the last one leads to `plain`."""
        found: list[Chip] = []
        for name, value in self.on.items():
            names = dict(self.filters[name].extra["choices"])
            words = (
                ", ".join(names[one] for one in value) if isinstance(value, list) else names.get(value, "")
            )
            if words:
                query = self.data.copy()
                query.pop(name, None)
                query.pop("page", None)
                url = f"?{query.urlencode()}" if query else plain
                found.append(Chip(str(self.filters[name].label), words, url))
        return found
