"""Metrics, observations and reviews of impact."""

from datetime import date
from decimal import Decimal

import pytest

from estimates.models import ImpactMetric
from estimates.queries.impact import impact_of
from estimates.rules import has_metric, has_review
from estimates.services import impact as service
from milestones.models import Milestone
from pm.errors import DomainError, StaleEdit
from tests.factories.actors import NOW, actor
from tests.factories.bets import ImpactMetricFactory
from tests.factories.estimates import running

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def delivered():
    return running(status="DELIVERED", delivered_on=date(2026, 2, 1))


def due(milestone):
    return impact_of(Milestone.objects.get(pk=milestone.pk)).due


def test_a_metric_is_a_condition_of_commitment_and_its_name_is_given_once():
    milestone = running()
    assert has_metric(milestone) == "its impact metric is not stated"

    service.add_metric(milestone=milestone, name="Lost", expected=Decimal(1), actor=actor())

    assert has_metric(milestone) == ""
    with pytest.raises(DomainError, match="a metric “Lost” already") as refused:
        service.add_metric(milestone=milestone, name="Lost", actor=actor())
    assert refused.value.field == "name"


def test_a_metric_is_edited_field_by_field_and_removed_while_nobody_observed_it():
    metric = ImpactMetricFactory(name="Lost")
    other = ImpactMetricFactory(program=metric.program, milestone=metric.milestone, name="Found")

    service.edit_metric(metric=metric, changes={"unit": "%"}, base={"unit": ""}, actor=actor())
    with pytest.raises(StaleEdit):
        service.edit_metric(metric=metric, changes={"unit": "d"}, base={"unit": ""}, actor=actor())
    with pytest.raises(DomainError, match="“Lost” already"):
        service.edit_metric(metric=other, changes={"name": "Lost"}, actor=actor())
    with pytest.raises(DomainError, match="cannot be edited here"):
        service.edit_metric(metric=other, changes={"milestone": 1}, actor=actor())
    service.observe(metric=metric, value=Decimal(4), actor=actor())
    with pytest.raises(DomainError, match="was observed once, so it stays"):
        service.remove_metric(metric=metric, actor=actor())
    service.remove_metric(metric=other, actor=actor())

    assert [row.unit for row in ImpactMetric.objects.all()] == ["%"]


def test_observations_are_appended_and_the_newest_day_counts():
    metric = ImpactMetricFactory()
    service.observe(metric=metric, value=Decimal(4), actor=actor())
    service.observe(metric=metric, value=Decimal(9), happened_on=date(2026, 2, 1), actor=actor())

    with pytest.raises(DomainError, match="of today or earlier"):
        service.observe(metric=metric, value=Decimal(1), happened_on=date(2026, 3, 3), actor=actor())

    [(row, newest)] = impact_of(metric.milestone).metrics
    assert (row, newest.value) == (metric, 4)


def test_a_review_gives_the_milestone_its_realised_value_once_a_moment():
    milestone = delivered()
    known = {
        "milestone": milestone,
        "moment": "T30",
        "verdict": "WIN",
        "feedback": "It held.",
        "actor": actor(),
    }
    assert due(milestone) == (("T30", date(2026, 3, 3)), ("T90", date(2026, 5, 2)))

    assert has_review(milestone) == "its impact is not reviewed"

    service.review(**known, realised_value=8)

    milestone.refresh_from_db()
    assert has_review(milestone) == ""
    assert milestone.realised_value == 8
    assert due(milestone) == (("T90", date(2026, 5, 2)),)
    with pytest.raises(DomainError, match="was reviewed 30 days after already"):
        service.review(**known)


@pytest.mark.parametrize(
    ("made", "feedback", "sentence"),
    [(running, "Good.", "is not delivered yet"), (delivered, " ", "Say in a sentence what came of it")],
)
def test_a_review_is_refused(made, feedback, sentence):
    with pytest.raises(DomainError, match=sentence):
        service.review(milestone=made(), moment="T30", verdict="WIN", feedback=feedback, actor=actor())
