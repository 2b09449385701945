"""The page of a milestone on a roadmap's site."""

from datetime import date

from milestones.pure.markdown.document import MilestoneDoc
from milestones.pure.markdown.page import parse_page
from milestones.pure.markdown.reader import Reader
from pm.pure.ledger import Ledger
from pm.pure.source import SourceFile

PAGE = """\
---
title: Milestone Light
---
[Milestone Light the Pier](https://tracker.example.org/milestone/7)

Due Date: 2026-03-31

Ships find the pier.

### Deliverable: [First lamp](https://tracker.example.org/issues/11)

In brass.

#### Parts

- wick

### **Deliverable**: Stairs

## Later

Oil.
"""


def read(text: str, path: str = "site/milestones/light.md") -> tuple[MilestoneDoc, list[str]]:
    ledger = Ledger()
    ledger.open(SourceFile(path, text))
    reader = Reader(path, ledger)
    found = parse_page(SourceFile(path, text), reader)
    assert ledger.close() == ()
    return found, [finding.rule for finding in reader.findings]


def test_page_reads_link_date_prose_and_deliverables() -> None:
    found, rules = read(PAGE)

    assert (found.title, found.narrative) == ("Light the Pier", "Ships find the pier.")
    assert [link.url for link in found.links] == ["https://tracker.example.org/milestone/7"]
    assert (found.target.end, found.anchor) == (date(2026, 3, 31), "milestone")
    assert [(made.title, made.external_link, made.narrative) for made in found.deliverables] == [
        ("First lamp", "https://tracker.example.org/issues/11", "In brass.\n\n#### Parts\n\n- wick"),
        ("Stairs", "", ""),
    ]
    assert [(section.title, section.text) for section in found.sections] == [("Later", "Oil.")]
    assert rules == ["titles disagree"]


def test_page_without_link_is_called_by_its_heading_front_matter_or_file() -> None:
    assert read("# Pier\n\nDue: TBD\n")[0].title == "Pier"
    assert read("---\ntitle: Milestone - Pier\n---\n")[0].title == "Pier"
    assert read("Words.\n") == (read("Words.\n")[0], ["no date"])
    assert read("Words.\n")[0].title == "light"
