"""Comparing a source with what stands here: whose word counts, and what is known again."""

from datetime import date
from pathlib import Path

import pytest

from milestones.models import (
    ChecklistItem,
    Deliverable,
    Milestone,
    Statement,
    Track,
)
from milestones.services import feature as features
from milestones.services import milestone as milestones
from pm.models import Change, ChangeSet, ImportIdentity
from pm.services.history import recording
from tests.factories.actors import actor
from tests.factories.milestones import FeatureFactory, MilestoneFactory, StatementFactory
from tests.milestones.exchange.tree import (
    BEACON,
    LAMP,
    ROADMAP,
    SAMPLE,
    bring,
    edit,
    lamp,
    look,
    rewrite,
    root,
)

__all__ = ["root"]
pytestmark = pytest.mark.django_db


def test_compare_again_changes_nothing(root: Path) -> None:
    before = list(ImportIdentity.objects.order_by("pk").values())
    changes = Change.objects.count()

    prepared, applied = bring(root)

    assert applied.change_set_id is None
    assert not prepared.plan.has_changes
    assert (prepared.plan.gone, prepared.plan.clashes, prepared.plan.deleted) == ([], [], [])
    assert (ChangeSet.objects.count(), Change.objects.count()) == (1, changes)
    assert list(ImportIdentity.objects.order_by("pk").values()) == before


def test_compare_from_another_folder_changes_nothing(root: Path) -> None:
    _, applied = bring(SAMPLE)

    assert applied.change_set_id is None


def test_compare_what_people_edited_and_the_source_did_not_stays_silently(root: Path) -> None:
    edit({"objective": "Harbours that glow"})

    prepared, applied = bring(root)

    assert (prepared.plan.clashes, applied.change_set_id) == ([], None)
    assert lamp().objective == "Harbours that glow"


def test_compare_what_both_edited_is_a_conflict_and_stays(root: Path) -> None:
    edit({"objective": "Harbours that glow"})
    rewrite(root, LAMP, "Safe Harbours", "Bright Harbours")

    prepared, _ = bring(root)

    [clash] = prepared.plan.clashes
    assert (clash.label, clash.field, clash.given, clash.theirs, clash.source, clash.by) == (
        "M-2",
        "objective",
        "Safe Harbours",
        "Harbours that glow",
        "Bright Harbours",
        "system",
    )
    assert lamp().objective == "Harbours that glow"
    assert [clash.field for clash in look(root).plan.clashes] == ["objective"]


def test_compare_what_both_edited_alike_is_settled(root: Path) -> None:
    edit({"benefit": "", "risks_text": "None left."})
    rewrite(root, "draft-roadmap/charts_on_paper.md", "for those who want paper.", "for all.")
    charts = Milestone.objects.get(title="Charts on Paper")
    milestones.edit(milestone=charts, changes={"narrative": "Paper charts for all."}, actor=actor())

    prepared, applied = bring(root)

    assert (prepared.plan.clashes, applied.change_set_id) == ([], None)
    identity = ImportIdentity.objects.get(path="draft-roadmap/charts_on_paper.md", anchor="milestone")
    assert identity.given["narrative"] == "Paper charts for all."


def test_compare_gone_rows_are_told_and_kept(root: Path) -> None:
    (root / "draft-roadmap/ten_harbours.md").unlink()

    prepared, _ = bring(root)

    assert {(gone.noun, gone.label) for gone in prepared.plan.gone} >= {
        ("milestones.milestone", "M-5"),
        ("milestones.deliverable", "D-4"),
        ("milestones.checklistitem", "letters-to-harbour-masters/@check/send-it"),
    }
    assert Milestone.objects.count() == 5


def test_compare_moved_file_is_the_same_milestone(root: Path) -> None:
    (root / LAMP).rename(root / "draft-roadmap/lamp.md")
    rewrite(root, ROADMAP, "(first_lamp.md)", "(lamp.md)")
    rewrite(root, "2026H1-SUMMARY.md", "first_lamp.md", "lamp.md")

    prepared, applied = bring(root)

    assert (prepared.plan.creations, prepared.plan.gone, applied.change_set_id) == ([], [], None)
    assert ImportIdentity.objects.filter(path="draft-roadmap/lamp.md").count() == 30
    assert not ImportIdentity.objects.filter(path=LAMP).exists()


def test_compare_renamed_deliverable_with_its_link_is_the_same(root: Path) -> None:
    rewrite(root, LAMP, "[Lamp on the Brass Board]", "[Lamp on Brass]")

    prepared, _ = bring(root)

    assert [(one.noun, one.title) for one in prepared.plan.creations] == []
    assert Deliverable.objects.get(number=1).title == "Lamp on Brass"
    assert Deliverable.objects.count() == 4


def test_compare_deleted_here_is_not_made_again(root: Path) -> None:
    with recording(actor(), lamp().program) as record:
        record.delete(ChecklistItem.objects.get(text="the yard lights it every night"))

    prepared, applied = bring(root)

    assert [one.line for one in prepared.plan.deleted] == [46]
    assert applied.change_set_id is None
    assert not ChecklistItem.objects.filter(text="the yard lights it every night").exists()


def test_compare_onto_rows_people_made_adopts_them(tmp_path: Path) -> None:
    made = MilestoneFactory(
        program__slug="lantern", number=90, title="Keep a Logbook", status="PROPOSED", narrative="Ours."
    )
    feature = FeatureFactory(program=made.program, slug="beacon", name="Beacon")
    StatementFactory(feature=feature, program=made.program, letter="F", number=3, text="It reports.")

    prepared, _ = bring(SAMPLE)

    assert Milestone.objects.filter(title="Keep a Logbook").count() == 1
    assert {(clash.label, clash.field) for clash in prepared.plan.clashes} == {
        (made.key, "narrative"),
        (made.key, "status"),
        (made.key, "track"),
        ("F3 of Beacon", "text"),
    }
    made.refresh_from_db()
    assert (made.narrative, made.target_to_on) == ("Ours.", date(2026, 4, 30))


def test_compare_statement_people_numbered_alike_is_not_made_twice(root: Path) -> None:
    features.state(
        feature=Statement.objects.filter(feature__slug="beacon")[0].feature,
        letter="U",
        text="A child can do it.",
        actor=actor(),
    )
    rewrite(root, BEACON, "1. Lighting takes one gesture.", "1. Lighting takes one gesture.\n2. No words.")

    prepared, _ = bring(root)

    assert [(clash.field, clash.theirs, clash.source) for clash in prepared.plan.clashes] == [
        ("text", "A child can do it.", "No words.")
    ]
    assert Statement.objects.get(feature__slug="beacon", letter="U", number=2).text == "A child can do it."


def test_compare_track_people_chose_stays(root: Path) -> None:
    other = Track.objects.get(name="Roadmap")
    edit({"track": other})
    rewrite(root, LAMP, "without asking anybody.", "without asking.")

    prepared, _ = bring(root)

    assert (lamp().track, prepared.plan.clashes) == (other, [])
