"""Every list under each of its filters, on the database that says most when a question makes no sense."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.access.graph import LEAD
from tests.access.machinery import address_of, client_of, own_routes
from tests.access.policies import POLICY

pytestmark = pytest.mark.django_db

ROUTES = dict(own_routes())
READ = sorted(name for name, row in POLICY.items() if row.get is not None)
FORM = re.compile(r'<form\b[^>]*method="get"[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<(input|select)\b([^>]*\bname="([^"]+)"[^>]*)>(.*?)(?=<input|<select|\Z)', re.DOTALL)
VALUE = re.compile(r'\bvalue="([^"]+)"')
SORT = re.compile(r'href="(?:[^"?]*)\?((?:[^"]*&amp;)?(?:sort|order|group|view|by)=[^"]*)"')
TYPED = {"date": "2026-03-02", "number": "1"}


def questions(page: str) -> set[str]:
    """What the page's forms and its links of order can ask: three choices of every field, one at a time."""
    asked = {unescape(query) for query in SORT.findall(page)}
    for form in FORM.findall(page):
        for tag, attributes, name, rest in FIELD.findall(form):
            if tag == "select":
                asked |= {f"{name}={value}" for value in VALUE.findall(rest)[:3]}
            elif 'type="hidden"' not in attributes:
                kind = re.search(r'type="(\w+)"', attributes)
                value = VALUE.search(attributes)
                typed = TYPED.get(kind[1] if kind else "", "a")
                asked.add(f"{name}={value[1] if value else typed}")
    return asked


def asked_of(client: Client, address: str) -> list[str]:
    """The addresses of all that a page can be asked; none when it is no page."""
    response = client.get(address)
    if response.status_code != 200 or response.streaming:
        return []
    return [f"{address}?{query}" for query in sorted(questions(response.content.decode()))]


def test_every_list_answers_under_each_filter_and_order(world):
    client = client_of(world, LEAD)
    pages = [address_of(name, ROUTES[name], world.ours) for name in READ]

    asked = [address for page in pages for address in asked_of(client, page)]

    assert len(asked) > 250
    assert [address for address in asked if client.get(address).status_code >= 500] == []
