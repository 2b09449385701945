from datetime import date

import pytest

from pm.errors import DomainError
from pm.models import Change, Holiday, JobRun
from pm.services import holiday
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory
from tests.factories.settings import HolidayFactory

pytestmark = pytest.mark.django_db
EASTER = date(2026, 4, 6)


def test_a_day_is_added_once_and_the_figures_are_asked_for():
    program = ProgramFactory()

    holiday.add(program=program, on=EASTER, name=" Easter Monday ", actor=actor())
    with pytest.raises(DomainError, match="2026-04-06 is a free day already."):
        holiday.add(program=program, on=EASTER, name="Again", actor=actor())

    assert list(Holiday.objects.values_list("on", "name")) == [(EASTER, "Easter Monday")]
    assert list(JobRun.objects.values_list("args", flat=True)) == [{"program_id": program.pk}]


@pytest.mark.parametrize(("day", "name", "field"), [(EASTER, " ", "name"), (date(1026, 4, 6), "Old", "on")])
def test_a_day_without_a_name_or_out_of_time_is_refused(day, name, field):
    with pytest.raises(DomainError) as refusal:
        holiday.add(program=ProgramFactory(), on=day, name=name, actor=actor())

    assert refusal.value.field == field


def test_of_a_list_only_new_days_are_added():
    program = ProgramFactory()
    HolidayFactory(program=program, on=EASTER, name="Easter")
    HolidayFactory(on=date(2026, 5, 1))

    made = holiday.add_many(
        program=program, days=[(EASTER, "Other"), (date(2026, 5, 1), "May Day")], actor=actor()
    )
    nothing = holiday.add_many(program=program, days=[(EASTER, "Other")], actor=actor())

    assert [row.name for row in made] == ["May Day"]
    assert nothing == []
    assert Holiday.objects.get(program=program, on=EASTER).name == "Easter"


def test_a_removed_day_stays_in_history():
    row = HolidayFactory(name="Easter")

    holiday.remove(holiday=row, actor=actor())

    change = Change.objects.get(kind="DELETE")
    assert not Holiday.objects.exists()
    assert (change.subject, change.payload["name"]) == ("calendar", "Easter")
