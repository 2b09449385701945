from datetime import timedelta

import pytest

from estimates.models import EffortEntry
from pm.permissions import Role
from tests.factories.bets import ImpactReviewFactory
from tests.factories.estimates import EffortEntryFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.owed import TODAY, dues_of, late_of
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


def days(count):
    return TODAY + timedelta(days=count)


def test_a_subteams_lead_owes_the_effort_of_the_last_week(client, program):
    core, docs = (SubteamFactory(program=program, slug=slug, name=slug.title()) for slug in ("core", "docs"))
    lead = member_of(program, Role.SUBTEAM_LEAD, core, docs)
    member, manager = member_of(program, Role.MEMBER, core), member_of(program, Role.MANAGER)
    for team in (core, core, docs):
        DeliverableFactory(program=program, accountable=team, status="IN_PROGRESS")
    entered = DeliverableFactory(program=program, accountable=docs, status="IN_PROGRESS")
    EffortEntryFactory(program=program, deliverable=entered, subteam=docs, week="2026-W09")
    client.force_login(lead)

    [due] = dues_of("effort", lead, program)

    assert (due.title, due.on) == ("Enter the effort of Core in 2026-W09", TODAY)
    assert due.why == "2 deliverables were in progress, nothing is entered."
    assert client.get(due.url).status_code == 200
    assert dues_of("effort", member, program) == []
    assert [one.url for one in dues_of("effort", member, program, team=core)] == [due.url]
    stakeholder = member_of(program, Role.STAKEHOLDER)
    assert [one.url for one in dues_of("effort", stakeholder, program, team=core)] == [""]
    assert late_of("effort", manager, program) == []
    tuesday = TODAY + timedelta(days=1)
    assert late_of("effort", manager, program, today=tuesday) == [
        ("1 subteam has no effort entered in 2026-W09", "/kit/effort/")
    ]
    assert late_of("effort", lead, program, today=tuesday) == []
    assert EffortEntry.objects.count() == 1


def test_effort_is_owed_by_no_subteam_that_started_after_the_week(program):
    core = SubteamFactory(program=program)
    lead = member_of(program, Role.SUBTEAM_LEAD, core)
    DeliverableFactory(program=program, accountable=core, status="IN_PROGRESS", started_on=TODAY)

    assert dues_of("effort", lead, program) == []


def test_a_review_of_impact_is_owed_30_and_90_days_after_delivery(program):
    lead, manager = member_of(program, Role.LEAD), member_of(program, Role.MANAGER)

    def delivered(ago):
        return MilestoneFactory(
            program=program, status="DELIVERED", committed_on=days(-300), delivered_on=days(-ago)
        )

    first, second = delivered(31), delivered(100)
    done, both = delivered(40), delivered(120)
    delivered(29)
    delivered(200)
    ImpactReviewFactory(program=program, milestone=second)
    ImpactReviewFactory(program=program, milestone=done)
    for moment in ("T30", "T90"):
        ImpactReviewFactory(program=program, milestone=both, moment=moment)

    found = {one.title: (one.on, one.url) for one in dues_of("impact", lead, program)}

    assert found == {
        f"Review what {second} moved": (days(-10), f"/kit/milestones/{second.key}/impact/"),
        f"Review what {first} moved": (days(-1), f"/kit/milestones/{first.key}/impact/"),
    }
    assert dues_of("impact", manager, program) == []
    assert [words for words, _ in late_of("impact", manager, program)] == [
        f"{second} waits for its impact review",
        f"{first} waits for its impact review",
    ]
    assert late_of("impact", lead, program) == []
