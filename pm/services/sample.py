"""The sample program: told day by day through the services, and taken away again to the last row.

Every app adds its part to `pm.registry.DEMOS`. The events of all parts are played in the order of their
days, each by an Actor of that day, so that history, revisions and forecasts tell how it came about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import OperationalError, connection, models, transaction
from django.db.models import ProtectedError

from pm.actor import Actor, Source
from pm.errors import DomainError, Gone
from pm.models import Change, Program, Subteam, User
from pm.permissions import Role
from pm.registry import DEMOS, Event
from pm.services import job, membership, subteam
from pm.services import program as programs
from pm.services.history import removing

log = structlog.get_logger("pm.sample")
SLUG = "kittiwake"
NAME = "Kittiwake"
DOMAIN = "kittiwake.example"
FIRST_WEEK = -30
REMOVAL_TRIES = 3
SECONDS_APART = 20
WEEKEND_DAYS = 2

SUBTEAMS = (
    ("RS", "research", "Research", Subteam.Kind.RESEARCH),
    ("EN", "engine", "Engine", Subteam.Kind.ENGINEERING),
    ("CL", "clients", "Clients", Subteam.Kind.ENGINEERING),
    ("QA", "reliability-qa", "Reliability QA", Subteam.Kind.QA),
    ("SI", "simulation", "Simulation", Subteam.Kind.SERVICE),
    ("DO", "docs", "Docs", Subteam.Kind.DOCS),
)
PEOPLE = (
    ("HM", "Hale Merrin", Role.LEAD, ()),
    ("JS", "Juno Sable", Role.MANAGER, ()),
    ("AQ", "Ada Quill", Role.SUBTEAM_LEAD, ("RS",)),
    ("BT", "Bram Tarn", Role.SUBTEAM_LEAD, ("EN",)),
    ("CF", "Cleo Fenn", Role.SUBTEAM_LEAD, ("CL",)),
    ("DL", "Dov Larch", Role.SUBTEAM_LEAD, ("QA",)),
    ("ER", "Esme Rook", Role.SUBTEAM_LEAD, ("DO",)),
    ("TM", "Tove Marl", Role.MEMBER, ("RS",)),
    ("FO", "Finn Osier", Role.MEMBER, ("EN",)),
    ("GS", "Greta Sloe", Role.MEMBER, ("EN",)),
    ("NV", "Nils Varga", Role.MEMBER, ("CL",)),
    ("PL", "Pia Lund", Role.MEMBER, ("QA",)),
    ("IP", "Ivo Pell", Role.SERVICE, ("SI",)),
    ("MH", "Maren Holt", Role.STAKEHOLDER, ()),
)


class SampleThere(DomainError):
    """The sample program is loaded already, or its address is taken."""


@dataclass
class Story:
    """What the parts of the sample share: the program, its people, and the rows made so far by name."""

    program: Program
    today: date
    people: dict[str, User] = field(default_factory=dict)
    subteams: dict[str, Subteam] = field(default_factory=dict)
    # Each app keeps rows of its own types here; pm cannot name them.
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)

    def day(self, week: int, weekday: int = 0) -> date:
        """A day counted from the Monday of the present week; at a weekend that is the coming Monday."""
        near = self.today + timedelta(days=WEEKEND_DAYS)
        return near - timedelta(days=near.weekday()) + timedelta(weeks=week, days=weekday)

    def actor(self, who: str, moment: datetime) -> Actor:
        """One of the sample's people at a moment."""
        person = self.people[who]
        return Actor(person.name, moment, moment.date(), Source.PAGE, person.pk)


def find() -> Program | None:
    """The sample program, when it is loaded."""
    return Program.objects.filter(is_sample=True, slug=SLUG).first()


def create(actor: Actor) -> Program:
    """Load the sample program, its story ending in the week before the actor's day. All of it or nothing.

    The person who loads it becomes its lead; the instance administrator sees it anyway.
    """
    if Program.objects.filter(slug=SLUG).exists():
        raise SampleThere(f"There is a program “{SLUG}” already. Remove it first, then load the sample.")
    with transaction.atomic(), job.holding():
        story = begin(actor)
        play(story, (event for demo in DEMOS for event in demo.tell(story)))
        for demo in DEMOS:
            if demo.finish is not None:
                demo.finish(story, actor)
        loader = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
        if loader is not None and not loader.is_superuser:
            membership.join(program=story.program, user=loader, role=Role.LEAD, actor=actor)
    log.info("sample loaded", by=actor.name)
    return story.program


def begin(actor: Actor) -> Story:
    """The program with its subteams and people, on its first day."""
    story = Story(program=Program(), today=actor.today)
    moment = datetime.combine(story.day(FIRST_WEEK), time(9), UTC)
    first = Actor(actor.name, moment, moment.date(), actor.source, actor.user_id)
    story.program = programs.create(slug=SLUG, name=NAME, actor=first, is_sample=True)
    for rank, (code, slug, name, kind) in enumerate(SUBTEAMS):
        story.subteams[code] = subteam.create(
            program=story.program, slug=slug, name=name, code=code, kind=kind, rank=rank, actor=first
        )
    password = make_password(settings.DEMO_PASSWORD or None)
    for initials, name, role, codes in PEOPLE:
        person = story.people[initials] = hire(name, password)
        membership.join(
            program=story.program,
            user=person,
            role=role,
            subteams=[story.subteams[code] for code in codes],
            actor=first,
        )
    return story


def hire(name: str, password: str) -> User:
    """A person of the sample. Without PM_DEMO_PASSWORD nobody can log in as one."""
    email = f"{name.lower().replace(' ', '.')}@{DOMAIN}"
    person = User.objects.filter(email=email).first() or User.objects.create_user(email=email, name=name)
    person.password = password
    person.is_active = True
    person.save(update_fields=["password", "is_active"])
    return person


def play(story: Story, events: Iterable[Event]) -> None:
    """Let everything happen, in the order of its days and hours, some seconds apart."""
    hour_now, seconds = None, 0
    for event in sorted(events, key=lambda each: (each.on, each.hour)):
        seconds = seconds + SECONDS_APART if (event.on, event.hour) == hour_now else 0
        hour_now = (event.on, event.hour)
        moment = datetime.combine(event.on, time(event.hour), UTC) + timedelta(seconds=seconds)
        event.do(story.actor(event.who, moment))


def remove(program: Program, actor: Actor) -> int:
    """Remove the sample program with every row of it, history included; returns how many rows.

    It is the one place where history is deleted. A run of a job that is under way may stand in its way:
    the database then ends one of the two, and this one tries again.
    """
    if not program.is_sample:
        raise DomainError(f"{program.name} is not the sample. Nothing was removed.")
    for left in reversed(range(REMOVAL_TRIES)):
        try:
            removed = remove_rows(program)
            break
        except OperationalError:
            if not left or connection.in_atomic_block:
                raise
    log.info("sample removed", by=actor.name, rows=removed)
    return removed


def remove_rows(program: Program) -> int:
    """Delete everything in one transaction. The lock on the program keeps writers out until its end."""
    with removing():
        locked = Program.objects.select_for_update().filter(pk=program.pk).first()
        if locked is None:
            raise Gone(f"{program.name} was removed already.")
        removed = sum(delete_rows(model, locked) for model in owned_models())
        removed += Change.objects.filter(
            program=None, noun=Program._meta.label_lower, object_id=locked.pk
        )._raw_delete("default")
        removed += Program.objects.filter(pk=locked.pk)._raw_delete("default")
        dismiss()
    return removed


def owned_models() -> list[type[models.Model]]:
    """Every table with a program, those that point at others first."""
    left = [
        model
        for model in apps.get_models()
        if any(
            field.name == "program" and field.related_model is Program
            for field in model._meta.concrete_fields
        )
    ]
    ordered: list[type[models.Model]] = []
    while left:
        pointed_at = {
            field.related_model
            for model in left
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model is not model
        }
        free = [model for model in left if model not in pointed_at] or left[:1]
        ordered += free
        left = [model for model in left if model not in free]
    return ordered


def delete_rows(model: type[models.Model], program: Program) -> int:
    """Delete a table's rows of the program in one statement; the database checks what points at them."""
    return int(model._default_manager.filter(program=program)._raw_delete("default"))


def dismiss() -> None:
    """Remove the sample's people; one who has work elsewhere stays, and cannot log in."""
    for person in User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk"):
        try:
            with transaction.atomic():
                person.delete()
        except ProtectedError:
            person.set_unusable_password()
            person.is_active = False
            person.save(update_fields=["password", "is_active"])
