"""The page of one milestone."""

import re
from datetime import date, timedelta

import pytest

from milestones.models import MilestonePin
from pm.permissions import Role
from pm.registry import PANELS, Registry
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.milestones import (
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    PlanLineFactory,
    StatementFactory,
    TargetRevisionFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def milestone(program):
    return MilestoneFactory(
        program=program,
        track=TrackFactory(program=program, slug="reliable", name="Reliable delivery"),
        number=31,
        title="Store MVP",
        narrative="Stations lose the link.\n\nThe MVP keeps **messages**.",
        benefit="A message reaches it.",
        scope_in="Quota",
        risks_text="Old phones evict.",
        status="IN_PROGRESS",
        committed_on=date(2026, 1, 5),
        owner=UserFactory(name="Bram Tarn"),
        health="AT_RISK",
        owner_call="WATCH",
        owner_call_confidence=60,
        owner_call_text="Nearly there.",
        owner_call_on=date(2026, 2, 27),
        target_from_on=date(2026, 3, 31),
        target_to_on=date(2026, 3, 31),
        first_target_on=date(2026, 2, 28),
        push_count=1,
        value=9,
    )


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def get(client, key="M-31"):
    return client.get(f"/kittiwake/milestones/{key}/")


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_page_says_why_when_and_how_it_stands(client, milestone, manager):
    words = words_of(get(client))

    for part in (
        "Stations lose the link.",
        "The MVP keeps messages .",
        "A message reaches it.",
        "Quota",
        "Old phones evict.",
        "31 Mar +31 d, 1 push",
        "calls differ",
        "“Nearly there.”",
        "60 % sure",
    ):
        assert part in words


def test_deliverables_show_what_is_overdue_and_count_what_is_closed(client, program, milestone, manager):
    team = SubteamFactory(program=program, name="Clients")
    DeliverableFactory(program=program, milestone=milestone, number=1, title="Fetch", status="IN_PROGRESS",
                       due_on=TODAY - timedelta(days=5), accountable=team)  # fmt: skip
    DeliverableFactory(program=program, milestone=milestone, number=2, status="CLOSED", closed_on=TODAY)
    DeliverableFactory(program=program, milestone=milestone, number=3, status="DROPPED")

    words = words_of(get(client))

    assert "1 of 2 closed" in words
    assert "5 days over" in words
    assert "Clients" in words


def test_doneness_counts_pins_and_names_what_nobody_promises(client, program, milestone, manager):
    feature = FeatureFactory(program=program, name="Store")
    promised, aimed = (
        StatementFactory(program=program, feature=feature, letter="F", number=1),
        StatementFactory(program=program, feature=feature, letter="R", number=4, text="Survives a restart."),
    )
    closed = DeliverableFactory(program=program, milestone=milestone, status="CLOSED", closed_on=TODAY)
    PinFactory(program=program, deliverable=closed, statement=promised)
    with computing():
        for statement in (promised, aimed):
            MilestonePin.objects.create(program=program, milestone=milestone, statement=statement)

    words = words_of(get(client))

    assert "Doneness F(1/1)" in words
    assert "1 statement aimed at, promised by nobody R4 Survives a restart. Store" in words


def test_targets_tell_every_move_with_its_reason(client, program, milestone, manager):
    TargetRevisionFactory(program=program, milestone=milestone, from_on=date(2026, 2, 28),
                          to_on=date(2026, 2, 28), happened_on=date(2026, 1, 5))  # fmt: skip
    TargetRevisionFactory(
        program=program, milestone=milestone, from_on=date(2026, 3, 31), to_on=date(2026, 3, 31),
        previous_to_on=date(2026, 2, 28), is_slip=True, reason_class="SCOPE", reason="Receipts came in.",
        happened_on=date(2026, 2, 2),
    )  # fmt: skip

    words = words_of(get(client))

    assert "28 Feb → 31 Mar , +31 d after commitment Scope: “Receipts came in.”" in words
    assert "First target 28 Feb" in words


def test_history_is_for_insiders(client, milestone):
    milestone.program.is_public = True
    with computing():
        milestone.program.save(update_fields=["is_public"])

    assert 'id="history"' not in get(client).content.decode()


def test_after_an_edit_the_newest_changes_stand_in_the_history(client, milestone, manager):
    client.post("/kittiwake/milestones/M-31/value/", {"value": "3", "base_value": "9"})

    assert f"{manager} : value 9 → 3." in words_of(get(client))


def test_what_is_internal_is_404_for_the_public(client, program, milestone):
    with computing():
        program.is_public = milestone.is_internal = True
        program.save(update_fields=["is_public"])
        milestone.save(update_fields=["is_internal"])

    assert get(client).status_code == 404


def test_a_key_of_another_program_or_of_no_shape_is_404(client, milestone, manager):
    other = MilestoneFactory(number=77)

    assert get(client, other.key).status_code == 404
    assert [get(client, key).status_code for key in ("31", "M-", "D-31", "M-3x", "M-²")] == [404] * 5


def test_readers_get_no_editors(client, program, milestone):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    html = get(client).content.decode()

    assert ("data-cell" in html, "Move target" in html) == (False, False)


QUERIES = 16
MOST_QUERIES = 29  # with the sections of every area, as long as they are empty


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_the_same_for_one_and_for_three_rows(
    client, program, milestone, manager, rows, monkeypatch, django_assert_num_queries,
    django_assert_max_num_queries,
):  # fmt: skip
    feature = FeatureFactory(program=program)
    for number in range(1, rows + 1):
        row = DeliverableFactory(program=program, milestone=milestone, number=number, owner=UserFactory())
        statement = StatementFactory(program=program, feature=feature, number=number)
        aim = StatementFactory(program=program, feature=feature, letter="U", number=number)
        PinFactory(program=program, deliverable=row, statement=statement)
        PlanLineFactory(program=program, milestone=milestone, period=f"202{number}H1")
        TargetRevisionFactory(program=program, milestone=milestone, to_on=TODAY, by=UserFactory())
        with computing():
            MilestonePin.objects.create(program=program, milestone=milestone, statement=aim)
        client.post(
            "/kittiwake/milestones/M-31/value/", {"value": str(number), "base_value": milestone.value}
        )
        milestone.refresh_from_db()
    get(client)

    with django_assert_max_num_queries(MOST_QUERIES):
        get(client)
    monkeypatch.setitem(PANELS, "milestone_section", Registry())  # each section has its own count
    with django_assert_num_queries(QUERIES):
        get(client)
