"""Every field that is edited in place: for those who may, of what they may see, in its own program."""

import re

import pytest

from pm.registry import CELLS
from tests.access.graph import ANONYMOUS, CANARY, LEAD, STAKEHOLDER, STRANGER
from tests.access.machinery import client_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def refs_of(graph):
    """The address of one row of each noun that is edited in place."""
    rows = {name: graph.rows.get(editable.noun) for name, editable in CELLS.items()}
    missing = [name for name, row in rows.items() if row is None]
    assert missing == [], "tests/access/worlds has no row of these"
    return {name: CELLS.get(name).ref(row) for name, row in rows.items()}


def words_told_by(page):
    """The ids of what describes a field."""
    return {one for ids in re.findall(r'aria-describedby="([^"]*)"', page) for one in ids.split()}


def test_fields_are_edited_by_those_who_may_and_by_nobody_else(world):
    ours, theirs = refs_of(world.ours), refs_of(world.theirs)
    clients = {actor: client_of(world, actor) for actor in (LEAD, STAKEHOLDER, STRANGER, ANONYMOUS)}
    slug, faults = world.ours.program.slug, []

    for name, editable in CELLS.items():
        own = {field: f"/{slug}/cell/{ours[name]}/{field}/" for field in editable.fields}
        for field in {next(iter(own)), *(own.keys() & {"status"})}:
            found = {who: client.get(own[field], headers=HTMX).status_code for who, client in clients.items()}
            posted = clients[STAKEHOLDER].post(own[field], {}).status_code
            astray = own[field].replace(ours[name], theirs[name])
            elsewhere = clients[LEAD].get(astray, headers=HTMX).status_code
            statuses = [found[who] for who in (STAKEHOLDER, STRANGER, ANONYMOUS)]
            if [*statuses, posted, elsewhere] != [403, 404, 401, 403, 404]:
                faults.append((name, field, found, posted, elsewhere))
        for field, address in own.items():
            answer = clients[LEAD].get(address, headers=HTMX)
            page = answer.content.decode()
            astray = words_told_by(page) - set(re.findall(r' id="([^"]+)"', page))
            if answer.status_code not in {200, 403} or CANARY in page or astray:
                faults.append((name, field, answer.status_code, astray))

    assert faults == []
