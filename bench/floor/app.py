"""The least a Django 5.2 page can cost: the same tables, no permissions, navigation, validation or history.

Every page does the job of one of ours and nothing else. It runs beside ours, in the same run, on the same
database and with the same server settings; what counts is the ratio.
"""

import os
from typing import Any

import django
from django.conf import settings

import pm.env

ROWS = """<!doctype html><html><head><title>Deliverables</title></head><body><h1>Deliverables</h1><table>
{% for r in rows %}<tr class="{{ r.status }}"><td><a href="/d/{{ r.id }}">{{ r.title }}</a></td>
<td>{{ r.milestone.title }}</td><td>{{ r.accountable.name }}</td><td>{{ r.status }}</td>
<td>{{ r.planned_start_on|date:"Y-m-d" }}</td><td>{{ r.due_on|date:"Y-m-d" }}</td><td>{{ r.rank }}</td></tr>
{% endfor %}</table></body></html>"""
ROADMAP = """<!doctype html><html><head><title>Roadmap</title></head><body><h1>Roadmap</h1>
{% for m in milestones %}<article><h3><a href="/m/{{ m.id }}">{{ m.title }}</a></h3>
<p>{{ m.due }} {{ m.status }} {{ m.closed }} of {{ m.count }}</p><p>{{ m.narrative }}</p><table>
{% for id, title, status, due in m.rows %}<tr class="{{ status }}">
<td><a href="/d/{{ id }}">{{ title }}</a></td>
<td>{{ status }}</td><td>{{ due }}</td></tr>{% endfor %}</table></article>
{% endfor %}</body></html>"""
MILESTONE = """<!doctype html><html><head><title>Milestone</title></head><body><h1>{{ title }}</h1><table>
{% for id, title, team, status, start, due, spent, pins in rows %}<tr class="{{ status }}">
<td><a href="/d/{{ id }}">{{ title }}</a></td><td>{{ team }}</td><td>{{ status }}</td><td>{{ start }}</td>
<td>{{ due }}</td><td>{{ spent }}</td><td>{{ pins }}</td></tr>{% endfor %}</table></body></html>"""
GANTT = """<!doctype html><html><head><title>Gantt</title></head><body><svg>
{% for id, title, left, width, status in bars %}<a href="/d/{{ id }}"><title>{{ title }}</title>
<rect class="{{ status }}" x="{{ left }}" width="{{ width }}" height="10"/></a>
{% endfor %}</svg></body></html>"""
ROW = '<tr id="m{{ id }}"><td>{{ title }}</td><td>{{ value }}</td><td>{{ count }}</td></tr>'
PAGES = {"rows": ROWS, "roadmap": ROADMAP, "milestone": MILESTONE, "gantt": GANTT, "row": ROW}

database = pm.env.database(os.environ["DATABASE_URL"])
if database["ENGINE"].endswith("sqlite3"):
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    database["CONN_MAX_AGE"] = 60
settings.configure(
    DEBUG=False,
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.floor.app",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.auth"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={"default": database},
    AUTH_USER_MODEL="auth.User",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", PAGES)],
                    )
                ]
            },
        }
    ],
)
django.setup()

# Django's own models can only be named after its setup.
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Person(models.Model):  # noqa: DJ008 -- never printed
    email = models.TextField()

    class Meta:
        app_label, managed, db_table = "floor", False, "pm_user"


class Team(models.Model):  # noqa: DJ008 -- never printed
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "floor", False, "pm_subteam"


class Milestone(models.Model):  # noqa: DJ008 -- never printed
    title = models.TextField()
    number = models.IntegerField()

    class Meta:
        app_label, managed, db_table = "floor", False, "milestones_milestone"


class Deliverable(models.Model):  # noqa: DJ008 -- never printed
    milestone = models.ForeignKey(Milestone, models.CASCADE)
    accountable = models.ForeignKey(Team, models.CASCADE)
    title = models.TextField()
    planned_start_on = models.DateField()
    due_on = models.DateField()
    status = models.TextField()
    rank = models.IntegerField()

    class Meta:
        app_label, managed, db_table = "floor", False, "milestones_deliverable"


def fetch(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def login(request: HttpRequest) -> HttpResponse:
    request.session["person"] = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
    return HttpResponse("ok")


def rows(request: HttpRequest) -> HttpResponse:
    """100 deliverables, filtered and sorted, behind a session and its person."""
    Person.objects.get(pk=request.session["person"])
    found = (
        Deliverable.objects.select_related("milestone", "accountable")
        .exclude(accountable__name="research")
        .order_by("due_on", "-id")[:100]
    )
    return render(request, "rows", {"rows": found})


def roadmap(request: HttpRequest) -> HttpResponse:
    """Every open milestone with its deliverables."""
    where = "m.status IN ('COMMITTED', 'IN_PROGRESS')"
    by: dict[int, list[list[Any]]] = {}
    for milestone, *row in fetch(
        "SELECT d.milestone_id, d.id, d.title, d.status, d.due_on FROM milestones_deliverable d "  # noqa: S608
        f"JOIN milestones_milestone m ON m.id = d.milestone_id WHERE {where} ORDER BY d.id"
    ):
        by.setdefault(milestone, []).append(row)
    found = [
        {
            "id": pk,
            "title": title,
            "due": due,
            "status": status,
            "narrative": text,
            "rows": by.get(pk, []),
            "count": len(by.get(pk, [])),
            "closed": sum(row[2] == "CLOSED" for row in by.get(pk, [])),
        }
        for pk, title, due, status, text in fetch(
            "SELECT m.id, m.title, m.target_to_on, m.status, m.narrative FROM milestones_milestone m "  # noqa: S608
            f"WHERE {where} ORDER BY m.target_to_on, m.id"
        )
    ]
    return render(request, "roadmap", {"milestones": found})


def milestone(request: HttpRequest, number: int) -> HttpResponse:
    """One milestone: its deliverables with spent days and pins."""
    row = Milestone.objects.get(number=number)
    found = fetch(
        "SELECT d.id, d.title, s.name, d.status, d.planned_start_on, d.due_on, "
        "(SELECT sum(e.person_days) FROM estimates_effortentry e WHERE e.deliverable_id = d.id), "
        "(SELECT count(*) FROM milestones_pin p WHERE p.deliverable_id = d.id) "
        "FROM milestones_deliverable d JOIN pm_subteam s ON s.id = d.accountable_id "
        "WHERE d.milestone_id = %s ORDER BY d.id",
        row.pk,
    )
    return render(request, "milestone", {"title": row.title, "rows": found})


def gantt(request: HttpRequest) -> HttpResponse:
    """500 bars."""
    found = Deliverable.objects.order_by("planned_start_on", "id")[:500]
    first = found[0].planned_start_on
    bars = [
        (
            each.pk,
            each.title,
            (each.planned_start_on - first).days * 4,
            (each.due_on - each.planned_start_on).days * 4,
            each.status,
        )
        for each in found
    ]
    return render(request, "gantt", {"bars": bars})


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """One field, a roll-up, a line of an audit; answers the row."""
    value = int(request.POST["value"])
    with transaction.atomic():
        row = Milestone.objects.select_for_update().get(number=number)
        fetch_nothing("UPDATE milestones_milestone SET value = %s WHERE id = %s", value, row.pk)
        [(count,)] = fetch("SELECT count(*) FROM milestones_deliverable WHERE milestone_id = %s", row.pk)
        fetch_nothing("INSERT INTO bench_floor_audit (row_id, value) VALUES (%s, %s)", row.pk, value)
    return render(request, "row", {"id": row.pk, "title": row.title, "value": value, "count": count})


def fetch_nothing(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


urlpatterns = [
    path("plain", plain),
    path("login", login),
    path("rows", rows),
    path("roadmap", roadmap),
    path("milestone/<int:number>", milestone),
    path("gantt", gantt),
    path("edit/<int:number>", edit),
]
application = get_wsgi_application()
