from datetime import date, timedelta

import pytest

from pm.permissions import Role
from pm.queries.owed import Scope, counts_of, is_late, owed_in
from pm.registry import Due, Owed
from pm.rules import load_access
from tests.factories.actors import NOW
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

TODAY = NOW.date()


def kind(title, rank, *days):
    dues = [Due(1, f"{title} {place}", "", "", "", on=day) for place, day in enumerate(days)]
    return Owed(title, rank, find=lambda scope: dues, count=lambda scope: {1: len(dues)})


def days(count):
    return TODAY + timedelta(days=count)


def test_kinds_with_something_late_come_first_and_in_each_the_oldest_day():
    scope = Scope(None, {}, {}, TODAY)  # no kind asks it anything here
    kinds = [
        kind("Near", 1, days(3), None, days(1)),
        kind("Late", 3, days(2), days(-1)),
        kind("Later", 2, days(-9), days(-2)),
        kind("None", 0),
    ]

    found = owed_in(scope, kinds)

    assert [(group.title, group.late(TODAY), [due.on for due in group.dues]) for group in found] == [
        ("Later", 2, [days(-9), days(-2)]),
        ("Late", 1, [days(-1), days(2)]),
        ("Near", 0, [days(1), days(3), None]),
    ]


@pytest.mark.parametrize(("on", "late"), [(days(-1), True), (TODAY, False), (days(1), False), (None, False)])
def test_a_thing_is_late_once_its_day_has_passed(on: date | None, late):
    assert is_late(Due(1, "", "", "", "", on=on), TODAY) == late


@pytest.mark.django_db
def test_who_has_no_part_in_a_program_owes_nothing_there(django_assert_num_queries):
    program = ProgramFactory(is_public=True)
    team = SubteamFactory(program=program)
    outsider = member_of(ProgramFactory(), Role.SUBTEAM_LEAD)
    scope = Scope(outsider, {program.pk: program}, {program.pk: load_access(outsider, program)}, TODAY)

    with django_assert_num_queries(0):
        assert (owed_in(scope), counts_of(scope)) == ([], {})
    assert scope.teams_with("HAND_OVER") == frozenset()
    assert Scope(outsider, {}, {}, TODAY, team).teams_with("HAND_OVER") == {team.pk}
