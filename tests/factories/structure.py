"""Half-years of a program."""

import factory

from pm.models import Period
from tests.factories.base import RowFactory
from tests.factories.pm import ProgramFactory


class PeriodFactory(RowFactory):
    class Meta:
        model = Period

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"{2000 + n % 100}H{1 + n // 100 % 2}")
