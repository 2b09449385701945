"""Allocation estimates out of a program kept in Markdown."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from estimates.models import AllocationLine, Estimate
from milestones.models import Milestone
from pm.exchange.report import counts
from pm.models import Change, ChangeSet, JobRun
from pm.services.history import recording
from tests.factories.actors import NOW, actor
from tests.milestones.exchange.tree import LAMP, ROADMAP, SAMPLE, bring, copy, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = copy(tmp_path)
    bring(found)
    return found


def newest(title: str) -> Estimate:
    return Estimate.objects.filter(milestone__title=title).newest_first()[0]


def test_bring_makes_allocation_estimates_in_person_days() -> None:
    bring(SAMPLE)

    rows = Estimate.objects.order_by("pk").values_list(
        "milestone__title", "kind", "low_days", "likely_days", "high_days", "is_baseline"
    )
    assert list(rows) == [
        ("Light the First Lamp", "ALLOCATION", Decimal(100), Decimal(100), Decimal(100), True),
        ("Keep a Logbook", "ALLOCATION", Decimal(60), Decimal(60), Decimal(60), True),
        ("BD - Ten Harbours", "ALLOCATION", Decimal(120), Decimal(120), Decimal(120), True),
    ]


def test_bring_takes_lines_from_the_file_or_where_it_says_no_months_from_the_table() -> None:
    bring(SAMPLE)

    rows = AllocationLine.objects.order_by("pk").values_list("subteam__name", "people", "months", "text")
    assert list(rows) == [
        ("Lamp Research", Decimal(1), Decimal(2), "1 lamp researcher for 2 months"),
        ("shore-dev", Decimal(2), Decimal("1.5"), "2 shore devs for 6 weeks"),
        ("shore-dev", Decimal(1), Decimal(3), "shore-dev: 1*3m"),
        ("BD", Decimal(1), Decimal(6), "BD: 1*6m"),
    ]


def test_bring_file_and_table_that_disagree_are_told_and_the_file_wins(tmp_path: Path) -> None:
    found = copy(tmp_path)
    rewrite(found, LAMP, "1 lamp researcher for 2 months", "1 lamp researcher for 3 months")

    prepared, _ = bring(found)

    assert newest("Light the First Lamp").likely_days == 120
    [told] = [problem for problem in prepared.problems if problem.rule == "efforts disagree"]
    assert told.sentence == (
        "The resources of “Light the First Lamp” say 6 person-months, draft-roadmap/README.md:20 says 5; "
        "the file wins."
    )


def test_bring_file_without_teams_that_agrees_takes_the_teams_of_the_table(tmp_path: Path) -> None:
    found = copy(tmp_path)
    rewrite(found, LAMP, "1 lamp researcher for 2 months", "1 person for 2 months")

    bring(found)

    teams = AllocationLine.objects.filter(estimate__milestone__title="Light the First Lamp")
    assert set(teams.values_list("subteam__name", flat=True)) == {"Lamp Research", "shore-dev"}


def test_bring_changed_resources_append_an_estimate_and_keep_the_baseline(root: Path) -> None:
    rewrite(root, LAMP, "2 shore devs for 6 weeks", "2 shore devs for 8 weeks")

    bring(root)

    rows = Estimate.objects.filter(milestone__title="Light the First Lamp").order_by("pk")
    assert [(row.likely_days, row.is_baseline) for row in rows] == [(100, True), (120, False)]
    assert rows[1].reason == "Changed in the source (draft-roadmap/first_lamp.md:6)."
    assert [line.months for line in rows[1].lines.order_by("pk")] == [2, 2]
    assert bring(root)[1].change_set_id is None


def test_bring_after_people_estimated_anew_leaves_theirs(root: Path) -> None:
    row = Milestone.objects.get(title="Light the First Lamp")
    with recording(actor(), row.program) as record:
        record.create(
            Estimate(
                program=row.program,
                milestone=row,
                low_days=80,
                likely_days=90,
                high_days=140,
                happened_on=NOW.date(),
                recorded_at=NOW,
            )
        )

    assert bring(root)[1].change_set_id is None
    rewrite(root, LAMP, "2 shore devs for 6 weeks", "2 shore devs for 8 weeks")
    prepared, _ = bring(root)

    assert [(clash.field, clash.theirs) for clash in prepared.plan.clashes] == [
        ("likely_days", "90"),
        ("text", ""),
    ]
    assert newest("Light the First Lamp").likely_days == 90


def test_bring_newly_committed_milestone_gets_its_estimate_as_baseline(tmp_path: Path) -> None:
    found = copy(tmp_path)
    text = (found / ROADMAP).read_text()
    kept = "\n".join(line for line in text.split("\n") if "first_lamp.md" not in line)
    summary = (found / "2026H1-SUMMARY.md").read_text()
    (found / ROADMAP).write_text(kept)
    (found / "2026H1-SUMMARY.md").unlink()
    bring(found)
    assert newest("Light the First Lamp").is_baseline is False
    (found / ROADMAP).write_text(text)
    (found / "2026H1-SUMMARY.md").write_text(summary)

    bring(found)

    assert newest("Light the First Lamp").is_baseline is True


def test_bring_moved_file_keeps_its_estimate(root: Path) -> None:
    (root / LAMP).rename(root / "draft-roadmap/lamp.md")
    rewrite(root, ROADMAP, "(first_lamp.md)", "(lamp.md)")
    rewrite(root, "2026H1-SUMMARY.md", "first_lamp.md", "lamp.md")

    prepared, _ = bring(root)

    assert counts(prepared)["estimates.estimate"]["unchanged"] == 3


def test_bring_asks_once_for_the_drift_of_the_program(root: Path) -> None:
    bring(root)

    run = JobRun.objects.get(job="estimates.compute_drift")
    program = Milestone.objects.all()[0].program
    assert (run.program, run.slot) == (program, f"program:{program.pk}:import:{ChangeSet.objects.get().pk}")


def test_bring_estimates_stand_in_the_history_of_their_milestone() -> None:
    bring(SAMPLE)

    subjects = Change.objects.filter(noun__startswith="estimates.").values_list("subject", flat=True)
    assert set(subjects) == {"M-2", "M-3", "M-5", "lamp-research", "shore-dev", "bd"}
    connection.check_constraints()
