"""Numbers are given in order and never twice."""

import pytest

from pm.services.key import take_numbers
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_take_numbers_counts_on_per_program_and_letter():
    one, two = ProgramFactory(), ProgramFactory()

    assert list(take_numbers(program=one, letter="M", count=3)) == [1, 2, 3]
    assert list(take_numbers(program=one, letter="M")) == [4]
    assert list(take_numbers(program=one, letter="D")) == [1]
    assert list(take_numbers(program=two, letter="M")) == [1]
