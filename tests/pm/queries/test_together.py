"""Rows of several tables in one statement are the rows that each would have given."""

from datetime import date

import pytest
from django.db.models import F

from estimates.models import Estimate, Forecast
from milestones.models import Gate, Milestone, SuccessCriterion
from pm.queries.together import hold, read_together
from tests.factories.estimates import EstimateFactory, ForecastFactory
from tests.factories.milestones import MilestoneFactory
from tests.factories.spec import SuccessCriterionFactory

pytestmark = pytest.mark.django_db


def columns(rows):
    own = [{name: value for name, value in vars(row).items() if name != "_state"} for row in rows]
    return own, [row.track.name for row in rows if isinstance(row, Milestone)]


def test_rows_are_whole_in_their_order_and_of_their_types(django_assert_num_queries):
    row = MilestoneFactory()
    for text, met_on in (("First", date(2026, 3, 2)), ("Second", None)):
        SuccessCriterionFactory(
            program=row.program, milestone=row, text=text, is_met=bool(met_on), met_on=met_on, evidence="Seen"
        )
    ForecastFactory(program=row.program, milestone=row)
    EstimateFactory(program=row.program)
    asked = [
        SuccessCriterion.objects.order_by("-text"), Gate.objects.filter(milestone=row), Gate.objects.none(),
        Forecast.objects.order_by("pk")[:1], Estimate.objects.all(),
        Milestone.objects.select_related("track", "owner").annotate(next=F("number") + 1),
    ]  # fmt: skip

    with django_assert_num_queries(1):
        found = read_together(*asked)

    assert [columns(rows) for rows in found] == [columns(rows) for rows in asked]
    assert [len(rows) for rows in found] == [2, 0, 0, 1, 1, 2]


def test_nothing_asked_is_nothing_found(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_together(Gate.objects.none()) == [[]]
        assert read_together() == []


def test_what_is_held_is_not_read_again(django_assert_num_queries):
    row = MilestoneFactory()
    with django_assert_num_queries(0):
        hold(row, "criteria", [])
        assert list(row.criteria.all()) == []
