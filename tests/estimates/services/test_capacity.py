"""Capacity by appending, absences, allocations, cost rates and sizes."""

from datetime import date
from decimal import Decimal

import pytest

from estimates.models import Absence, Allocation, Capacity, CostRate, Forecast, Size
from estimates.pure.estimate import SIZES
from estimates.queries.allocation import bookings_of
from estimates.queries.capacity import capacity_now, capacity_sheet, periods_of
from estimates.queries.size import sizes_of
from estimates.services import allocation, capacity, cost, size
from estimates.services.forecast import compute
from milestones.services import plan_line
from pm.errors import DomainError, StaleEdit
from pm.models import Change, JobRun
from tests.factories.actors import NOW, actor
from tests.factories.bets import AbsenceFactory, AllocationFactory, CapacityFactory, CostRateFactory
from tests.factories.estimates import part, running
from tests.factories.milestones import MilestoneFactory, PlanLineFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SPRING = (date(2026, 3, 2), date(2026, 4, 30))
SAW = {"people": Decimal(3), "support_percent": 20, "note": ""}


def set_people(team, people="3", support=20, **more):
    return capacity.set_capacity(subteam=team, period="2026H1", people=Decimal(people),
                                 support_percent=support, actor=actor(), **more)  # fmt: skip


def allocate(target, people="1", **more):
    known = {"subteam": SubteamFactory(program=target.program), "from_on": SPRING[0], "to_on": SPRING[1]}
    return allocation.create(target=target, people=Decimal(people), actor=actor(), **(known | more))


def test_capacity_is_revised_by_appending_and_the_newest_holds():
    team = SubteamFactory()

    set_people(team)
    set_people(team, "3", 20)
    set_people(team, "4", 20, seen=SAW)

    assert list(Capacity.objects.order_by("pk").values_list("people", flat=True)) == [3, 4]
    assert capacity_now(team, "2026H1").people == 4
    assert Change.objects.filter(noun="estimates.capacity", subject=team.slug).count() == 2


def test_capacity_revised_meanwhile_is_a_conflict_and_another_field_is_not():
    team = SubteamFactory()
    set_people(team)
    set_people(team, "5", 20, seen=SAW)

    with pytest.raises(StaleEdit) as stale:
        set_people(team, "4", 20, seen=SAW)
    set_people(team, "5", 30, seen=SAW)

    assert [(one.field, one.base, one.theirs, one.mine) for one in stale.value.conflicts] == [
        ("people", 3, 5, 4)
    ]
    assert (capacity_now(team, "2026H1").people, capacity_now(team, "2026H1").support_percent) == (5, 30)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"people": Decimal(-1)}, "people"),
        ({"people": Decimal(1001)}, "people"),
        ({"support_percent": 101}, "support_percent"),
        ({"period": "2026"}, "period"),
    ],
)
def test_capacity_is_refused(more, field):
    known = {"subteam": SubteamFactory(), "period": "2026H1", "people": Decimal(1), "support_percent": 0}

    with pytest.raises(DomainError) as refused:
        capacity.set_capacity(**(known | more), actor=actor())

    assert refused.value.field == field


def test_an_absence_is_added_changed_and_removed():
    team = SubteamFactory()
    row = capacity.add_absence(subteam=team, from_on=SPRING[0], to_on=SPRING[0], person_days=Decimal(3),
                               reason="Offsite", actor=actor())  # fmt: skip

    capacity.edit_absence(absence=row, changes={"person_days": Decimal(2)}, base={"person_days": Decimal(3)},
                          actor=actor())  # fmt: skip
    for changes in ({"to_on": date(2026, 3, 1)}, {"person_days": Decimal(0)}, {"program": 1}):
        with pytest.raises(DomainError):
            capacity.edit_absence(absence=row, changes=changes, actor=actor())
    capacity.remove_absence(absence=row, actor=actor())

    assert not Absence.objects.exists()
    kinds = Change.objects.filter(noun="estimates.absence").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["CREATE", "UPDATE", "DELETE"]


def test_an_allocation_asks_for_figures_of_all_that_share_the_subteam():
    first, second = running(number=1), None
    second = running(number=2, program=first.program)
    team = SubteamFactory(program=first.program)

    allocate(first, subteam=team)
    JobRun.objects.all().delete()
    row = allocate(part(second), subteam=team)

    asked = {run.args["milestone_id"] for run in JobRun.objects.all()}
    assert asked == {first.pk, second.pk}
    assert (row.milestone, row.deliverable.milestone) == (None, second)


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"people": "0"}, "people", "more than 0 people"),
        ({"from_on": date(2026, 5, 1)}, "to_on", "It ends before it begins"),
        ({"to_on": date(9000, 1, 1)}, "", "outside the years"),
    ],
)
def test_an_allocation_is_refused(more, field, sentence):
    with pytest.raises(DomainError, match=sentence) as refused:
        allocate(running(), **more)

    assert refused.value.field == field


def test_one_person_is_at_most_one_and_of_the_program():
    milestone = running()
    member = MembershipFactory(program=milestone.program).user

    assert allocate(milestone, "0.5", person=member).person == member
    with pytest.raises(DomainError, match="One person is at most 1"):
        allocate(milestone, "2", person=member)
    with pytest.raises(DomainError, match="is not in"):
        allocate(milestone, "1", person=UserFactory())
    with pytest.raises(DomainError, match="is shelved: nobody is needed"):
        allocate(running(program=milestone.program, number=70, status="SHELVED"))


def test_an_allocation_is_changed_and_removed():
    row = allocate(running())
    other = SubteamFactory(program=row.program)

    allocation.edit(allocation=row, changes={"subteam": other, "people": Decimal(2)},
                    base={"subteam": row.subteam, "people": Decimal(1)}, actor=actor())  # fmt: skip
    with pytest.raises(DomainError):
        allocation.edit(allocation=row, changes={"milestone": None}, actor=actor())
    row.refresh_from_db()
    assert (row.subteam, row.people) == (other, 2)
    with pytest.raises(DomainError, match="is not in"):
        allocation.edit(
            allocation=row, changes={"person": UserFactory(), "people": Decimal(1)}, actor=actor()
        )
    allocation.edit(allocation=row, changes={"note": ""}, base={"note": ""}, actor=actor())
    allocation.remove(allocation=row, actor=actor())

    assert not Allocation.objects.exists()


def test_a_rate_is_set_once_a_half_year_and_compared():
    team = SubteamFactory()
    known = {"subteam": team, "period": "2026H1", "actor": actor()}
    saw = {"amount": Decimal(600), "currency": "EUR"}

    cost.set_rate(**known, amount=Decimal(600))
    cost.set_rate(**known, amount=Decimal(700), base=saw)

    assert CostRate.objects.get().amount == 700
    with pytest.raises(StaleEdit):
        cost.set_rate(**known, amount=Decimal(800), base=saw)
    with pytest.raises(StaleEdit):
        cost.set_rate(**known, amount=Decimal(800))
    for more in ({"amount": Decimal(-1)}, {"amount": Decimal(1), "currency": "euro"}):
        with pytest.raises(DomainError):
            cost.set_rate(**known, **more)


def test_sizes_are_the_programs_own_where_it_says_so():
    program = ProgramFactory()
    mine = {**SIZES, "M": (Decimal(10), Decimal(25), Decimal(40))}

    size.set_sizes(program=program, sizes=mine, base=SIZES, actor=actor())

    assert list(Size.objects.values_list("code", flat=True)) == ["M"]
    assert sizes_of(program) == mine
    with pytest.raises(StaleEdit):
        size.set_sizes(program=program, sizes={"M": (Decimal(1), Decimal(2), Decimal(3))},
                       base={"M": SIZES["M"]}, actor=actor())  # fmt: skip
    for wrong in ({"M": (Decimal(3), Decimal(2), Decimal(4))}, {"XXL": SIZES["M"]}):
        with pytest.raises(DomainError):
            size.set_sizes(program=program, sizes=wrong, actor=actor())


def test_the_sheet_sums_its_rows_and_counts_the_same_statements(django_assert_num_queries):
    program = ProgramFactory(weekdays="01234")
    MilestoneFactory(program=program, kind="BUDGET_LINE", capacity_percent=10, number=900)
    shelved = MilestoneFactory(program=program, status="SHELVED", number=901)

    def fill(count):
        for _ in range(count):
            team = SubteamFactory(program=program)
            CapacityFactory(program=program, subteam=team, people=Decimal(2))
            AbsenceFactory(program=program, subteam=team)
            AllocationFactory(program=program, subteam=team, people=Decimal("0.5"))
            AllocationFactory(program=program, subteam=team, milestone=shelved)
            CostRateFactory(program=program, subteam=team)

    fill(1)
    with django_assert_num_queries(8):
        capacity_sheet(program, "2026H1", sees_costs=True)
    fill(2)
    with django_assert_num_queries(8):
        sheet = capacity_sheet(program, "2026H1", sees_costs=True)

    [line, *_] = sheet.lines
    assert (line.fit.working_days, line.fit.available, line.fit.kept) == (
        129, Decimal("201.40"), Decimal("20.1"),
    )  # fmt: skip
    assert (line.fit.allocated, line.cost.amount) == (Decimal("22.00"), 600)
    for name in ("available", "kept", "allocated", "left"):
        assert sheet.total(name) == sum(getattr(one.fit, name) for one in sheet.lines)
    assert capacity_sheet(program, "2026H1", sees_costs=False).lines[0].cost is None


def test_planned_effort_of_a_half_year_counts_and_periods_are_those_in_use():
    line = PlanLineFactory(period="2026H1")
    team = SubteamFactory(program=line.program)
    plan_line.put(
        milestone=line.milestone, period="2027H1", rank=1, efforts={team: Decimal(12)}, actor=actor()
    )
    CapacityFactory(program=line.program, subteam=team, period="2027H1")

    planned = {one: capacity_sheet(line.program, one, sees_costs=False).total("planned")
               for one in ("2026H1", "2027H1")}  # fmt: skip
    assert planned == {"2026H1": 0, "2027H1": 12}
    assert periods_of(line.program, TODAY) == ["2026H1", "2026H2", "2027H1"]


def test_an_overbooked_subteam_is_a_reason_when_its_capacity_is_known():
    milestone = running()
    part(milestone, 20)
    team = SubteamFactory(program=milestone.program, name="Relay")
    other = running(program=milestone.program, number=50)
    allocate(milestone, "1", subteam=team)
    allocate(other, "1", subteam=team)

    def level(hour):
        compute(program=milestone.program, today=TODAY, now=NOW.replace(hour=hour))
        milestone.refresh_from_db()
        return milestone.health

    assert level(9) == "ON_TRACK"
    # The people of the allocation make the pace while nothing is recorded.
    assert Forecast.objects.get(milestone=milestone, is_latest=True).pace_days_per_week == 5
    CapacityFactory(program=milestone.program, subteam=team, people=Decimal(1), support_percent=0)
    assert level(10) == "WATCH"
    assert milestone.health_reason == "Relay is allocated 88 of 44 person-days until 30 Apr"


def test_bookings_cost_the_same_statements_for_one_and_three(django_assert_num_queries):
    milestone = running()
    targets = {milestone.pk: milestone.target_to_on, 0: None}
    with django_assert_num_queries(1):
        assert bookings_of(milestone.program, targets, TODAY).over == {}
    for count in (1, 2):
        for _ in range(count):
            team = SubteamFactory(program=milestone.program)
            CapacityFactory(program=milestone.program, subteam=team, people=Decimal(1), support_percent=0)
            AbsenceFactory(program=milestone.program, subteam=team)
            allocate(milestone, "2", subteam=team)

        with django_assert_num_queries(4):
            found = bookings_of(milestone.program, targets, TODAY)

    booked = found.over[milestone.pk]
    assert [(one.allocated, one.available) for one in booked] == [(88, 39)] * 3
    assert found.people_on({milestone.pk: None}, TODAY) == {milestone.pk: 6}
    assert found.people_on({milestone.pk: date(2026, 6, 1)}, TODAY) == {}
    assert found.people_on({}, TODAY) == {}
