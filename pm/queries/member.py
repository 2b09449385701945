"""The people of a program: who is in it as what, and who is invited."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from pm.models import Invitation, InvitationSubteam, Membership, MembershipSubteam, Program, User
from pm.permissions import Role
from pm.pure.days import short_day

PLACES = {role.value: place for place, role in enumerate(Role)}
LABELS = {role.value: role.label for role in Role}


@dataclass(frozen=True, slots=True)
class Member:
    """One role of one person in ready words."""

    pk: int
    name: str
    email: str
    role: str
    role_label: str
    teams: str
    since: str
    since_on: date
    is_active: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation nobody has answered yet."""

    pk: int
    email: str
    role_label: str
    teams: str
    by: str
    ends: str


def with_subteams(model: type[MembershipSubteam] | type[InvitationSubteam]) -> Prefetch:
    """The subteams that a role is about, in one query more."""
    return Prefetch("subteam_links", queryset=model._default_manager.select_related("subteam"))


def members_of(program: Program, *, now: datetime) -> list[Member]:
    """Every role in the program, ended ones too, in two queries: by role, then by name.

    A page shows fifty of them and counts them all: they are read as columns, not as rows of two tables.
    """
    links = MembershipSubteam.objects.filter(membership__program=program)
    teams: dict[int, list[str]] = {}
    for pk, team in links.values_list("membership_id", "subteam__name"):
        teams.setdefault(pk, []).append(team)
    rows = Membership.objects.filter(program=program).values_list(
        "pk", "role", "created_at", "is_active", "user__name", "user__email", "user__is_active"
    )
    today = now.date()
    members = [
        Member(
            pk=pk,
            name=name or email.partition("@")[0],  # as a User prints itself
            email=email,
            role=role,
            role_label=LABELS[role],
            teams=", ".join(sorted(teams.get(pk, ()))),
            since=short_day(since.date(), today),
            since_on=since.date(),
            is_active=is_active and is_present,
        )
        for pk, role, since, is_active, name, email, is_present in rows
    ]
    return sorted(members, key=lambda one: (PLACES[one.role], one.name.lower(), one.pk))


def people_of(program: Program) -> "QuerySet[User]":
    """Who is active in the program and so may own something there, by name."""
    here = Membership.objects.filter(program=program, is_active=True).values("user_id")
    return User.objects.filter(pk__in=here, is_active=True).order_by("name", "pk")


def open_invitations(program: Program, *, now: datetime) -> list[Invited]:
    """Invitations that can still be accepted, the newest first, in two queries."""
    zone = ZoneInfo(program.zone)
    rows = (
        Invitation.objects.filter(program=program, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        .select_related("invited_by")
        .prefetch_related(with_subteams(InvitationSubteam))
        .order_by("-created_at", "-pk")
    )
    return [
        Invited(
            pk=row.pk,
            email=row.email,
            role_label=Role(row.role).label,
            teams=", ".join(sorted(link.subteam.name for link in row.subteam_links.all())),
            by=str(row.invited_by),
            ends=f"works until {short_day(row.expires_at.astimezone(zone).date(), now.date())}",
        )
        for row in rows
    ]
