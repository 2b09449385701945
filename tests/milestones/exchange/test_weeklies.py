"""Weekly updates and pages of a roadmap's site."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from milestones.models import Deliverable, Milestone, WeeklyUpdate
from milestones.services import update as updates
from pm.exchange.apply import Applied
from pm.exchange.apply_import import Prepared
from pm.exchange.report import counts, lines_of
from pm.models import Change, ImportIdentity, Subteam
from tests.factories.actors import actor
from tests.milestones.exchange.tree import SAMPLE, bring

pytestmark = pytest.mark.django_db
PAGE = """\
---
title: Pier
---
[Milestone Light the Pier](https://tracker.example.org/milestone/70)

Due Date: 2026-03-31

### Deliverable: [Wick](https://tracker.example.org/issues/71)

### Deliverable: [Oil, by the barrel](https://tracker.example.org/issues/71)

### Deliverable: [Stairs](https://tracker.example.org/issues/72)
"""
FIRST = """\
## [Milestone - Light the Pier](https://tracker.example.org/milestone/70)

- [Wick](https://tracker.example.org/issues/71)
  - achieved:
    - [lamp] cut
    - [shore-dev] carried
    - [lamp] oiled
      - twice
  - next: [lamp] burn
- [Stairs, a longer name](https://tracker.example.org/issues/72/)
  - achieved:
    - [shore-dev] nailed
    - swept
  - blockers:
    - rain
- [Oil by the barrel](https://elsewhere.example.org/1)
  - achieved:
    - poured
- [Songs](https://tracker.example.org/issues/99)
  - achieved:
    - [lamp] sung
"""
SAME_WEEK = """\
### shore-dev

**[Stairs](https://tracker.example.org/issues/72)**
- _achieved_: swept
- _next_: paint
"""
FUTURE = "- [Stairs](https://tracker.example.org/issues/72)\n  - achieved: [shore-dev] all\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site: one page, two updates of one week, one of a week to come."""
    site = tmp_path / "site"
    for path, text in {
        "milestones/pier.md": PAGE,
        "updates/2026-02-16.md": FIRST,
        "updates/2026-02-20.md": SAME_WEEK,
        "updates/2026-03-09.md": FUTURE,
        "index.md": "# Pier\n",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    return site


def told() -> list[tuple[str, str, str, str, str, str]]:
    return list(
        WeeklyUpdate.objects.order_by("pk").values_list(
            "deliverable__title", "subteam__name", "week", "achieved", "next", "blocked"
        )
    )


def rules(prepared: Prepared) -> list[str]:
    return [problem.rule for problem in prepared.problems if problem.rule != "no owner"]


def again(root: Path) -> Applied:
    return bring(root)[1]


def test_bring_makes_one_update_for_each_deliverable_team_and_week(root: Path) -> None:
    prepared, _ = bring(root)

    assert told() == [
        ("Wick", "lamp", "2026-W08", "- cut\n- oiled\n    - twice", "burn", ""),
        ("Wick", "shore-dev", "2026-W08", "carried", "", ""),
        ("Stairs", "shore-dev", "2026-W08", "- nailed\n- swept", "paint", "rain"),
    ]
    row = WeeklyUpdate.objects.earliest("pk")
    assert (row.happened_on, row.by) == (date(2026, 2, 16), None)
    history = Change.objects.get(noun="milestones.weeklyupdate", object_id=row.pk)
    assert (history.subject, history.happened_on) == (row.deliverable.key, date(2026, 2, 16))
    assert rules(prepared) == [
        "titles disagree",
        "link used twice",
        "link used twice",
        "update of no subteam",
        "update of no deliverable",
        "update of no deliverable",
    ]
    connection.check_constraints()


def test_bring_reports_lines_it_leaves_out_and_says_so_in_the_account(root: Path) -> None:
    prepared, _ = bring(root)

    lines = lines_of(prepared.contribution.ledger)
    assert lines["total"] == lines["consumed"] + lines["ignored"] + lines["reported"]
    assert lines["reported"] == 1 + 3 + 2
    assert prepared.contribution.unkept == {"entry of a weekly update": 2}


def test_bring_site_again_changes_nothing_and_people_keep_their_words(root: Path) -> None:
    bring(root)
    assert again(root).change_set_id is None

    row = WeeklyUpdate.objects.get(achieved="carried")
    updates.edit(update=row, changes={"achieved": "carried far"}, actor=actor())
    assert again(root).change_set_id is None
    (root / "updates/2026-02-16.md").write_text(FIRST.replace("carried", "lifted").replace("burn", "light"))
    prepared, _ = bring(root)

    assert [clash.field for clash in prepared.plan.clashes] == ["achieved"]
    assert counts(prepared)["milestones.weeklyupdate"]["changed"] == 1
    assert WeeklyUpdate.objects.get(pk=row.pk).achieved == "carried far"


def test_bring_site_into_a_planned_program_adds_only_what_is_new(root: Path) -> None:
    bring(SAMPLE)
    before = ImportIdentity.objects.filter(source="markdown").count()
    page = PAGE.replace("milestone/70", "milestones/7").replace("issues/72", "issues/12")
    page = page.replace("Light the Pier", "Light the First Lamp")
    (root / "milestones/pier.md").write_text(page)
    (root / "updates/2026-02-16.md").write_text(
        FIRST.replace("issues/72/", "issues/12")
        + "- [x](https://tracker.example.org/issues/11)\n  - next: [BD] y\n"
    )

    prepared, _ = bring(root)

    lamp = Milestone.objects.get(title="Light the First Lamp")
    assert "page of a known milestone" in rules(prepared)
    assert (Milestone.objects.count(), prepared.plan.clashes, prepared.plan.gone) == (5, [], [])
    assert set(lamp.deliverables.values_list("title", flat=True)) == {
        "Lamp on the Brass Board",
        "Shore Panel",
        "Wick",
        "Oil, by the barrel",
    }
    assert [row[:2] for row in told()] == [
        ("Wick", "Lamp Research"),
        ("Wick", "shore-dev"),
        ("Shore Panel", "shore-dev"),
        ("Lamp on the Brass Board", "BD"),
    ]
    assert Subteam.objects.count() == 3
    assert again(root).change_set_id is None
    assert again(SAMPLE).change_set_id is None
    assert ImportIdentity.objects.filter(source="markdown").count() == before


def test_bring_leaves_words_where_they_are_when_the_link_means_another_deliverable(root: Path) -> None:
    bring(root)
    before = told()
    moved = PAGE.replace("issues/72", "issues/73")
    page = f"{moved}\n### Deliverable: [Ramp](https://tracker.example.org/issues/72)\n"
    (root / "milestones/pier.md").write_text(page)

    prepared, _ = bring(root)

    assert "left to people" in rules(prepared)
    assert (told(), Deliverable.objects.count()) == (before, 4)
