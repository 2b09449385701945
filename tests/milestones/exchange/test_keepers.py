"""Importing again: only what the source changed, never over what people did."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from milestones.models import (
    ChecklistItem,
    Deliverable,
    Milestone,
    Pin,
    PlanLine,
    PlannedEffort,
    Statement,
    TargetRevision,
)
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from milestones.services import target
from pm.models import Change, ChangeSet
from tests.factories.actors import actor
from tests.milestones.exchange.tree import BEACON, LAMP, ROADMAP, bring, edit, lamp, rewrite, root

__all__ = ["root"]
pytestmark = pytest.mark.django_db


def test_bring_changed_prose_changes_one_field(root: Path) -> None:
    rewrite(root, LAMP, "without asking anybody.", "without asking.")

    prepared, _ = bring(root)

    [update] = prepared.plan.changed
    assert [(update.label, change.field) for change in update.changes] == [("M-2", "narrative")]
    [change] = Change.objects.filter(change_set=ChangeSet.objects.latest("pk"))
    assert (change.label, change.field, change.kind) == ("M-2", "narrative", "UPDATE")
    assert change.why == "Changed in the source (draft-roadmap/first_lamp.md:1)."


def test_bring_changed_date_of_a_commitment_is_a_slip(root: Path) -> None:
    rewrite(root, LAMP, "15 Apr 2026", "30 Jun 2026")

    bring(root)

    row = lamp()
    assert (row.target_from_on, row.target_to_on) == (date(2026, 6, 30), date(2026, 6, 30))
    assert (row.target_text, row.push_count, row.first_target_on) == ("30 Jun 2026", 1, date(2026, 4, 15))
    newest = TargetRevision.objects.filter(milestone=row).latest("pk")
    assert (newest.is_slip, newest.reason_class, newest.previous_to_on) == (
        True,
        "EXTERNAL",
        date(2026, 4, 15),
    )
    assert newest.reason == "Changed in the source (draft-roadmap/first_lamp.md:1)."


def test_bring_more_precision_with_the_same_end_is_no_slip(root: Path) -> None:
    rewrite(root, LAMP, "15 Apr 2026", "1 Apr 2026 - 15 Apr 2026")

    bring(root)

    newest = TargetRevision.objects.filter(milestone=lamp()).latest("pk")
    assert (newest.from_on, newest.to_on, newest.is_slip) == (date(2026, 4, 1), date(2026, 4, 15), False)
    assert lamp().push_count == 0


def test_bring_reworded_statement_is_a_new_revision(root: Path) -> None:
    rewrite(root, BEACON, "from the shore.", "from the pier.")

    bring(root)

    row = Statement.objects.get(feature__slug="beacon", letter="F", number=1)
    assert (row.revision, row.text) == (2, "A keeper lights the lamp from the pier.")
    assert list(row.revisions.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Pin.objects.get(deliverable__number=1, statement=row).revision == 1


def test_bring_reworded_statement_with_its_copy_renews_the_promise(root: Path) -> None:
    rewrite(root, BEACON, "from the shore.", "from the pier.")
    rewrite(root, LAMP, "from the shore.", "from the pier.")

    bring(root)

    assert Pin.objects.get(deliverable__number=1, statement__letter="F", statement__number=1).revision == 2


def test_bring_target_that_people_moved_is_one_conflict_of_the_whole_date(root: Path) -> None:
    target.move(
        milestone=lamp(),
        start=date(2026, 5, 1),
        end=date(2026, 5, 31),
        text="May 2026",
        reason_class="SCOPE",
        reason="A second lamp.",
        actor=actor(),
    )
    rewrite(root, LAMP, "15 Apr 2026", "30 Jun 2026")

    prepared, _ = bring(root)

    assert {clash.field for clash in prepared.plan.clashes} == {
        "target_from_on",
        "target_to_on",
        "target_text",
    }
    assert lamp().target_text == "May 2026"


def test_bring_new_deliverable_is_added_and_the_rest_stays(root: Path) -> None:
    text = (root / LAMP).read_text()
    (root / LAMP).write_text(f"{text}\n### A Bell\n\n**Owner**: shore dev\n\n- [ ] Specs: link to specs\n")

    prepared, _ = bring(root)

    assert [one.noun for one in prepared.plan.creations] == [
        "milestones.deliverable",
        "milestones.checklistitem",
    ]
    assert (Deliverable.objects.get(title="A Bell").key, prepared.plan.changed) == ("D-5", [])


def test_bring_ticked_box_of_an_open_deliverable_is_answered_but_closes_nothing(root: Path) -> None:
    for box, text in (
        ("Code: link to GitHub issues/PRs/Epic", "Code: https://code.example.org/lamp"),
        ("Docs: links to README.md (TBD)", "Docs: https://docs.example.org/lamp"),
    ):
        rewrite(root, LAMP, box, text)
    content = (root / LAMP).read_text().replace("- [ ]", "- [x]")
    (root / LAMP).write_text(content)

    prepared, _ = bring(root)

    assert ChecklistItem.objects.filter(deliverable__number=1, state="DONE").count() == 4
    assert Deliverable.objects.get(number=1).status == "PLANNED"
    sentence = "The source's checklist of D-1 is complete. An import closes nothing that is open: "
    assert [problem.sentence for problem in prepared.plan.problems] == [f"{sentence}close it on its page."]


def test_bring_completed_in_the_source_delivers_nothing_that_is_open(root: Path) -> None:
    rewrite(root, LAMP, "15 Apr 2026", "Completed early")

    prepared, _ = bring(root)

    assert (lamp().status, lamp().target_to_on) == ("COMMITTED", date(2026, 3, 31))
    assert "M-2 is delivered. An import ends nothing that is open" in prepared.plan.problems[0].sentence


def test_bring_completed_in_the_source_without_any_date_keeps_the_target(root: Path) -> None:
    rewrite(root, LAMP, "15 Apr 2026", "Completed early")
    rewrite(root, ROADMAP, "| 31 Mar   |", "|          |")

    prepared, applied = bring(root)

    assert (lamp().status, lamp().target_text, applied.change_set_id) == ("COMMITTED", "15 Apr 2026", None)
    told = [problem for problem in prepared.problems if problem.rule == "left to people"]
    assert len(told) == 1


def test_bring_newly_planned_milestone_is_committed(root: Path) -> None:
    text = (root / "draft-roadmap/old_mast.md").read_text()
    (root / "draft-roadmap/bell.md").write_text(
        text.replace("Old Mast", "Ring a Bell").replace("/7", "/8").replace("2025", "2026")
    )
    bring(root)
    assert Milestone.objects.get(title="Ring a Bell").status == "PROPOSED"
    row = "| 5        | [Ring a Bell](bell.md) | 30 Nov | 1*1m     |           |      |          |\n"
    (root / ROADMAP).write_text((root / ROADMAP).read_text() + row)

    bring(root)

    bell = Milestone.objects.get(title="Ring a Bell")
    assert (bell.status, bell.committed_on, bell.first_target_on) == (
        "COMMITTED",
        date(2026, 3, 2),
        date(2026, 11, 30),
    )


def test_bring_unplanned_in_the_source_stays_committed(root: Path) -> None:
    text = (root / ROADMAP).read_text()
    (root / ROADMAP).write_text("\n".join(line for line in text.split("\n") if "logbook.md" not in line))

    prepared, _ = bring(root)

    assert Milestone.objects.get(title="Keep a Logbook").status == "COMMITTED"
    assert [problem.sentence for problem in prepared.plan.problems] == [
        "The source says that M-3 is proposed; it is committed here and stays so."
    ]


def test_bring_changed_share_changes_the_planned_effort(root: Path) -> None:
    rewrite(root, ROADMAP, "| 1*3m      |", "| 1*4m      |")

    bring(root)

    row = PlannedEffort.objects.get(plan_line__milestone__title="Keep a Logbook")
    assert (row.person_days, row.text) == (80, "1*4m")


def test_bring_target_before_the_planned_start_is_told(root: Path) -> None:
    edit({"planned_start_on": date(2026, 4, 1)})
    rewrite(root, LAMP, "15 Apr 2026", "15 Mar 2026")

    prepared, _ = bring(root)

    assert lamp().target_to_on == date(2026, 4, 15)
    assert [problem.rule for problem in prepared.plan.problems] == ["left to people"]


def test_bring_box_put_first_gets_the_next_free_rank(root: Path) -> None:
    rewrite(
        root,
        "draft-roadmap/ten_harbours.md",
        "- [ ] Write the first letter",
        "- [ ] Buy paper\n- [ ] Write the first letter",
    )

    prepared, _ = bring(root)

    assert [one.title for one in prepared.plan.creations] == [
        "checklist line “Buy paper” of “Letters to Harbour Masters”"
    ]
    assert ChecklistItem.objects.filter(deliverable__number=4).count() == 3


def test_bring_feature_whose_slug_is_taken_gets_a_number(root: Path) -> None:
    (root / "FURPS/a").mkdir()
    (root / "FURPS/a/beacon.md").write_text("# Beacon of Others\n\n## Functionality\n\n1. It glows.\n")

    bring(root)

    slugs = Statement.objects.filter(text="It glows.").values_list("feature__slug", flat=True)
    assert list(slugs) == ["beacon-2"]


def test_bring_after_work_went_on_keeps_its_state(root: Path) -> None:
    milestones.take_step(milestone=lamp(), to="IN_PROGRESS", override="Agreed.", actor=actor())
    deliverables.take_step(deliverable=Deliverable.objects.get(number=1), to="IN_PROGRESS", actor=actor())

    _, applied = bring(root)

    assert applied.change_set_id is None
    assert lamp().status == "IN_PROGRESS"


def test_bring_carried_milestone_has_a_line_in_both_periods(root: Path) -> None:
    text = (
        (root / ROADMAP).read_text().replace("2026 H1", "2026 H2").replace("H1 Milestones", "H2 Milestones")
    )
    (root / ROADMAP).write_text(text)

    bring(root)

    lines = PlanLine.objects.filter(milestone=lamp()).order_by("period")
    assert list(lines.values_list("period", flat=True)) == ["2026H1", "2026H2"]


def test_bring_changed_leaves_every_constraint_kept(root: Path) -> None:
    for path in root.rglob("*.md"):
        path.write_text(path.read_text().replace("Lamp", "Lantern").replace("2026", "2027"))

    bring(root)

    connection.check_constraints()
