"""One truth: doneness, progress and remaining are the same on page, in list and file, and in the job."""

import csv
import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from itertools import count

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estimates.models import Estimate, Forecast
from estimates.pure.drift import measure_drift
from estimates.queries.facts import load_facts
from estimates.services.forecast import compute
from milestones.models import Feature, Milestone
from milestones.queries import doneness
from pm.permissions import Role
from pm.templatetags.ui import person_days
from tests.factories.actors import NOW
from tests.factories.estimates import BEGIN, EstimateFactory, part, running, worked
from tests.factories.milestones import FeatureFactory, PinFactory, StatementFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
STATUSES = ("PLANNED", "IN_PROGRESS", "CLOSE_REQUESTED", "CLOSED", "DROPPED")
LATER = BEGIN + timedelta(days=1)
LETTERS = "FURPS+"
NAMES = count()


@dataclass(frozen=True)
class Piece:
    """A deliverable to be made: estimates, effort and the statements it promises, by place."""

    status: str
    likely: int | None
    left: int | None
    spent: int
    is_accepted: bool
    promises: frozenset[int]


pieces = st.builds(
    Piece,
    st.sampled_from(STATUSES),
    st.none() | st.integers(1, 60),
    st.none() | st.integers(0, 30),
    st.integers(0, 40),
    st.booleans(),
    st.frozensets(st.integers(0, 5), max_size=4),
)


def laid(own: int | None, parts: list[Piece]) -> Milestone:
    """A program of its own with one milestone of these parts, and its figures computed."""
    program = ProgramFactory(slug=f"one-truth-{next(NAMES)}")
    milestone = running(program=program, number=3, owner=UserFactory())
    if own is not None:
        EstimateFactory(program=program, milestone=milestone, deliverable=None, likely_days=own)
    feature, team, judge = FeatureFactory(program=program), SubteamFactory(program=program), UserFactory()
    statements = [StatementFactory(program=program, feature=feature, letter=one, number=1) for one in LETTERS]
    for number, one in enumerate(parts, 1):
        ends = {"closed_on": TODAY} if one.status == "CLOSED" else {}
        ends |= {"accepted_by": judge} if one.is_accepted else {}
        row = part(milestone, one.likely, number=number, status=one.status, accountable=team, **ends)
        if one.left is not None:
            left = {"likely_days": one.left, "purpose": Estimate.Purpose.REMAINING}
            EstimateFactory(program=program, deliverable=row, recorded_at=LATER, **left)
        if one.spent:
            worked(row, "2026-W08", days=one.spent)
        for place in one.promises:
            PinFactory(program=program, deliverable=row, statement=statements[place])
    compute(program=program, today=TODAY, now=NOW)
    return milestone


def sizes(own: int | None, parts: list[Piece]) -> list[float | None]:
    """DESIGN's words once more: the own estimate less theirs is spread over those without one."""
    held = [one for one in parts if one.status != "DROPPED"]
    blank = sum(one.likely is None for one in held)
    rest = (own or 0) - sum(one.likely or 0 for one in held)
    share = rest / blank if blank and rest > 0 else None
    return [share if one.likely is None else one.likely for one in held]


def share_of(own: int | None, parts: list[Piece]) -> float | None:
    held = [one for one in parts if one.status != "DROPPED"]
    known = sizes(own, parts)
    if not known or None in known:
        return None
    closed = sum(size for one, size in zip(held, known, strict=True) if one.status == "CLOSED")
    return closed / sum(known)


def left_of(own: int | None, parts: list[Piece]) -> float | None:
    """What remains of the open ones, and of what is in none of them while some are open."""
    held = [one for one in parts if one.status != "DROPPED"]
    if not held:
        return own
    known, total = sizes(own, parts), 0.0
    for one, size in zip(held, known, strict=True):
        if one.status == "CLOSED":
            continue
        whole, used = (one.left, one.spent) if one.left is not None else (size, one.spent)
        if whole is None:
            return None
        total += max(whole - used, 0.1 * whole)
    loose = (own or 0) - sum(one.likely or 0 for one in held)
    is_going = any(one.status != "CLOSED" for one in held)
    if is_going and loose > 0 and all(one.likely is not None for one in held):
        total += loose
    return total


def words(client: Client, url: str) -> str:
    html = client.get(url).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(own=st.none() | st.integers(1, 200), parts=st.lists(pieces, max_size=4))
def test_page_list_file_and_job_give_the_same_numbers(own, parts):
    milestone = laid(own, parts)
    program, client = milestone.program, Client()
    client.force_login(member_of(program, Role.MANAGER))
    [facts] = load_facts(program=program, milestones=Milestone.objects.filter(pk=milestone.pk), today=TODAY)
    drift, made = measure_drift(facts), Forecast.objects.get(milestone=milestone, is_latest=True)
    done = doneness.of_milestones([milestone.pk], today=TODAY)[milestone.pk]

    page = words(client, f"/{program.slug}/milestones/M-3/")
    listed = words(client, f"/{program.slug}/roadmap/?view=table")
    file = client.get(f"/{program.slug}/roadmap/?view=csv").content.decode()
    [line] = csv.DictReader(file.splitlines())

    assert (drift.progress, drift.remaining) == (made.progress, made.remaining_days)
    assert drift.progress == pytest.approx(share_of(own, parts))
    assert drift.remaining == pytest.approx(left_of(own, parts))
    percent = "" if made.progress is None else str(round(made.progress * 100))
    told = [line[f"doneness {name}"].removeprefix("'") for name in ("claimed", "verified")]
    assert (line["claimed percent"], told) == (percent, [done.claimed_text, done.verified_text])
    assert line["remaining days"] == ("" if drift.remaining is None else str(drift.remaining))
    if percent:
        days = [person_days(round(one, 1)) for one in (drift.work.closed_days, drift.work.total_days)]
        assert "{} of {} person-days claimed".format(*days) in page
        assert f" {percent} % " in listed
    elif drift.work.unknown:
        assert "share of the effort unknown" in page
        assert f"{drift.work.closed} of {drift.work.total} closed" in listed
    remaining = "unknown" if drift.remaining is None else person_days(drift.remaining)
    assert f"remaining {remaining} person-days" in page
    assert (f"Doneness {done.claimed_text} claimed" in page) is bool(done.total)
    assert_sums(program, milestone, done)


def assert_sums(program, milestone, done):
    """Where one milestone promises all of a feature, their doneness differ by what nobody promises only."""
    feature = Feature.objects.get(program=program)
    whole = doneness.of_features([feature.pk], today=TODAY)[feature.pk]
    assert (whole.claimed, whole.verified) == (done.claimed, done.verified)
    rows = doneness.promised_by(milestone, today=TODAY)
    assert rows.doneness == done
    states = [state for _, state in rows.statements]
    assert (len(states), states.count("verified")) == (done.total, done.verified)
