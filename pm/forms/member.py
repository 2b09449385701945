"""Inviting people, joining, another role, and leaving with everything handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from pm.forms.chosen import SubteamsField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.models import Membership, Program, Subteam, User
from pm.permissions import SERVICE_SUBTEAMS, SUBTEAM_ROLES, Role
from pm.registry import Held

SHORTEST_PASSWORD = 12


NOT_HERE = "Choose somebody who is in the program."


@dataclass(frozen=True, slots=True)
class Owned:
    """One open thing of a person with the kind of holding it is."""

    holding: str
    held: Held

    @property
    def field(self) -> str:
        """The name of its field: `to_M-3`."""
        return f"to_{self.held.ref}"


class InvitationForm(forms.Form):
    """An address, a role, and the subteams a subteam role is about."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(label="Role")
    subteams = forms.MultipleChoiceField(
        label="Subteams",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For subteam leads and members; for service, whom it signs off for.",
    )

    def __init__(
        self, *args: Any, program: Program, roles: Sequence[Role], subteams: Sequence[Subteam], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        self.by_slug = {team.slug: team for team in subteams}
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # a choice field
        self.fields["subteams"].choices = [(team.slug, team.name) for team in subteams]  # type: ignore[attr-defined]  # a choice field
        if Role.MEMBER in roles:
            self.fields["role"].initial = Role.MEMBER.value
        if not subteams:
            del self.fields["subteams"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        return email

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        role = data.get("role")
        if not role:
            return data
        if Role(role) in SUBTEAM_ROLES and not data.get("subteams"):
            where = "subteams" if "subteams" in self.fields else "role"
            self.add_error(where, f"{Role(role).label} is a role of subteams. Choose at least one.")
        taken = Membership.objects.filter(
            program=self.program, user__email__iexact=data.get("email", ""), role=role, is_active=True
        )
        if taken.exists():
            self.add_error("email", f"{data['email']} is {Role(role).label.lower()} here already.")
        return data

    @property
    def chosen_subteams(self) -> list[Subteam]:
        """The subteams that were ticked; none for a role that is not about subteams."""
        if Role(self.cleaned_data["role"]) not in SUBTEAM_ROLES | SERVICE_SUBTEAMS:
            return []
        return [self.by_slug[slug] for slug in self.cleaned_data.get("subteams", [])]


class MemberForm(RecordForm):
    """Another role, or other subteams of the role."""

    columns = ("role",)
    links = ("subteams",)
    role = forms.ChoiceField(label="Role")
    subteams = SubteamsField(
        label="Subteams",
        required=False,
        help_text="For subteam leads and members; for service, whom it signs off for.",
    )

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # a choice field

    def linked(self, name: str) -> list[Subteam]:
        return [link.subteam for link in self.row.subteam_links.select_related("subteam").order_by("pk")]


class HandOverForm(forms.Form):
    """To whom each open thing of one person goes: all to one, or one by one."""

    def __init__(self, data: Any = None, *, owned: Sequence[Owned], people: Sequence[User]) -> None:
        super().__init__(data)
        self.owned, self.people = owned, {str(person.pk): person for person in people}
        names = [(pk, str(person)) for pk, person in self.people.items()]
        self.fields["to_all"] = forms.ChoiceField(
            label="Hand everything over to",
            required=False,
            widget=PlainSelect,
            choices=[("", "nobody yet"), *names],
            error_messages={"invalid_choice": NOT_HERE},
        )
        for one in owned:
            self.fields[one.field] = forms.ChoiceField(
                label=one.held.label,
                required=False,
                widget=PlainSelect,
                choices=[("", "as chosen above"), *names],
                error_messages={"invalid_choice": NOT_HERE},
            )

    @property
    def given(self) -> dict[str, tuple[str, User]]:
        """Who takes what, by its ref, with the holding's name."""
        chosen = {one: self.cleaned_data[one.field] or self.cleaned_data["to_all"] for one in self.owned}
        return {one.held.ref: (one.holding, self.people[pk]) for one, pk in chosen.items() if pk}


class MemberFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which roles of which people are listed."""

    q = django_filters.CharFilter(label="Name or e-mail", method="by_words", max_length=100)
    role = django_filters.MultipleChoiceFilter(
        label="Role", choices=Role.member_choices(), widget=forms.CheckboxSelectMultiple
    )
    subteam = django_filters.ChoiceFilter(
        label="Subteam", method="by_subteam", choices=[], empty_label="Any", widget=PlainSelect
    )

    class Meta:
        model = Membership
        fields: Sequence[str] = []

    def __init__(self, *args: Any, subteams: Sequence[Subteam], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["subteam"].extra["choices"] = [(team.slug, team.name) for team in subteams]

    def by_words(self, rows: QuerySet[Membership], _name: str, value: str) -> QuerySet[Membership]:
        return rows.filter(Q(user__name__icontains=value) | Q(user__email__icontains=value))

    def by_subteam(self, rows: QuerySet[Membership], _name: str, value: str) -> QuerySet[Membership]:
        return rows.filter(subteam_links__subteam__slug=value)


class JoinForm(forms.Form):
    """The name and password of a person who has no account yet."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=200,
        help_text=f"At least {SHORTEST_PASSWORD} characters; four words in a row work well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "password" in data:
            try:
                validate_password(data["password"], user=User(email=self.email, name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data
