"""Capacity out of the table of a half-year."""

from decimal import Decimal
from pathlib import Path

import pytest

from estimates.models import Capacity
from estimates.services import capacity
from pm.exchange.report import counts
from pm.models import Subteam
from tests.factories.actors import actor
from tests.milestones.exchange.tree import ROADMAP, bring, copy, rewrite

pytestmark = pytest.mark.django_db
FOOTNOTE = "✱ Capacity: people of six months. Adjusted to 70% allocation for support.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy(tmp_path)


def rows() -> list[tuple[str, str, Decimal, int]]:
    return list(
        Capacity.objects.order_by("pk").values_list("subteam__name", "period", "people", "support_percent")
    )


def test_bring_makes_a_row_of_each_column_with_people(root: Path) -> None:
    rewrite(root, ROADMAP, "| 1/6      |\n| Work", "| all      |\n| Work")

    prepared, _ = bring(root)

    assert rows() == [
        ("Lamp Research", "2026H1", Decimal(2), 20),
        ("shore-dev", "2026H1", Decimal(3), 20),
    ]
    assert Capacity.objects.earliest("pk").note == (
        "In the source: 12 person-months available, 1.5 people planned, 9 person-months planned."
    )
    assert [p.rule for p in prepared.problems if "capacity" in p.rule] == [
        "capacity left out",
        "capacity not read",
    ]


def test_bring_takes_the_share_for_support_that_the_plan_states(root: Path) -> None:
    (root / ROADMAP).write_text(f"{(root / ROADMAP).read_text()}\n{FOOTNOTE}")

    bring(root)

    assert {row[3] for row in rows()} == {30}


def test_bring_changed_capacity_is_appended_and_people_keep_theirs(root: Path) -> None:
    bring(root)
    assert bring(root)[1].change_set_id is None
    capacity.set_capacity(
        subteam=Subteam.objects.get(name="BD"),
        period="2026H1",
        people=Decimal("1.5"),
        support_percent=10,
        note="A new hand.",
        actor=actor(),
    )
    rewrite(root, ROADMAP, "| 2/12           | 3/18            | 1/6", "| 2/12 | 4/24 | 2/12")

    prepared, _ = bring(root)

    found = counts(prepared)["estimates.capacity"]
    assert (found["created"], found["changed"]) == (0, 1)
    assert {clash.field for clash in prepared.plan.clashes} == {"people", "note"}
    assert [row[2] for row in rows()] == [Decimal(2), Decimal(3), Decimal(1), Decimal("1.5"), Decimal(4)]
    assert bring(root)[1].change_set_id is None
