"""What the bet adds to a milestone's page, and who sees what of it."""

from datetime import date

import pytest
from django.urls import reverse

from estimates.panels.bets import numbers_rows
from milestones.models import Milestone
from pm.permissions import Role
from pm.registry import SUBJECTS
from pm.rules import Access
from pm.services.history import computing
from tests.factories.bets import BetFactory, DecisionFactory, ImpactReviewFactory
from tests.factories.estimates import running
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INSIDER, PUBLIC = (Access(frozenset({role}), {}) for role in (Role.STAKEHOLDER, Role.PUBLIC))


def page(client, milestone, role=None):
    if role:
        client.force_login(member_of(milestone.program, role), backend=BACKEND)
    return client.get(
        reverse("milestone_detail", args=[milestone.program.slug, milestone.key])
    ).content.decode()


def owing(**more):
    milestone = running(program=ProgramFactory(is_public=True), appetite_days=60, **more)
    with computing():
        Milestone.objects.filter(pk=milestone.pk).update(
            decision_owed_on=date(2026, 2, 27), decision_owed_reason="A decision is owed: P50 is 90 of 60"
        )
    return milestone


@pytest.mark.parametrize(("role", "may"), [(Role.MANAGER, True), (Role.MEMBER, False), (None, False)])
def test_a_decision_owed_is_seen_by_all_and_decided_by_those_who_may(client, role, may):
    milestone = owing()

    text = page(client, milestone, role)

    address = reverse("milestone_decide", args=[milestone.program.slug, milestone.key])
    assert "A decision is owed: P50 is 90 of 60" in text
    assert (address in text) is may


def test_each_state_of_a_bet_says_where_it_stands(client):
    milestone = running(program=ProgramFactory(is_public=True))
    more = {"program": milestone.program, "milestone": milestone, "placed_on": date(2026, 2, 2)}
    BetFactory(**more, number=1, title="Draft")
    BetFactory(**more, number=2, title="Placed", status="PLACED", review_by_on=date(2026, 5, 1))
    BetFactory(**more, number=3, title="Half way", status="PLACED", midway_on=date(2026, 2, 20))
    BetFactory(**more, number=4, title="Done", status="REVIEWED", reviewed_on=date(2026, 3, 1),
               review_text="It **works**.", numbers={"spent": 44.0})  # fmt: skip

    text = page(client, milestone)

    note = "Minimal viable product, mid-way review on 20 Feb"
    for words in (note, "Draft, not placed yet", "Placed 2 Feb, review by 1 May", "1 Mar: It works.", ">44<"):
        assert words in text


def test_more_decisions_than_five_lead_to_the_register(client):
    milestone = running(program=ProgramFactory(is_public=True))
    for number in range(1, 8):
        DecisionFactory(
            program=milestone.program, milestone=milestone, number=number, is_internal=number == 7
        )

    text = page(client, milestone)

    assert "All decisions about it" in text
    assert "DC-7" not in text


def test_a_reader_sees_no_empty_section_and_a_manager_its_beginning(client):
    milestone = running(program=ProgramFactory(is_public=True))

    assert 'id="impact"' not in page(client, milestone)
    assert 'id="impact"' in page(client, milestone, Role.MANAGER)


def test_reviews_of_impact_are_told(client):
    milestone = running(program=ProgramFactory(is_public=True))
    ImpactReviewFactory(
        program=milestone.program, milestone=milestone, realised_value=8, feedback="Crews noticed."
    )

    text = page(client, milestone)

    assert "30 days after: Win" in text
    assert "realised value 8 of 10" in text
    assert "Crews noticed." in text


@pytest.mark.parametrize(("letter", "made"), [("BT", BetFactory), ("DC", DecisionFactory)])
def test_a_key_finds_its_row_internal_ones_for_insiders_only(letter, made):
    milestone = running(is_internal=True)
    row = made(program=milestone.program, milestone=milestone, number=5)
    find = SUBJECTS.get(letter).find

    assert find(milestone.program, INSIDER, 5) == row
    assert find(milestone.program, PUBLIC, 5) is None
    assert find(ProgramFactory(), INSIDER, 5) is None


def test_kept_numbers_are_told_in_words_and_the_unknown_ones_left_out():
    numbers = {"bet_appetite": 60.0, "appetite": None, "spent": 12.5, "progress": 0.25, "level": "WATCH",
               "p50_on": "2026-05-01", "value": 7, "breaches": []}  # fmt: skip

    assert [row[:2] for row in numbers_rows(numbers, date(2026, 3, 2))] == [
        ("Appetite of the bet", "60 person-days"),
        ("Spent", "12.5 person-days"),
        ("Claimed", "25 %"),
        ("P50 of the date", "1 May"),
        ("Value, stated", "7"),
    ]
