"""Knocks at one route as everybody, with own and foreign objects, and says what is wrong."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from pm.models import JobRun
from tests.access import graph as w
from tests.access.graph import CANARY, Graph
from tests.access.policies import ALLOWED
from tests.access.row import Row
from tests.access.world import World, build_world
from tests.access.worlds import foreign_values, part_of
from tests.guard import WRITE, domain_tables

HEADERS = ({}, {"HX-Request": "true"}, {"Accept": "application/json"})
HEADER_ACTORS = frozenset({w.ANONYMOUS, w.STRANGER, w.STAKEHOLDER, w.LEAD})
# A method that is not offered is refused before anyone asks who knocks: those who may least and most try it.
UNOFFERED_ACTORS = frozenset({w.ANONYMOUS, w.STAKEHOLDER, w.LEAD, w.INSTANCE})
REFUSED_OUTSIDE = 404
REFUSED_INSIDE = 403


def own_routes() -> Iterator[tuple[str, frozenset[str]]]:
    """Every route of ours with the parts of its address: all but admin/ and accounts/, one rule each."""
    yield from walk(get_resolver(), "", frozenset())


def walk(resolver: URLResolver, prefix: str, outer: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        parts = outer | frozenset(entry.pattern.converters)
        if address.startswith(("admin/", "accounts/", "static/")):
            continue
        if isinstance(entry, URLResolver):
            yield from walk(entry, address, parts)
        else:
            yield entry.name or f"unnamed: {address}", parts


def address_of(name: str, parts: frozenset[str], graph: Graph, slug: str | None = None) -> str:
    """The address of a route for a graph's objects."""
    kwargs = {part: part_of(name, part, graph) for part in parts}
    if "slug" in kwargs and slug:
        kwargs["slug"] = slug
    return reverse(name, kwargs=kwargs)


class WriteWatch:
    """Notes which tables a request wrote to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = WRITE.match(sql)
        if match:
            self.tables.add(match.group(2))
        return execute(sql, params, many, context)


@dataclass
class Knock:
    """One request and everything that came of it."""

    response: HttpResponse
    leak: str
    wrote: bool = False


def send(
    client: Client, world: World, method: str, address: str, data: dict[str, Any], **headers: str
) -> Knock:
    """Send a request in a savepoint that is rolled back; look for the canary in all that came of it,
    and for rows of the other program that it changed.
    """
    asked = json.dumps(data, default=str) + address
    mails, cookies = len(mail.outbox), {name: part.value for name, part in client.cookies.items()}
    with transaction.atomic():
        with connection.execute_wrapper(watch := WriteWatch()):
            response = getattr(client, method)(address, data, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen = [
            ("headers", json.dumps(dict(response.headers))),
            ("mail", " ".join(m.subject + m.body for m in mail.outbox[mails:])),
            ("job", jobs_after(world) if JobRun._meta.db_table in watch.tables else ""),
            ("body", body.decode(errors="replace")),
        ]
        wrote = changed(world, watch.tables & domain_tables())
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    leaks = [place for place, text in seen if CANARY in text and CANARY not in asked]
    return Knock(response, ", ".join(leaks), wrote)


def jobs_after(world: World) -> str:
    """What the jobs that were asked for since the world stood were given."""
    return json.dumps(
        list(JobRun.objects.filter(pk__gt=world.last_job).values_list("args", "slot")), default=str
    )


def client_of(world: World, actor: str) -> Client:
    """A logged-in client; a deactivated person keeps the cookie they had."""
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(world.cookies[actor])
    return client


def standing_world() -> World:
    """The world with everybody logged in, and what the other program looks like before anything happens."""
    world = build_world()
    for actor, person in world.people.items():
        client = Client()
        if not isinstance(person, AnonymousUser):
            active, person.is_active = person.is_active, True
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            person.is_active = active
            begin(client)
        world.cookies[actor] = {name: part.value for name, part in client.cookies.items()}
    world.before = snapshot(world.theirs)
    world.last_job = JobRun.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return world


def begin(client: Client) -> None:
    """The session is under way, so that no knock writes its beginning down anew."""
    session = client.session
    session.update({"seen_at": int(time.time()), "began_at": int(time.time())})
    session.save()


def changed(world: World, tables: frozenset[str] | set[str]) -> bool:
    """Whether a row of the other program differs in the tables that were written to."""
    before = {name: world.before[name] for name in tables if name in world.before}
    return bool(before) and snapshot(world.theirs, frozenset(before)) != before


def snapshot(graph: Graph, tables: frozenset[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Every row of a program, table by table (all, or those named)."""
    result = {}
    for label in ("pm", "milestones", "estimates"):
        for model in apps.get_app_config(label).get_models():
            name = model._meta.db_table
            if tables is not None and name not in tables:
                continue
            if any(part.name == "program" for part in model._meta.fields):
                rows = model._default_manager.filter(program=graph.program)
                result[name] = list(rows.order_by("pk").values())
    return result


def expected(row: Row, right: str | None, actor: str, *, foreign: bool, page: bool) -> frozenset[int]:
    """The statuses that are right for this actor."""
    open_to_all = right in {"ANYONE", "LOGGED_IN", "INSTANCE"}
    if right is None:
        return frozenset({302, 401, 403, 404, 405})
    if right != "ANYONE" and actor in {w.ANONYMOUS, w.DEACTIVATED}:
        return frozenset({302}) if page else frozenset({401})
    if foreign and not open_to_all and actor != w.INSTANCE:
        return frozenset({REFUSED_OUTSIDE})
    if actor in ALLOWED[right]:
        return row.statuses
    outside = actor == w.STRANGER and not open_to_all
    return frozenset({REFUSED_OUTSIDE if outside else REFUSED_INSIDE})


def faults(name: str, parts: frozenset[str], row: Row, world: World) -> list[str]:
    """Everything that is wrong with a route; empty when nothing is."""
    found: list[str] = []
    for actor in world.people:
        client = client_of(world, actor)
        for method, right in (("get", row.get), ("post", row.post)):
            if right is not None or actor in UNOFFERED_ACTORS:
                found += check(client, name, parts, row, world, actor, method, right)
    return found


def check(
    client: Client,
    name: str,
    parts: frozenset[str],
    row: Row,
    world: World,
    actor: str,
    method: str,
    right: str | None,
) -> Iterator[str]:
    """The cases of one route, method and actor."""
    data = row.data(world.ours) if method == "post" else {}
    own = address_of(name, parts, world.ours)
    cases: list[tuple[str, str, dict[str, Any], bool]] = [("own", own, data, False)]
    both = address_of(name, parts, world.theirs)
    if both != own and right is not None:
        theirs = row.data(world.theirs) if actor == w.INSTANCE and method == "post" else data
        cases.append(("foreign program", both, theirs, True))
    mixed = address_of(name, parts, world.theirs, slug=world.ours.program.slug)
    if mixed not in {own, both} and right is not None:
        cases.append(("foreign key", mixed, data, True))
    for case, address, body, foreign in cases:
        for headers in HEADERS if case == "own" and actor in HEADER_ACTORS else HEADERS[:1]:
            knock = send(client, world, method, address, body, **headers)
            right_ones = expected(row, right, actor, foreign=foreign, page=not headers)
            if case == "foreign key" and actor == w.INSTANCE and right is not None:
                right_ones = frozenset({404})
            if case == "foreign key" and right is not None and actor not in ALLOWED[right]:
                right_ones |= {403}  # refused before anything is looked up
            if knock.response.status_code not in right_ones:
                yield (
                    f"{name}: {actor}, {method}, {case}, {headers or 'page'}: "
                    f"{knock.response.status_code}, not {sorted(right_ones)}"
                )
            if knock.wrote and actor != w.INSTANCE:
                yield f"{name}: {actor}, {method}, {case}: changed a row of the other program"
            if knock.leak and actor != w.INSTANCE:
                yield f"{name}: {actor}, {method}, {case}: the other program shows in {knock.leak}"
    yield from check_ids(client, name, row, world, actor, method, right, own, data)
    if actor == w.LEAD and method == "get":
        for other in ("put", "patch", "delete"):
            status = send(client, world, other, own, {}).response.status_code
            if status not in {403, 404, 405}:
                yield f"{name}: {other}: {status}, not 405"


def check_ids(
    client: Client,
    name: str,
    row: Row,
    world: World,
    actor: str,
    method: str,
    right: str | None,
    own: str,
    data: dict[str, Any],
) -> Iterator[str]:
    """Foreign ids in the body and in the query, by who may least and who may most of those who may."""
    if right is None:
        return
    those = [one for one in w.ACTORS if one in ALLOWED[right] and one != w.INSTANCE]
    if actor not in {*those[:1], *those[-1:]}:
        return
    for part in row.foreign if method == "post" else ():
        for value in foreign_values(part, world.theirs):
            knock = send(client, world, "post", own, {**data, part: value})
            if knock.leak:
                yield f"{name}: {actor}, {part} of another program shows in {knock.leak}"
            if knock.response.status_code in {200, 204, 302}:
                yield f"{name}: {actor}, {part} of another program was taken ({knock.response.status_code})"
    for part in row.queries if method == "get" else ():
        for value in foreign_values(part, world.theirs):
            knock = send(client, world, "get", own, {part: value})
            if knock.leak or knock.response.status_code >= 500:
                status = knock.response.status_code
                yield f"{name}: {actor}, ?{part}= of another program: {status} {knock.leak}"
