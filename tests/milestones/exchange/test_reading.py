"""What the importer makes of the sample program."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from milestones.models import (
    ChecklistItem,
    Contribution,
    Deliverable,
    Feature,
    Milestone,
    MilestonePin,
    Pin,
    PlannedEffort,
    Statement,
    StatementRevision,
    TargetRevision,
)
from pm.models import Change, ChangeSet, ImportIdentity, Program, Subteam
from tests.milestones.exchange.tree import SAMPLE, bring, look

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_look_at_a_new_program_writes_nothing() -> None:
    prepared = look(SAMPLE)

    assert len(prepared.plan.creations) == 82
    assert not Program.objects.exists()
    assert not ImportIdentity.objects.exists()


def test_bring_makes_milestones_in_their_states() -> None:
    bring(SAMPLE)

    rows = Milestone.objects.order_by("number").values_list(
        "title", "track__name", "status", "target_to_on", "target_text", "committed_on", "delivered_on"
    )
    end, april, may = date(2025, 11, 30), date(2026, 4, 15), date(2026, 4, 30)
    assert list(rows) == [
        ("Charts on Paper", "Roadmap", "DELIVERED", end, "30 Nov", end, end),
        ("Light the First Lamp", "Safe Harbours", "COMMITTED", april, "15 Apr 2026", TODAY, None),
        ("Keep a Logbook", "Safe Harbours", "COMMITTED", may, "30 Apr", TODAY, None),
        ("Old Mast", "Roadmap", "DELIVERED", end, "30 Nov 2025", end, end),
        ("BD - Ten Harbours", "Roadmap", "COMMITTED", None, "", TODAY, None),
    ]


def test_bring_keeps_value_objective_link_and_everything_else_as_text() -> None:
    bring(SAMPLE)

    lamp = Milestone.objects.get(title="Light the First Lamp")
    assert (lamp.value, lamp.realised_value, lamp.objective) == (9, None, "Safe Harbours")
    assert lamp.external_url == "https://tracker.example.org/milestones/7"
    assert lamp.first_target_on == date(2026, 4, 15)
    assert lamp.risks_text == ""
    assert lamp.narrative == (
        "Ships find the harbour by night without asking anybody.\n\n"
        "### Resources\n\n"
        "- 1 lamp researcher for 2 months\n- 2 shore devs for 6 weeks\n- Yard crew for the mast\n\n"
        "### Features\n\n- Beacon (for S1)"
    )


def test_bring_folds_the_spellings_of_subteams() -> None:
    prepared, _ = bring(SAMPLE)

    rows = Subteam.objects.order_by("rank").values_list("name", "slug", "code", "kind")
    assert list(rows) == [
        ("Lamp Research", "lamp-research", "LR", "RESEARCH"),
        ("shore-dev", "shore-dev", "SD", "ENGINEERING"),
        ("BD", "bd", "BD", "BUSINESS"),
    ]
    assert prepared.contribution.foldings[1].spellings == (
        ("shore-dev", 4),
        ("Shore Dev", 1),
        ("Shore/Dev", 1),
        ("shore dev", 1),
    )


def test_bring_makes_statements_with_first_revisions() -> None:
    bring(SAMPLE)

    rows = Statement.objects.filter(feature__slug="logbook").order_by("pk")
    assert [(row.code, row.state, row.revision) for row in rows] == [
        ("F1", "ACTIVE", 1),
        ("F2", "LIMITATION", 1),
        ("F3", "ACTIVE", 1),
        ("U1", "ACTIVE", 1),
    ]
    assert StatementRevision.objects.count() == Statement.objects.count() == 16
    beacon = Feature.objects.get(slug="beacon")
    assert (beacon.name, beacon.area, beacon.description) == (
        "Beacon",
        "core",
        "Written before the first lamp was lit.",
    )


def test_bring_pins_with_scope_and_quote() -> None:
    bring(SAMPLE)

    rows = Pin.objects.filter(deliverable__title="Lamp on the Brass Board").order_by("rank")
    assert [(row.statement.code, row.scope, row.quoted_text, row.revision) for row in rows] == [
        ("F1", "for S1", "A keeper lights the lamp from the shore.", 1),
        ("F2", "for S1", "A keeper dims the lamp for any passing ship.", 1),
        ("R1", "for S1", "", 1),
        ("+1", "for S1", "", 1),
    ]
    aims = MilestonePin.objects.order_by("pk")
    assert [aim.statement.code for aim in aims] == ["F1", "F2", "R1"]


def test_bring_keeps_a_promise_of_nothing_as_text() -> None:
    bring(SAMPLE)

    lamp = Deliverable.objects.get(title="Lamp on the Brass Board")
    assert lamp.output == (
        "Promises of statements that do not exist:\n\n- F9 (FURPS/core/beacon.md): The lamp sings."
    )


def test_bring_placeholder_is_no_evidence_and_a_full_checklist_closes() -> None:
    bring(SAMPLE)

    items = ChecklistItem.objects.filter(deliverable__title="Lamp on the Brass Board").order_by("rank")
    assert list(items.values_list("kind", "state", "text", "evidence")) == [
        ("SPECS", "DONE", "https://specs.example.org/lamp", "https://specs.example.org/lamp"),
        ("CODE", "OPEN", "", ""),
        ("DOGFOODING", "OPEN", "the yard lights it every night", ""),
        ("DOCS", "OPEN", "", ""),
    ]
    panel = Deliverable.objects.get(title="Shore Panel")
    assert (panel.status, panel.is_close_imported, panel.closed_on) == ("CLOSED", True, TODAY)
    assert (panel.closed_by, panel.accepted_by) == (None, None)
    assert panel.dependencies_text == ""
    assert Deliverable.objects.exclude(status="PLANNED").count() == 1


def test_bring_makes_one_team_accountable_and_the_others_contribute() -> None:
    bring(SAMPLE)

    letters = Deliverable.objects.get(title="Letters to Harbour Masters")
    assert letters.accountable is not None
    assert letters.accountable.name == "BD"
    assert [row.subteam.name for row in Contribution.objects.all()] == ["shore-dev"]


def test_bring_plans_in_person_days_of_the_program() -> None:
    bring(SAMPLE)

    rows = PlannedEffort.objects.order_by("pk").values_list(
        "plan_line__milestone__title", "plan_line__period", "plan_line__rank", "subteam__name", "person_days"
    )
    assert list(rows) == [
        ("Light the First Lamp", "2026H1", 1, "Lamp Research", Decimal(40)),
        ("Light the First Lamp", "2026H1", 1, "shore-dev", Decimal(60)),
        ("Keep a Logbook", "2026H1", 2, "shore-dev", Decimal(60)),
        ("BD - Ten Harbours", "2026H1", 3, "BD", Decimal(120)),
    ]


def test_bring_is_one_change_set_of_the_import() -> None:
    _, applied = bring(SAMPLE)

    imported = ImportIdentity.objects.values_list("noun", flat=True).distinct()
    changes = Change.objects.filter(program__slug="lantern", noun__in=imported)
    assert ChangeSet.objects.get().pk == applied.change_set_id
    assert set(changes.values_list("change_set_id", "source", "actor_name")) == {
        (applied.change_set_id, "IMPORT", "import of a test")
    }
    assert set(changes.values_list("happened_on", flat=True)) == {TODAY}
    assert TargetRevision.objects.filter(is_slip=False, happened_on=TODAY).count() == 4


def test_bring_reports_every_defect_with_its_place() -> None:
    prepared = look(SAMPLE)

    assert {(problem.path, problem.line, problem.rule) for problem in prepared.problems} == {
        ("2025H2-SUMMARY.md", 9, "realised value of no milestone"),
        ("2025H2-SUMMARY.md", 21, "doneness without totals"),
        ("FURPS/application/logbook.md", 8, "number used twice"),
        ("draft-roadmap/README.md", 9, "date from a table"),
        ("draft-roadmap/README.md", 9, "share without months"),
        ("draft-roadmap/README.md", 20, "dates disagree"),
        ("draft-roadmap/README.md", 23, "broken link"),
        ("draft-roadmap/README.md", 23, "row of no milestone"),
        ("draft-roadmap/README.md", 23, "share not read"),
        ("draft-roadmap/charts_on_paper.md", 1, "ended in the source"),
        ("draft-roadmap/charts_on_paper.md", 3, "date from a table"),
        ("draft-roadmap/charts_on_paper.md", 3, "unknown date"),
        ("draft-roadmap/first_lamp.md", 1, "link used twice"),
        ("draft-roadmap/first_lamp.md", 3, "dates disagree"),
        ("draft-roadmap/first_lamp.md", 8, "resource without a number"),
        ("draft-roadmap/first_lamp.md", 36, "wording drift"),
        ("draft-roadmap/first_lamp.md", 39, "unresolved pin"),
        ("draft-roadmap/first_lamp.md", 45, "placeholder text"),
        ("draft-roadmap/first_lamp.md", 49, "several features"),
        ("draft-roadmap/logbook.md", 3, "date without a year"),
        ("draft-roadmap/logbook.md", 6, "resource without months"),
        ("draft-roadmap/old_mast.md", 1, "ended in the source"),
        ("draft-roadmap/old_mast.md", 1, "link used twice"),
        ("draft-roadmap/ten_harbours.md", 3, "unknown date"),
        ("draft-roadmap/ten_harbours.md", 6, "allocation without days"),
        ("draft-roadmap/ten_harbours.md", 6, "resource without months"),
    }


def test_bring_leaves_every_constraint_of_the_database_kept() -> None:
    bring(SAMPLE)

    connection.check_constraints()
