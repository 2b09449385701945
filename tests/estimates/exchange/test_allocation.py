"""Allocations out of resources that say people, months and a day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from estimates.exchange.allocation import first_day
from estimates.models import Allocation
from estimates.services import allocation as allocations
from milestones.models import Milestone
from pm.models import Subteam
from tests.factories.actors import actor
from tests.milestones.exchange.tree import LAMP, ROADMAP, SAMPLE, bring, copy, rewrite

LAST = date(2026, 4, 15)


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        (date(2026, 7, 31), "1", date(2026, 7, 1)),
        (date(2026, 9, 30), "3", date(2026, 7, 1)),
        (date(2026, 2, 28), "12", date(2025, 3, 1)),
        (date(2026, 4, 15), "1.5", date(2026, 3, 1)),
        (date(2026, 3, 30), "1", date(2026, 2, 28)),
        (date(2026, 3, 30), "0.01", date(2026, 3, 30)),
    ],
)
def test_first_day_of_so_many_months_before_an_end(end: date, months: str, expected: date) -> None:
    assert first_day(end, Decimal(months)) == expected


def rows() -> list[tuple[str, str, Decimal, date, date]]:
    return list(
        Allocation.objects.order_by("pk").values_list(
            "milestone__title", "subteam__name", "people", "from_on", "to_on"
        )
    )


@pytest.mark.django_db
def test_bring_allocates_the_parts_of_an_estimate_up_to_the_target() -> None:
    prepared, _ = bring(SAMPLE)

    assert rows() == [
        ("Light the First Lamp", "Lamp Research", Decimal(1), date(2026, 2, 16), LAST),
        ("Light the First Lamp", "shore-dev", Decimal(2), date(2026, 3, 1), LAST),
        ("Keep a Logbook", "shore-dev", Decimal(1), date(2026, 2, 1), date(2026, 4, 30)),
    ]
    assert [p.path for p in prepared.problems if p.rule == "allocation without days"] == [
        "draft-roadmap/ten_harbours.md"
    ]


@pytest.mark.django_db
def test_bring_half_year_that_the_work_fills_gives_days(tmp_path: Path) -> None:
    root = copy(tmp_path)
    rewrite(
        root, ROADMAP, "| TBD      |          |           | 1*6m", "| 2026H1   |          |           | 1*6m"
    )

    bring(root)

    assert rows()[-1][3:] == (date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.django_db
def test_bring_part_of_no_subteam_is_told_and_stays_an_estimate(tmp_path: Path) -> None:
    root = copy(tmp_path)
    rewrite(root, LAMP, "1 lamp researcher for 2 months", "1 stranger for 3 months")

    prepared, _ = bring(root)

    assert rows()[0][1] == "shore-dev"
    assert [p.rule for p in prepared.problems].count("allocation of no subteam") == 1


@pytest.mark.django_db
def test_bring_again_moves_what_nobody_touched_and_keeps_what_people_set(tmp_path: Path) -> None:
    root = copy(tmp_path)
    bring(root)
    lamp = Allocation.objects.earliest("pk")
    allocations.edit(allocation=lamp, changes={"from_on": date(2026, 1, 5)}, actor=actor())
    rewrite(root, LAMP, "15 Apr 2026", "15 May 2026")

    prepared, _ = bring(root)

    assert {clash.field for clash in prepared.plan.clashes} == {"from_on", "to_on"}
    assert [row[3:] for row in rows()[:2]] == [
        (date(2026, 1, 5), LAST),
        (date(2026, 4, 1), date(2026, 5, 15)),
    ]


@pytest.mark.django_db
def test_bring_takes_over_an_allocation_that_people_made(tmp_path: Path) -> None:
    root = copy(tmp_path)
    rewrite(root, LAMP, "- 2 shore devs for 6 weeks\n", "")
    rewrite(root, ROADMAP, "2*6w", "    ")
    bring(root)
    allocations.create(
        target=Milestone.objects.get(title="Light the First Lamp"),
        subteam=Subteam.objects.get(name="shore-dev"),
        people=Decimal(1),
        from_on=date(2026, 3, 1),
        to_on=LAST,
        actor=actor(),
    )
    rewrite(root, LAMP, "- Yard crew for the mast", "- 2 shore devs for 6 weeks\n- Yard crew for the mast")

    prepared, _ = bring(root)

    assert rows()[-1][2:] == (Decimal(1), date(2026, 3, 1), LAST)
    assert {clash.field for clash in prepared.plan.clashes} == {"people", "note"}
