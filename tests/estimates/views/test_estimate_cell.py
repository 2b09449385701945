"""The estimate of a deliverable where it stands: in its list, on its page, for many at once."""

import re
from decimal import Decimal

import pytest

from estimates.models import Estimate
from estimates.queries.estimate import newest_estimate
from estimates.services.estimate import set_estimate
from pm.models import Change
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.estimates import part, running
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
HTMX = {"HX-Request": "true"}
URL = "/kittiwake/cell/D-7/estimate/"
REST = "/kittiwake/cell/D-7/remaining/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def row(program):
    return part(running(program=program, number=12), number=7)


@pytest.fixture
def lead(client, program):
    client.force_login(member_of(program, Role.LEAD))
    return client


def put(row, days):
    value = Decimal(days)
    return set_estimate(
        target=row, low=value, likely=value, high=value, actor=actor(UserFactory(name="Cleo Fenn"))
    )


def said(answer):
    return answer.content.decode().partition('data-announce="')[2].partition('"')[0]


def test_sizes_ranges_and_what_remains_are_saved_and_shown(lead, row):
    typed = [(URL, "estimate", "M"), (URL, "estimate", "9-14-22"), (REST, "remaining", "0")]
    found = []
    for url, name, text in typed:
        editor = lead.get(url, headers=HTMX).content.decode()
        base = editor.partition(f'name="base_{name}" value="')[2].partition('"')[0]
        found.append(said(lead.post(url, {name: text, f"base_{name}": base}, headers=HTMX)))

    page, listed = (
        lead.get(f"/kittiwake/{path}").content.decode() for path in ("deliverables/D-7/", "deliverables/")
    )
    assert found == [
        "The estimate of D-7 is M now.",
        "The estimate of D-7 is 9–14–22 d now.",
        "What remains of D-7 is 0 d now.",
    ]
    shown = 'aria-label="Estimate of D-7: 14 d 9–22. Edit"'
    assert (shown in page, shown in listed) == (True, True)
    assert 'aria-label="What remains of D-7: 0 d. Edit"' in page
    assert Estimate.objects.filter(deliverable=row).count() == 4


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("4", "“4” has no unit. Write 4 d or 4 months."),
        ("60–140", "has no likely value"),
        ("XXL", "does not read as an estimate"),
        ("", "An estimate is missing."),
    ],
)
def test_what_is_no_estimate_keeps_its_words(lead, row, typed, sentence):
    seen = put(row, 20)

    answer = lead.post(URL, {"estimate": typed, "base_estimate": seen.pk}, headers=HTMX)

    html = answer.content.decode()
    assert (answer.status_code, sentence in html, f'value="{typed}"' in html or not typed) == (
        422,
        True,
        True,
    )
    assert f'name="base_estimate" value="{seen.pk}"' in html


def test_nothing_changed_is_no_estimate_and_one_made_meanwhile_is_offered(lead, row):
    empty = lead.post(URL, {"estimate": "", "base_estimate": "0"}, headers=HTMX)
    seen, newer = put(row, 20), put(row, 30)
    same = lead.post(URL, {"estimate": "30 d", "base_estimate": newer.pk}, headers=HTMX)
    stale = lead.post(URL, {"estimate": "25 d", "base_estimate": seen.pk}, headers=HTMX)
    mine = lead.post(URL, {"estimate": "25 d", "base_estimate": newer.pk}, headers=HTMX)

    html = stale.content.decode()
    assert [one.status_code for one in (empty, same, stale, mine)] == [200, 200, 409, 200]
    assert "Cleo Fenn changed this" in html
    assert [text for text in ("20 d", "30 d", "25 d", f'value="{newer.pk}"') if text not in html] == []
    assert Estimate.objects.filter(deliverable=row).count() == 3


def test_readers_see_the_estimate_as_words(client, program, row):
    put(row, 20)
    client.force_login(member_of(program, Role.STAKEHOLDER))

    html = client.get("/kittiwake/deliverables/D-7/").content.decode()

    assert ("20 d" in html, "/estimate/" in html, client.get(URL).status_code) == (True, False, 403)


def test_many_are_estimated_at_once_and_taken_back_at_once(lead, program, row):
    other = part(row.milestone, 8, number=8)
    keys, path = ["D-7", "D-8"], "/kittiwake/bulk/D/"
    asked = lead.get(path, {"key": keys, "act": "estimate"}).content.decode()
    hidden = {"key": keys, "act": "estimate"} | dict(HIDDEN.findall(asked)) | {"key": keys}

    shown = lead.post(path, {**hidden, "estimate": "M"}).content.decode()
    told = {name: [] for name, _ in HIDDEN.findall(shown)}
    for name, value in HIDDEN.findall(shown):
        told[name].append(value)
    done = lead.post(path, told | {"key": keys})

    assert "2 would change" in shown
    assert done.status_code == 302
    assert [newest_estimate(one).size for one in (row, other)] == ["M", "M"]
    lead.post(f"/kittiwake/history/{Change.objects.latest('pk').pk}/undo/")
    assert [newest_estimate(one).likely_days for one in (row, other)] == [20, 8]
