"""Risks of milestones and of half-years."""

from datetime import date
from pathlib import Path

import pytest

from milestones.models import Milestone, Risk
from milestones.services import risk as risks
from pm.exchange.report import counts
from tests.factories.actors import actor
from tests.milestones.exchange.tree import LAMP, bring, copy, rewrite

pytestmark = pytest.mark.django_db
LIST = """\
- Rain
  - a roof
- Rain

In words.

| Risk | Likelihood | Impact | Keeper | Response |
|------|------------|--------|--------|----------|
| Ice on the [pier](https://a.example.org) | low | 4 of 5 | Ann | Accept it |
| | | | | Own the tin |
| | | | Bo | |
"""
SUMMARY = "# S\n\n| Risk | Control |\n|---|---|\n| Fog | Horn |\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy(tmp_path)


def test_bring_makes_a_row_of_each_risk_and_leaves_no_text(root: Path) -> None:
    bring(root)

    row = Risk.objects.get()
    assert (row.key, row.title, row.milestone) == ("R-1", "Brass is scarce", lamp())
    assert (row.kind, row.impact, row.likelihood, row.response) == ("OTHER", "HIGH", "", "MITIGATE")
    assert (row.mitigation, row.text) == ("Order the tin board as well", "Type in the source: Supply/High.")
    assert (row.status, lamp().risks_text) == ("OPEN", "")


def test_bring_reads_lists_columns_by_name_and_keeps_the_rest_as_text(root: Path) -> None:
    text = (root / LAMP).read_text()
    start, end = text.index("| Type/Level"), text.index("## Deliverables")
    (root / LAMP).write_text(text[:start] + LIST + "\n" + text[end:])

    prepared, _ = bring(root)

    rain, again, ice, tin = Risk.objects.order_by("number")
    assert (rain.title, rain.mitigation, rain.response) == ("Rain", "- a roof", "MITIGATE")
    assert (again.title, again.response, tin.title, tin.response) == ("Rain", "", "Own the tin", "OWN")
    assert (ice.title, ice.likelihood, ice.impact, ice.response) == ("Ice on the pier", "LOW", "", "ACCEPT")
    assert ice.text == (
        "Ice on the [pier](https://a.example.org)\n\nImpact in the source: 4 of 5.\n\nKeeper: Ann"
    )
    assert lamp().risks_text == "In words."
    rules = [problem.rule for problem in prepared.problems]
    assert (rules.count("grade not read"), rules.count("risk without words")) == (1, 1)


def test_bring_risks_of_a_half_year_are_of_the_program_and_the_older_ones_closed(root: Path) -> None:
    for period in ("2025H1", "2025H2", "2026H1"):
        path = root / f"{period}-SUMMARY.md"
        path.write_text(f"{path.read_text() if path.exists() else ''}\n{SUMMARY}")

    bring(root)

    rows = (
        Risk.objects.filter(milestone=None).order_by("closed_on").values_list("title", "status", "closed_on")
    )
    assert set(rows) == {
        ("Fog", "CLOSED", date(2025, 6, 30)),
        ("Fog", "CLOSED", date(2025, 12, 31)),
        ("Fog", "OPEN", None),
    }


def test_bring_again_keeps_what_people_did_with_a_risk(root: Path) -> None:
    bring(root)
    risks.take_step(risk=Risk.objects.get(), to="HAPPENED", reason="No brass came.", actor=actor())
    risks.edit(risk=Risk.objects.get(), changes={"mitigation": "Tin."}, actor=actor())
    rewrite(root, LAMP, "Order the tin board as well", "Order tin")

    prepared, _ = bring(root)

    assert [(clash.label, clash.field) for clash in prepared.plan.clashes] == [("R-1", "mitigation")]
    assert (Risk.objects.get().status, Risk.objects.get().mitigation) == ("HAPPENED", "Tin.")


def test_bring_reworded_risk_is_a_new_one_and_the_old_one_is_reported(root: Path) -> None:
    bring(root)
    rewrite(root, LAMP, "Brass is scarce", "Brass is dear  ")

    prepared, _ = bring(root)

    found = counts(prepared)["milestones.risk"]
    assert (found["created"], found["gone"], Risk.objects.count()) == (1, 1, 2)


def lamp() -> Milestone:
    return Milestone.objects.get(title="Light the First Lamp")
