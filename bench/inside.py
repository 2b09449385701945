"""What is measured inside one process: statements and time per page, and the recompute. Prints JSON.

`python -m bench.inside prepare` makes the person who looks at the pages; `python -m bench.inside measure`
opens every page through Django's test client and says where its time went.
"""

import json
import os
import sys
import time
from datetime import timedelta
from statistics import median
from typing import Any

import django

django.setup()

# Django's models can only be named after its setup.
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import DateField, F  # noqa: E402
from django.db.models.functions import Cast  # noqa: E402
from django.template import Template  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.pages import OURS, Page  # noqa: E402
from milestones.models import Deliverable, Feature, Milestone, Task  # noqa: E402
from pm.actor import Source, system  # noqa: E402
from pm.models import Change, Program, Subteam, User  # noqa: E402
from pm.permissions import Role  # noqa: E402
from pm.pure.periods import iso_week  # noqa: E402
from pm.services import membership  # noqa: E402

EMAIL = "bench@wave.example"
TURNS = 5
NAMES = 300
MANY = 200
AGO = timedelta(days=10)
SHOWN = 240
PARTS = ("ms", "sql_ms", "template_ms")


class Watch:
    """Counts statements and the time in them, and the time in templates."""

    def __init__(self) -> None:
        self.statements = 0
        self.sql = 0.0
        self.template = 0.0
        self.in_template = False
        self.each: list[tuple[float, str]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        before = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent = time.perf_counter() - before
            self.sql += spent
            self.statements += 1
            self.each.append((round(1000 * spent, 2), sql[:SHOWN]))

    def slowest(self) -> list[tuple[float, str]]:
        """The statements that took longest, with their milliseconds."""
        return sorted(self.each, reverse=True)[:3]


def prepare() -> dict[str, list[str]]:
    """The person, and the names that the pages' addresses walk over."""
    program = Program.objects.get(slug="wave")
    person = User.objects.create_user(email=EMAIL, name="Bench Reader", password=os.environ["BENCH_PASSWORD"])
    actor = system(name="bench", moment=timezone.now(), source=Source.COMMAND)
    membership.join(program=program, user=person, role=Role.LEAD, actor=actor)
    # It was all written ten days ago, so that there are days to look back to. That takes a while.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
    Program.objects.filter(pk=program.pk).update(created_at=F("created_at") - AGO)
    Change.objects.filter(program=program).update(
        recorded_at=F("recorded_at") - AGO, happened_on=Cast(F("happened_on") - AGO, DateField())
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor_audit (row_id bigint, value bigint)")
        cursor.execute("ANALYZE")
    open_ones = Milestone.objects.in_program(program).open().order_by("number")
    deliverables = Deliverable.objects.filter(program=program).order_by("number")
    tasks = Task.objects.filter(program=program).order_by("number")
    return {
        "m": [str(number) for number in open_ones.values_list("number", flat=True)[:NAMES]],
        "d": [str(number) for number in deliverables.values_list("number", flat=True)[:NAMES]],
        "t": [str(number) for number in tasks.values_list("number", flat=True)[:NAMES]],
        "many": ["&".join(f"key=M-{number}" for number in open_ones.values_list("number", flat=True)[:MANY])],
        "past": [(timezone.now().date() - timedelta(days=2)).isoformat()],
        "week": [iso_week(timezone.now().date())],
        "feature": list(
            Feature.objects.filter(program=program).order_by("pk").values_list("slug", flat=True)[:20]
        ),
        "team": list(Subteam.objects.filter(program=program).order_by("pk").values_list("slug", flat=True)),
    }


def slugs(rows: Any) -> list[str]:
    return list(rows.order_by("pk").values_list("slug", flat=True)[:20])


def measure(names: dict[str, list[str]]) -> dict[str, Any]:
    """Statements, milliseconds in SQL and in templates, of each page; and the recompute."""
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.force_login(User.objects.get(email=EMAIL), backend=settings.AUTHENTICATION_BACKENDS[0])
    return {
        "pages": {page.name: look_at(client, page, names) for page in OURS if not (page.posts or page.bulk)},
        "recompute": recompute(),
    }


def look_at(client: Client, page: Page, names: dict[str, list[str]]) -> dict[str, Any]:
    path = page.path
    for word, values in names.items():
        path = path.replace(f"{{{word}}}", values[0])
    found = [visit(client, path, page.headers) for _ in range(TURNS)]
    return {
        "status": found[-1]["status"],
        "statements": found[-1]["statements"],
        "slowest": found[-1]["slowest"],
        **{
            part: round(median(each[part] for each in found[1:]), 2)
            for part in ("ms", "sql_ms", "template_ms")
        },
    }


def visit(client: Client, path: str, headers: dict[str, str]) -> dict[str, Any]:
    watch = Watch()
    render = Template.render

    def timed(template: Template, *words: Any) -> str:
        # Only the outermost template: what is included is part of it. SQL inside is counted as SQL.
        if watch.in_template:
            return str(render(template, *words))
        watch.in_template = True
        before, sql = time.perf_counter(), watch.sql
        try:
            return render(template, *words)
        finally:
            watch.template += time.perf_counter() - before - (watch.sql - sql)
            watch.in_template = False

    Template.render = timed
    try:
        with connection.execute_wrapper(watch):
            before = time.perf_counter()
            answer = client.get(path, headers=headers)
            spent = time.perf_counter() - before
    finally:
        Template.render = render
    return {
        "status": answer.status_code,
        "statements": watch.statements,
        "ms": 1000 * spent,
        "slowest": watch.slowest(),
        "sql_ms": 1000 * watch.sql,
        "template_ms": 1000 * watch.template,
    }


def recompute() -> dict[str, Any]:
    """The whole program's drift, level and flags, once from nothing and once more."""
    from estimates.services import forecast  # noqa: PLC0415 -- measured only where it is there

    program = Program.objects.get(slug="wave")
    now = timezone.now()
    result: dict[str, Any] = {}
    for turn in ("first", "again"):
        watch = Watch()
        with connection.execute_wrapper(watch):
            before = time.perf_counter()
            count = forecast.compute(program=program, today=now.date(), now=now)
            spent = time.perf_counter() - before
        result[turn] = {
            "milestones": count,
            "seconds": round(spent, 3),
            "sql_seconds": round(watch.sql, 3),
            "statements": watch.statements,
        }
    return result


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        answer: Any = prepare()
    elif sys.argv[1] == "recompute":
        answer = recompute()
    else:
        answer = measure(json.loads(sys.argv[2]))
    sys.stdout.write(json.dumps(answer))
