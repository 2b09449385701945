import pytest

from pm.errors import DomainError
from pm.services import period as periods
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_half_year_is_opened_once_in_each_program():
    program = ProgramFactory()
    row = periods.create(program=program, code="2026H2", goal="Boats.", actor=actor())
    periods.create(program=ProgramFactory(), code="2026H2", actor=actor())

    assert (str(row), row.goal, row.is_closed) == ("2026H2", "Boats.", False)
    with pytest.raises(DomainError, match="There is a period 2026H2 already.") as refused:
        periods.create(program=program, code="2026H2", actor=actor())
    assert refused.value.field == "code"


@pytest.mark.parametrize("code", ["2026", "2026H3", "2026h1", "1066H1", "2026H1\n"])
def test_what_is_no_half_year_is_refused(code):
    with pytest.raises(DomainError, match="is no half-year. Write one such as 2026H2."):
        periods.create(program=ProgramFactory(), code=code, actor=actor())


def test_a_period_is_closed_and_keeps_its_name():
    row = periods.create(program=ProgramFactory(), code="2026H2", actor=actor())

    assert periods.edit(period=row, changes={"is_closed": True}, actor=actor()).is_closed is True
    with pytest.raises(DomainError, match="code cannot be edited here"):
        periods.edit(period=row, changes={"code": "2027H1"}, actor=actor())
