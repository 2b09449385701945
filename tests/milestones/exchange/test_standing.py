"""The state a milestone is imported in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from milestones.exchange.standing import Speaking, Standing, decide, rows_about
from milestones.pure.markdown import parse_program
from milestones.pure.markdown.document import MilestoneDoc, PlanRowDoc, RealisedDoc, TargetSource
from pm.pure.dates import UNKNOWN, ImpreciseDate, parse_date
from pm.pure.source import SourceFile

TODAY = date(2026, 3, 2)
MAST = MilestoneDoc(
    path="draft-roadmap/mast.md",
    line=1,
    anchor="milestone",
    title="Old Mast",
    links=(),
    date_text="",
    target=UNKNOWN,
    target_source=TargetSource.NONE,
    target_line=1,
    allocations=(),
    narrative="",
    objective="",
    risks=(),
    risks_text="",
    features=(),
    deliverables=(),
    sections=(),
)


def dated(text: str) -> MilestoneDoc:
    return replace(MAST, date_text=text, target=parse_date(text))


def planned(period: str) -> PlanRowDoc:
    return PlanRowDoc(
        path="draft-roadmap/README.md",
        line=9,
        anchor="row",
        period=period,
        table="",
        title="Old Mast",
        target="mast.md",
        milestone_path=MAST.path,
    )


def realised(period: str) -> RealisedDoc:
    return RealisedDoc(
        path=f"{period}-SUMMARY.md",
        line=7,
        anchor="realised/old-mast",
        period=period,
        headline="Old Mast",
        objective="",
        value=Decimal(8),
        value_text="8/10",
    )


def test_decide_in_no_plan_is_proposed() -> None:
    assert decide(dated("30 Jun 2026"), Speaking(), TODAY) == Standing("PROPOSED")


def test_decide_in_a_plan_is_committed_on_the_day_of_the_import() -> None:
    said = Speaking(plans=(planned("2026H1"),))

    assert decide(dated("30 Jun 2026"), said, TODAY) == Standing("COMMITTED", committed_on=TODAY)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Completed with reduced scope", "DELIVERED"),
        ("done", "DELIVERED"),
        ("Dropped", "DROPPED"),
        ("On hold", "SHELVED"),
        ("Completion in June 2026", "PROPOSED"),
        ("30 Jun 2026, to be completed", "PROPOSED"),
    ],
)
def test_decide_date_that_says_it_ended_is_ended(text: str, status: str) -> None:
    assert decide(dated(text), Speaking(), TODAY).status == status


def test_decide_completed_without_a_day_ended_with_the_half_year_that_values_it() -> None:
    said = Speaking(realised=(realised("2025H2"),))

    found = decide(dated("Completed"), said, TODAY)

    assert found == Standing(
        "DELIVERED", date(2025, 12, 31), date(2025, 12, 31), "Its date says “Completed”."
    )


def test_decide_never_delivered_in_the_future() -> None:
    completed = replace(MAST, date_text="Completed", target=ImpreciseDate(TODAY, date(2026, 12, 31), ""))

    assert decide(completed, Speaking(), TODAY).delivered_on == TODAY


def test_decide_realised_value_is_delivered_on_its_target() -> None:
    found = decide(dated("30 Nov 2025"), Speaking(realised=(realised("2025H2"),)), TODAY)

    assert (found.status, found.delivered_on) == ("DELIVERED", date(2025, 11, 30))
    assert found.reason == "2025H2-SUMMARY.md:7 gives it a realised value of 8/10."


@pytest.mark.parametrize(
    ("milestone", "said"),
    [
        (dated("30 Nov 2025"), Speaking(realised=(realised("2025H2"),), is_carried=True)),
        (dated("30 Nov 2025"), Speaking(plans=(planned("2026H1"),), realised=(realised("2025H2"),))),
        (dated("31 Jan 2026"), Speaking(realised=(realised("2025H2"),))),
    ],
)
def test_decide_realised_value_of_what_goes_on_is_open(milestone: MilestoneDoc, said: Speaking) -> None:
    assert decide(milestone, said, TODAY).status in {"PROPOSED", "COMMITTED"}


SUMMARY = """# Execution Summary

## Key Achievement(s)

| Milestone Headline | Strategic Objective | Realised Value (0/10) |
|--------------------|---------------------|-----------------------|
| {headline}         | A mast              | 8/10                  |
"""


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("Repair the old masts", True),
        ("Old masts repaired", False),
        ("Old Mast", True),
        ("Mast", False),
        ("Repair of the old mast in town", True),
    ],
)
def test_rows_about_headline_names_a_milestone_by_its_words(headline: str, *, found: bool) -> None:
    files = [
        SourceFile(
            "draft-roadmap/mast.md", "# Repair of the Old Mast\n\n**Estimated date of completion**: TBD\n"
        ),
        SourceFile("2025H2-SUMMARY.md", SUMMARY.format(headline=headline)),
    ]

    said, stray = rows_about(parse_program(files))

    assert (len(said["draft-roadmap/mast.md"].realised), len(stray)) == ((1, 0) if found else (0, 1))
