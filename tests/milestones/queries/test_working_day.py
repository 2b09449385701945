"""Working days: the program's weekdays less its holidays."""

from datetime import date

import pytest

from milestones.queries.working_day import working_day_after
from pm.models import Holiday
from pm.services.history import computing
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("weekdays", "day", "count", "expected"),
    [
        ("01234", date(2026, 3, 2), 2, date(2026, 3, 4)),
        ("01234", date(2026, 3, 5), 2, date(2026, 3, 10)),  # Friday, then Tuesday: Monday is free
        ("6", date(2026, 3, 2), 2, date(2026, 3, 15)),
        ("01234", date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_the_second_working_day(weekdays, day, count, expected):
    program = ProgramFactory(weekdays=weekdays)
    with computing():
        Holiday.objects.create(program=program, on=date(2026, 3, 9), name="Rest")

    assert working_day_after(program, day, count) == expected
