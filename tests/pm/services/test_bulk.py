"""Many rows by one verb: in one go, or with a savepoint each when a verb fails half-way."""

import pytest

from milestones.models import Milestone
from milestones.services import milestone as milestones
from pm.errors import DomainError
from pm.models import Change, ChangeSet, JobRun
from pm.services import many
from pm.services.bulk import NothingChanged, apply, rehearse
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    program = ProgramFactory()
    for number in (1, 2, 3):
        MilestoneFactory(program=program, number=number, title=f"Row {number}", value=number)
    return program


def call(program, change, work=apply, **more):
    """A bulk edit of all rows of a program."""
    if work is apply:
        more = {"is_as_seen": lambda row, before: True, "title": "Value", **more}

    def verb(row):
        row.program = program
        return change(row)

    return work(
        program=program,
        rows=Milestone.objects.in_program(program).order_by("number"),
        change=verb,
        show=lambda row: str(row.value),
        actor=actor(),
        **more,
    )


def to_seven(row):
    return milestones.edit(milestone=row, changes={"value": 7}, actor=actor())


def half_way(row):
    """Writes, and refuses the second row afterwards."""
    row = to_seven(row)
    if row.number == 2:
        raise DomainError("Not this one.")
    return row


def words(outcomes):
    return [(one.row.number, one.before, one.after, one.refused) for one in outcomes]


def test_a_rehearsal_says_what_would_be_and_writes_nothing(program):
    outcomes = call(program, to_seven, rehearse)

    assert words(outcomes) == [(1, "1", "7", ""), (2, "2", "7", ""), (3, "3", "7", "")]
    assert list(Milestone.objects.order_by("number").values_list("value", flat=True)) == [1, 2, 3]
    assert (Change.objects.count(), ChangeSet.objects.count(), JobRun.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("work", [rehearse, apply])
def test_a_verb_that_fails_half_way_is_taken_back_alone(program, work):
    outcomes = call(program, half_way, work)

    assert words(outcomes) == [(1, "1", "7", ""), (2, "2", "2", "Not this one."), (3, "3", "7", "")]
    written = [7, 2, 7] if work is apply else [1, 2, 3]
    assert list(Milestone.objects.order_by("number").values_list("value", flat=True)) == written
    assert Change.objects.filter(field="value").count() == 2 * (work is apply)
    assert ChangeSet.objects.count() == (work is apply)


def test_a_row_that_is_refused_at_once_costs_the_others_nothing(program):
    def change(row):
        if row.number == 2:
            raise DomainError("Not this one.")
        return to_seven(row)

    assert [one.refused for one in call(program, change)] == ["", "Not this one.", ""]
    assert list(Milestone.objects.order_by("number").values_list("value", flat=True)) == [7, 2, 7]
    assert JobRun.objects.count() == 2


def test_the_story_of_a_row_that_is_written_twice_has_no_gap(program):
    def twice(row):
        to_seven(row)
        return milestones.edit(milestone=row, changes={"value": 8}, actor=actor())

    call(program, twice)

    story = list(Change.objects.filter(label="M-1").order_by("pk").values_list("before", "after"))
    assert story == [(1, 7), (7, 8)]


def test_a_row_that_another_verb_wrote_is_read_again(program):
    first, second, _ = Milestone.objects.order_by("number")

    def change(row):
        """The first row's verb writes the second row, from a copy of its own."""
        if row.number == 1:
            milestones.edit(milestone=second, changes={"value": 5}, actor=actor())
        return to_seven(row)

    call(program, change)

    story = list(Change.objects.filter(label="M-2").order_by("pk").values_list("before", "after"))
    assert story == [(2, 5), (5, 7)]
    assert many.is_alone()


def test_when_no_row_changes_nothing_is_written(program):
    with pytest.raises(NothingChanged) as found:
        call(program, to_seven, is_as_seen=lambda row, before: False)

    assert [one.is_stale for one in found.value.outcomes] == [True] * 3
    assert ChangeSet.objects.count() == 0
