"""The register: order, pages and files, on a noun that has no page of its own."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import django_filters
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.html import format_html
from django_htmx.middleware import HtmxDetails

from pm.models import Subteam
from pm.permissions import Role
from pm.rules import Access
from pm.templatetags.cells import Looker, in_words
from pm.views.register import Column, line_of, register_page
from tests.factories.actors import NOW
from tests.factories.pm import ProgramFactory, SubteamFactory

pytestmark = pytest.mark.django_db
COLUMNS = (
    Column("Name", lambda row: row.name, lambda row: f"/teams/{row.slug}/", is_head=True, order=("name",)),
    Column("Place", lambda row: row.rank, css="num", order=("rank",)),
    Column("Mark", lambda row: format_html("<b>{}</b>", row.code), csv=lambda row: row.code),
    Column("Kind", lambda row: row.kind, in_page=False, group="kind"),
)


class TeamFilter(django_filters.FilterSet):
    class Meta:
        model = Subteam
        fields = {"name": ["icontains"]}


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


def shown(rf, program, **query):
    request = rf.get("/kit/things/", query)
    request.user, request.htmx = AnonymousUser(), HtmxDetails(request)
    request.program, request.access = program, Access(roles=frozenset({Role.PUBLIC}), own_subteams={})
    rows = Subteam.objects.filter(program=program).order_by("rank", "pk")
    return register_page(
        request, program, filterset=TeamFilter(request.GET, queryset=rows), columns=COLUMNS, title="Things",
        noun="thing",
    )  # fmt: skip


def names(response):
    html = response.content.decode()
    return [part.split("<")[0] for part in html.split('/">') if part.startswith("Row ")]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("", "abc"), ("name", "abc"), ("-name", "cba"), ("-place", "cba"), ("nonsense", "abc")],
)
def test_rows_stand_in_the_order_of_the_address(rf, program, sort, order):
    for rank, letter in enumerate("abc"):
        SubteamFactory(program=program, name=f"Row {letter}", rank=rank)

    html = shown(rf, program, sort=sort)

    assert names(html) == [f"Row {letter}" for letter in order]
    assert ('aria-sort="descending"' in html.content.decode()) is sort.startswith("-")


def test_fifty_rows_stand_on_a_page_or_all_to_print(rf, program):
    for number in range(53):
        SubteamFactory(program=program, name=f"Row {number}", rank=number)

    first, second = shown(rf, program), shown(rf, program, page="2")
    beyond, whole = shown(rf, program, page="9"), shown(rf, program, page="all")

    assert [len(names(page)) for page in (first, second, beyond, whole)] == [50, 3, 3, 53]
    assert "1–50 of 53 things" in first.content.decode()
    assert 'href="?page=all"' in first.content.decode()
    assert 'href="?page=all"' not in whole.content.decode()
    assert len(shown(rf, program, format="csv", page="2").content.splitlines()) == 54


def test_a_file_has_its_own_columns_and_the_rows_of_the_filter(rf, program):
    SubteamFactory(program=program, name="Row a", rank=4, code="RA")
    SubteamFactory(program=program, name="Else")

    response = shown(rf, program, format="csv", name__icontains="row")

    assert response.content.decode() == "name,place,mark,kind\r\nRow a,4,RA,ENGINEERING\r\n"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"), ("", "–"), (0, "0"), (True, "yes"), (False, "no"), (date(2026, 9, 30), "30 Sep"),
        (Decimal("4.50"), "4.5"), ("<b>", "<b>"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_people_read_it(value, words):
    assert in_words(value, NOW.date()) == words


def test_ready_html_stays_and_typed_text_is_escaped(rf, program):
    row = SimpleNamespace(name="<i>x</i>", slug="x", rank=1, code="<", kind="")
    line = line_of(row, COLUMNS[:3], Looker(program, None, NOW.date()))
    SubteamFactory(program=program, name="Row <i>", code="<")

    html = shown(rf, program).content.decode()

    assert line.splitlines() == [
        '<tr role="row"><th role="rowheader" scope="row"><a href="/teams/x/">&lt;i&gt;x&lt;/i&gt;</a></th>',
        '<td role="cell" data-l="Place" class="num">1</td>',
        '<td role="cell" data-l="Mark"><b>&lt;</b></td></tr>',
    ]
    assert "Row &lt;i&gt;" in html
    assert "<b>&lt;</b>" in html


def heads(response):
    return re.findall(r'columnheader"[^>]*>(?:<a[^>]*>)?([^<]+)', response.content.decode())


def test_the_address_chooses_columns_and_the_file_holds_what_is_shown(rf, program):
    SubteamFactory(program=program, name="Row a", rank=4, code="RA")

    chosen, listed = shown(rf, program, cols="place,kind,nonsense,place"), shown(rf, program, cols="mark")
    file = shown(rf, program, cols="kind,place", format="csv")

    assert heads(chosen) == ["Name", "Place", "Kind"]
    assert heads(listed) == ["Name", "Mark"]
    assert heads(shown(rf, program, cols="nonsense")) == ["Name", "Place", "Mark"]
    assert file.content.decode() == "name,kind,place\r\nRow a,ENGINEERING,4\r\n"
    assert 'href="?cols=name%2Ckind%2Cplace"' in chosen.content.decode()


def test_groups_have_whole_counts_on_each_page_and_keep_the_order(rf, program, django_assert_num_queries):
    for number in range(52):
        SubteamFactory(program=program, name=f"Row {number:02}", rank=number, kind="ENGINEERING")
    SubteamFactory(program=program, name="Row x", kind="DOCS")

    with django_assert_num_queries(5):
        first = shown(rf, program, by="kind", sort="-name")
    second = shown(rf, program, by="kind", sort="-name", page="2")

    found = re.findall(r'scope="rowgroup">([^<]*)<span class="note">(\d+)', first.content.decode())
    assert found == [("DOCS ", "1"), ("ENGINEERING ", "52")]
    assert names(first)[:2] == ["Row x", "Row 51"]
    assert (names(second), 'ENGINEERING <span class="note">52' in second.content.decode()) == (
        ["Row 02", "Row 01", "Row 00"],
        True,
    )
    assert '<input type="hidden" name="by" value="kind">' in first.content.decode()
