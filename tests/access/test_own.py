"""Every page and form of one's own answers whoever may use it, on the other database, too.

Who else knocks is let in or refused by the same lines of Python on each: the matrix asks SQLite.
"""

import pytest

from tests.access.graph import INSTANCE, LEAD, STAKEHOLDER
from tests.access.machinery import address_of, client_of, expected, own_routes, send
from tests.access.policies import ALLOWED, POLICY

pytestmark = pytest.mark.django_db

ROUTES = dict(own_routes())


def readers_and_writers(name):
    """Who may do what: a page is read with the least rights and the most, a form sent by the lead."""
    row = POLICY[name]
    for method, right, people in (("get", row.get, (STAKEHOLDER, LEAD)), ("post", row.post, (LEAD,))):
        if right is not None:
            allowed = [who for who in people if who in ALLOWED[right]]
            yield from ((method, right, who) for who in allowed or [INSTANCE])


def test_own_pages_and_forms_answer(world):
    clients = {who: client_of(world, who) for who in (STAKEHOLDER, LEAD, INSTANCE)}
    faults = []

    for name, row in POLICY.items():
        address = address_of(name, ROUTES[name], world.ours)
        for method, right, who in readers_and_writers(name):
            data = row.data(world.ours) if method == "post" else {}
            status = send(clients[who], world, method, address, data).response.status_code
            if status not in expected(row, right, who, foreign=False, page=True):
                faults.append(f"{name}: {who}, {method}: {status}")

    assert faults == []
