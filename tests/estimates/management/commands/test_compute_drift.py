"""The command that prints what the at-risk page shows."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.html import strip_tags

from estimates.models import Forecast
from pm.permissions import Role
from tests.factories.estimates import blind, fine, late
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake", name="Kittiwake")


def printed(*args):
    out = StringIO()
    call_command("compute_drift", *args, stdout=out)
    return out.getvalue()


def test_the_command_prints_what_the_page_shows(program, client):
    client.force_login(member_of(program, Role.MANAGER))
    late(program, value=9, title="Big")
    late(program, value=None, title="Unsaid", owner=None)
    blind(program)
    fine(program)

    found = json.loads(printed("--program", "kittiwake", "--json"))

    rows = client.get("/kittiwake/at-risk/").context["rows"]
    assert [one["key"] for one in found["milestones"]] == [row.key for row in rows]
    for one, row in zip(found["milestones"], rows, strict=True):
        figures = one["figures"]
        shown = [strip_tags(line.sentence) for line in (*row.reasons, *row.more)]
        assert [line["sentence"] for line in one["reasons"]] == shown
        late_days = figures["expected_days_late"]
        assert row.big == ("–" if late_days is None else f"{late_days:.0f} d")
        assert row.spent == f"{figures['spent_days'] / 20:.1f}"
    assert found["by_level"] == {"LATE": 2, "AT_RISK": 0, "WATCH": 0, "ON_TRACK": 1, "UNKNOWN": 1}
    assert found["milestones"][0]["figures"]["rank_score"] == 279


def test_the_command_prints_for_people(program):
    late(program)

    text = printed("--program", "kittiwake")

    assert "Kittiwake: 1 of 1 open milestones have new figures." in text
    assert "late, 31 d expected late, rank 279.0, target 20 Feb, P50 23 Mar" in text
    assert "- The target of 20 Feb passed 10 days ago (since 21 Feb)" in text


def test_the_command_computes_as_of_a_day(program):
    late(program)

    assert (
        json.loads(printed("--program", "kittiwake", "--json", "--today", "2026-02-10"))["today"]
        == "2026-02-10"
    )
    assert Forecast.objects.get().day == date(2026, 2, 10)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--program", "nowhere"], "There is no program “nowhere”."),
        (["--program", "kittiwake", "--today", "soon"], "“soon” is no day. Write it as 2026-09-21."),
    ],
)
def test_the_command_refuses_in_a_sentence(program, args, sentence):
    with pytest.raises(CommandError, match=sentence):
        printed(*args)
