"""The whole assessment of a milestone, and its sentences."""

from datetime import UTC, date, datetime

from estimates.pure.assess import assess, summary_of
from estimates.pure.capacity import Booking
from estimates.pure.facts import Block, Hazard, Outside
from estimates.pure.level import defaults
from estimates.pure.rule_table import RULE_ROWS
from tests.factories.facts import TARGET, TODAY, guess, item, milestone, overdue, verdict


def test_every_sentence_holds_its_number():
    later = datetime(2026, 2, 1, 9, tzinfo=UTC)
    cases = [
        overdue(1, 4),
        overdue(2, 3),
        milestone(item("D-1", 20, spent=30, has_team=False), has_owner=False, push_count=3, appetite=5.0,
                  target_to_on=date(2026, 2, 1), updated_on=date(2026, 1, 9)),
        milestone(item("D-1", None), target_to_on=None),
        milestone(item("D-1", None), item("D-2", None), totals=(guess(30),), planned_people=None),
        milestone(item("D-1", 90), item("D-2", 90, created_on=later.date(), created_at=later),
                  totals=(guess(90),)),
        milestone(item("D-1", 45), item("D-2", 9, status="CLOSED")),
    ]  # fmt: skip
    cases.append(milestone(blocks=(Block("B-1", date(2026, 2, 1)),),
                           unconfirmed=(Outside("DP-1", "Lease", date(2026, 3, 9)),),
                           hazards=(Hazard("R-1", "Storm", date(2026, 1, 1)),)))  # fmt: skip
    cases.append(milestone(appetite=5.0, overbooked=(Booking("Relay", 90.0, 60.0, TARGET),)))
    reasons = [reason for facts in cases for reason in verdict(facts).reasons]

    assert {reason.rule for reason in reasons} == {row.id for row in RULE_ROWS} - {"no_pace"} | {"no_pace"}
    for reason in reasons:
        assert reason.highlight in reason.sentence
        assert not reason.sentence.endswith(".")


def test_the_summary_is_the_first_reason_or_the_days_in_hand():
    def summary(facts):
        return summary_of(assess(facts, defaults(), None, TODAY), TODAY)

    assert summary(milestone(has_owner=False)) == "M-1 has no owner"
    assert summary(milestone()) == "P50 is 30 Mar, 31 days before the target"
    assert summary(milestone(status="DELIVERED")) == ""
    assert summary(milestone(status="PROPOSED", is_pencilled=True, target_to_on=None)) == (
        "Pencilled into a later period; no date is asked for yet"
    )


def test_the_same_facts_give_the_same_assessment():
    one, two = (assess(milestone(push_count=2), defaults(), 4.0, TODAY) for _ in range(2))

    assert one == two
    assert one.inputs_hash != assess(milestone(push_count=3), defaults(), 4.0, TODAY).inputs_hash
