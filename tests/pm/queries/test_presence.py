"""One statement says which kinds of rows hang on a row."""

import pytest

from milestones.models import ChecklistItem, Deliverable, Dependency, Milestone, Pin, Task
from pm.queries.presence import hangs_on, kinds_at
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory, PinFactory

pytestmark = pytest.mark.django_db


def test_what_hangs_on_a_row_is_asked_once(django_assert_num_queries):
    item = ChecklistItemFactory()
    row = Deliverable.objects.get(pk=item.deliverable_id)
    PinFactory(program=row.program, deliverable=row)
    other = DeliverableFactory(program=row.program, milestone=row.milestone)

    with django_assert_num_queries(1):
        found = [hangs_on(row, kind) for kind in (ChecklistItem, Pin, Task, Dependency)]

    assert found == [True, True, False, False]
    assert kinds_at(other) == frozenset()
    assert kinds_at(Milestone.objects.get(pk=row.milestone_id)) == {Deliverable}
