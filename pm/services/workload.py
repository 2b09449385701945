"""The reference workload: a file of JSON lines, loaded as one program, for measuring and trying at size.

Every app reads its own records through `pm.registry.LOADS`. Dates are moved by whole weeks, so that the
file's fixed day falls into the present week and late work is late by as much as the file says.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Membership, MembershipSubteam, Program, Subteam, User
from pm.permissions import Role
from pm.registry import LOADS
from pm.services import job
from pm.services import program as programs
from pm.services.history import recording

NAME = "Wave"
KINDS = {
    "research": Subteam.Kind.RESEARCH,
    "qa": Subteam.Kind.QA,
    "docs": Subteam.Kind.DOCS,
}
NEEDED = (
    "meta", "program", "track", "subteam", "person", "milestone", "deliverable", "furps", "effort", "task",
    "handover",
)  # fmt: skip


class NotAWorkload(DomainError):
    """The file is no workload; the message names the line."""


@dataclass
class Workload:
    """The file's records by type, and the rows made of them by the file's ids."""

    program: Program
    actor: Actor
    records: dict[str, list[dict[str, Any]]]
    shift: timedelta
    # (type, id in the file) → row or primary key; pm cannot name the apps' types.
    rows: dict[tuple[str, int], Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def day(self, text: str | None) -> date | None:
        """A day of the file, moved into the present."""
        return date.fromisoformat(text) + self.shift if text else None

    def count(self, name: str, rows: Iterable[object]) -> None:
        self.counts[name] = len(list(rows))


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The records of a file by type; raises NotAWorkload with the line."""
    records: dict[str, list[dict[str, Any]]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                record = json.loads(line)
                records.setdefault(record["type"], []).append(record)
            except (ValueError, KeyError, TypeError) as error:
                raise NotAWorkload(f"{path.name}, line {number} is no record of a workload.") from error
    for kind in NEEDED:
        if kind not in records:
            raise NotAWorkload(
                f"{path.name} has no line of type {kind}. Make one: python bench/workload.py S"
            )
    return records


def load(*, path: Path, slug: str, actor: Actor) -> Workload:
    """Load a file as a new program, in bulk, all of it or nothing."""
    records = read(path)
    start = date.fromisoformat(records["meta"][0]["today"])
    weeks = (actor.today - start).days // 7
    with transaction.atomic(), job.holding():
        program = programs.create(slug=slug, name=NAME, actor=actor)
        workload = Workload(program, actor, records, timedelta(weeks=weeks))
        load_people(workload)
        for part in LOADS:
            part.load(workload)
    return workload


def load_people(workload: Workload) -> None:
    """Subteams, and people as members of theirs. Nobody can log in as one."""
    program, actor = workload.program, workload.actor
    with recording(actor, program) as record:
        teams = record.create_many([subteam_of(workload, each) for each in workload.records["subteam"]])
        workload.rows |= {
            ("subteam", each["id"]): team
            for each, team in zip(workload.records["subteam"], teams, strict=True)
        }
        people = User.objects.bulk_create([person_of(program, each) for each in workload.records["person"]])
        workload.rows |= {
            ("person", each["id"]): person
            for each, person in zip(workload.records["person"], people, strict=True)
        }
        members = record.create_many(
            [
                Membership(program=program, user=person, role=Role.MEMBER, created_at=actor.moment)
                for person in people
            ]
        )
        record.create_many(
            [
                MembershipSubteam(
                    program=program, membership=member, subteam=workload.rows["subteam", each["subteam"]]
                )
                for each, member in zip(workload.records["person"], members, strict=True)
            ]
        )
    workload.count("subteams", teams)
    workload.count("people", people)


def subteam_of(workload: Workload, record: dict[str, Any]) -> Subteam:
    name = str(record["name"])
    words = re.findall(r"[A-Za-z]+", name)
    code = "".join(word[0] for word in words) if len(words) > 1 else name[:2]
    return Subteam(
        program=workload.program,
        slug=name.lower(),
        name=name,
        code=code.upper()[:2],
        kind=KINDS.get(name.lower(), Subteam.Kind.ENGINEERING),
        rank=record["id"],
    )


def person_of(program: Program, record: dict[str, Any]) -> User:
    return User(
        email=f"{record['login']}@{program.slug}.example",
        name=f"{record['first']} {record['last']}",
        password=make_password(None),
    )
