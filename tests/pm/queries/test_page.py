import pytest

from pm.models import Program
from pm.queries.page import number_of, page_of, page_with_count
from tests.factories.pm import ProgramFactory


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (None, 1),
        ("", 1),
        ("3", 3),
        ("0", 1),
        ("-2", 1),
        ("x", 1),
        ("٣", 1),
        ("1" * 30, 1),
        ("999999", 100_000),
    ],
)
def test_number_of_is_one_for_anything_that_is_no_page(text, number):
    assert number_of(text) == number


@pytest.mark.django_db
def test_page_of_says_what_is_behind_it(django_assert_num_queries):
    for _ in range(3):
        ProgramFactory()
    rows = Program.objects.order_by("pk")

    with django_assert_num_queries(2):
        first, second = page_of(rows, number=1, size=2), page_of(rows, number=2, size=2)

    assert (len(first.rows), first.first, first.last, first.has_next) == (2, 1, 2, True)
    assert (len(second.rows), second.first, second.last, second.has_next) == (1, 3, 3, False)


@pytest.mark.django_db
def test_page_with_count_says_what_is_behind_it_and_how_many_there_are(django_assert_num_queries):
    for _ in range(3):
        ProgramFactory()
    rows = Program.objects.order_by("pk")

    with django_assert_num_queries(2):
        first, total = page_with_count(rows, lambda found: found, number=1, size=2)
    beyond, same = page_with_count(rows, lambda found: found, number=9, size=2)
    nothing = page_with_count(rows.none(), lambda found: found, number=2, size=2)

    assert (first.rows, first.has_next, total) == (tuple(rows[:2]), True, 3)
    assert (beyond.rows, beyond.number, beyond.has_next, same) == (tuple(rows[2:]), 2, False, 3)
    assert (nothing[0].rows, nothing[0].number, nothing[1]) == ((), 1, 0)
