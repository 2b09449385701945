"""What does not fit the milestone a deliverable moves to."""

from datetime import date

import pytest

from milestones.models import MilestonePin
from milestones.queries.moving import unfit_for
from pm.services.history import computing
from tests.factories.delivery import HandoverFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, PinFactory
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_dates_promises_and_handovers_that_do_not_fit_are_told_with_numbers():
    program = ProgramFactory()
    here = MilestoneFactory(program=program, number=1)
    goal = MilestoneFactory(
        program=program, number=2, planned_start_on=date(2026, 4, 6), target_from_on=date(2026, 6, 30),
        target_to_on=date(2026, 6, 30),
    )  # fmt: skip
    row = DeliverableFactory(
        program=program, milestone=here, number=7, planned_start_on=date(2026, 4, 1), due_on=date(2026, 7, 7)
    )
    other = DeliverableFactory(program=program, milestone=here, number=8)
    pin = PinFactory(program=program, deliverable=row)
    with computing():
        MilestonePin.objects.create(program=program, milestone=here, statement=pin.statement)
    HandoverFactory(program=program, deliverable=row, receiving_deliverable=other, number=3)

    assert unfit_for(row, goal, TODAY) == [
        "it is due 7 Jul, 7 d after the target of M-2",
        "it starts 5 d before M-2 does",
        "1 statement that it promises is what M-1 aims at",
        "H-3 hands it to D-8 of M-1",
    ]
    assert unfit_for(other, goal, TODAY) == []
