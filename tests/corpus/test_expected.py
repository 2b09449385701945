"""The parser against an independent line scanner, on a real program: every difference is explained here."""

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from milestones.pure.markdown import parse_program
from milestones.pure.markdown.document import DeliverableDoc, MilestoneDoc, ProgramDoc
from pm.exchange.source import open_source
from pm.pure.ledger import NOT_UNDERSTOOD, LineState

pytestmark = pytest.mark.corpus

Item = tuple[Any, ...]
BAR = 0.95

# Where the two differ: the class, the file, and who is wrong and why. Anything not listed fails.
TITLE_IS_A_LINK = (
    "scanner: it keeps the Markdown of a title that is a link; the parser keeps title and link apart"
)
EXPLAINED: dict[str, dict[str, str]] = {
    "features": {},
    "statements": {},
    "milestones": {},
    "titles": {
        "draft-roadmap/define_incentivisation_for_rlnaas.md": TITLE_IS_A_LINK,
        "draft-roadmap/foundation_for_communities_optimisation.md": TITLE_IS_A_LINK,
        "draft-roadmap/hardening_and_scaling_foundation_for_private_chat.md": TITLE_IS_A_LINK,
        "draft-roadmap/integrate_nwaku_in_status_desktop_relay_mode_only.md": TITLE_IS_A_LINK,
    },
    "dates": {},
    "milestone features": {},
    "deliverables": {},
    "owners": {},
    "deliverable features": {},
    "pins": {},
    "scopes": {},
}


def corpus() -> Path:
    return Path(os.environ["PM_CORPUS"]) / "corpus"


@pytest.fixture(scope="module")
def found() -> ProgramDoc:
    with open_source(corpus() / "waku-pm.bundle") as source:
        return parse_program(source.files)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((corpus() / "expected.json").read_text())
    return loaded


def parsed_items(found: ProgramDoc, name: str) -> set[Item]:
    """What the parser finds of a class; the first part of each item is its file."""
    if name == "features":
        return {(feature.path,) for feature in found.features}
    if name == "statements":
        return {(feature.path, made.code) for feature in found.features for made in feature.statements}
    if name == "milestone features":
        return {
            (milestone.path, pinned.feature_path)
            for milestone in found.milestones
            for pinned in milestone.features
            if pinned.pins
        }
    return {item for milestone in found.milestones for item in of_milestone(milestone, name)}


def of_milestone(milestone: MilestoneDoc, name: str) -> set[Item]:
    if name == "milestones":
        return {(milestone.path,)}
    if name == "titles":
        return {(milestone.path, milestone.title)}
    if name == "dates":
        return {(milestone.path, milestone.date_text)}
    return {
        (milestone.path, made.title, *rest)
        for made in milestone.deliverables
        for rest in of_deliverable(made, name)
    }


def of_deliverable(made: DeliverableDoc, name: str) -> set[Item]:
    by_class: dict[str, set[Item]] = {
        "deliverables": {()},
        "owners": {(made.owner_text,)},
        "deliverable features": {(feature.feature_path,) for feature in made.features},
        "pins": {(f"{pin.feature_path}#{pin.code}",) for pin in made.pins},
        "scopes": {(scope.code,) for scope in made.scopes if scope.code},
    }
    return by_class[name]


def expected_items(expected: dict[str, Any], name: str) -> set[Item]:
    """What the scanner found of the same class."""
    features, milestones = expected["features"], expected["milestones"]
    if name == "features":
        return {(path,) for path in features}
    if name == "statements":
        return {
            (path, f"{letter}{number}")
            for path, letters in features.items()
            for letter, numbers in letters.items()
            for number in numbers
        }
    if name == "milestone features":
        return {
            (path, target.lstrip("/"))
            for path, made in milestones.items()
            for line in made["milestone_furps"]
            for target in re.findall(r"\]\(([^)]+)\)", line)
        }
    return {item for path, made in milestones.items() for item in expected_of_milestone(path, made, name)}


def expected_of_milestone(path: str, made: dict[str, Any], name: str) -> set[Item]:
    if name == "milestones":
        return {(path,)}
    if name == "titles":
        return {(path, made["title"])}
    if name == "dates":
        return {(path, made["date"])}
    keys = {"owners": "owner", "deliverable features": "features", "pins": "pins", "scopes": "scopes"}
    items: set[Item] = set()
    for deliverable in made["deliverables"]:
        value = deliverable[keys[name]] if name in keys else []
        rests: list[Item] = [(value,)] if name == "owners" else [(one,) for one in value]
        rests = [()] if name == "deliverables" else rests
        items |= {(path, deliverable["title"], *rest) for rest in rests}
    return items


@pytest.mark.parametrize("name", EXPLAINED)
def test_parser_differs_from_the_scanner_only_where_it_is_explained(
    found: ProgramDoc, expected: dict[str, Any], name: str
) -> None:
    differing = parsed_items(found, name) ^ expected_items(expected, name)

    assert {item[0] for item in differing} == set(EXPLAINED[name]), sorted(differing, key=str)


@pytest.mark.parametrize("name", [name for name in EXPLAINED if name != "titles"])
def test_parser_reaches_the_bar_in_each_class(found: ProgramDoc, expected: dict[str, Any], name: str) -> None:
    ours, theirs = parsed_items(found, name), expected_items(expected, name)

    assert len(ours & theirs) / len(theirs) >= BAR
    assert len(ours & theirs) / len(ours) >= BAR


def test_parser_reads_the_titles_the_scanner_left_as_links(
    found: ProgramDoc, expected: dict[str, Any]
) -> None:
    for milestone in found.milestones:
        if milestone.path in EXPLAINED["titles"]:
            written = f"[{milestone.title}]({milestone.links[0].url})"
            assert written == expected["milestones"][milestone.path]["title"]


def test_every_line_of_the_program_is_accounted_for(found: ProgramDoc) -> None:
    ledger = found.ledger

    assert ledger.total > 2_000
    assert ledger.total == ledger.consumed + ledger.ignored + ledger.reported
    assert [account for account in ledger if account.reason == NOT_UNDERSTOOD] == []


def test_every_reported_line_has_its_sentence_among_the_findings(found: ProgramDoc) -> None:
    sentences = {(finding.path, finding.line, finding.sentence) for finding in found.findings}
    reported = {(a.path, a.line, a.reason) for a in found.ledger if a.state is LineState.REPORTED}

    assert reported <= sentences


def test_findings_hold_each_oddity_the_program_is_known_for(found: ProgramDoc) -> None:
    counted = Counter(finding.rule for finding in found.findings)

    assert counted["wording drift"] >= 18
    assert counted["malformed link"] == 1
    assert counted["dates disagree"] >= 2
    assert counted["date without a year"] == 5
    assert counted["doneness without totals"] == 5
    assert counted["second Risks section"] == 1
    assert counted["share not read"] == 1
    assert counted["link used twice"] >= 2


def test_checklists_hold_no_evidence(found: ProgramDoc) -> None:
    boxes = [box for m in found.milestones for made in m.deliverables for box in made.checklist]

    assert len(boxes) >= 180
    assert [box for box in boxes if box.is_evidence] == []
    assert sum(box.is_placeholder for box in boxes) / len(boxes) > 0.85


def test_doneness_snapshot_adds_up_to_what_was_counted_by_hand(found: ProgramDoc) -> None:
    counts = [count for row in found.doneness for count in row.counts if count.total is not None]

    assert len(found.doneness) == 18
    assert sum(count.done or 0 for count in counts) == 118
    assert sum(count.total or 0 for count in counts) == 185


def test_planning_rows_all_lead_to_a_milestone(found: ProgramDoc) -> None:
    paths = {milestone.path for milestone in found.milestones}

    assert len(found.plan_rows) == 17
    assert {row.milestone_path for row in (*found.plan_rows, *found.proposals)} <= paths
    assert len(found.capacity_rows) == 5
    assert sum(row.available_months or 0 for row in found.capacity_rows) == 93


def test_risks_are_those_of_a_plain_scan_of_the_tables(found: ProgramDoc) -> None:
    """Every row of a table below a heading that says risk, but for what a template left."""
    with open_source(corpus() / "waku-pm.bundle") as source:
        files = [file for file in source.files if file.path.startswith(("draft-roadmap/", "2025"))]
    theirs = {
        (file.path, number)
        for file in files
        if not file.path.endswith(("TEMPLATE.md", "README.md"))
        for number in rows_below_risks(file.text)
    }
    rows = [*found.risks, *(risk for milestone in found.milestones for risk in milestone.risks)]
    ours = {(risk.path, risk.line) for risk in rows}

    assert ours == theirs
    assert len(ours) == 42


def rows_below_risks(text: str) -> list[int]:
    found, is_below = [], False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            is_below = "risk" in line.lower()
        elif is_below and line.startswith("|") and not re.match(r"\|[-: |]+$|\| *(Risk|Type)|\| *\[", line):
            found.append(number)
    return found
