"""Small programs in Markdown for the parser's tests."""

from textwrap import dedent

from milestones.pure.markdown import parse_program
from milestones.pure.markdown.document import DeliverableDoc, Finding, MilestoneDoc, ProgramDoc
from pm.pure.ledger import LineAccount, LineState
from pm.pure.source import SourceFile

RELAY = """\
# Relay FURPS

## Functionality

1. Frames are kept for 24 hours.
2. Frames are sent again **twice**.
3. A frame has one sender.

## Supportability

1. Runs on Linux.
2. Runs in a browser.

## + (Privacy)

1. No sender is logged.
"""
RADIO = """\
# Radio

## Functionality

1. The band is chosen by region.
"""


def program(**files: str) -> ProgramDoc:
    """A program of these files; `draft_roadmap__m` is the file draft-roadmap/m.md."""
    named = {"FURPS/core/relay.md": RELAY, "FURPS/radio.md": RADIO}
    for name, text in files.items():
        path = name.replace("__", "/").replace("draft_roadmap", "draft-roadmap")
        named[path if "." in path else f"{path}.md"] = dedent(text)
    return parse_program([SourceFile(path, text) for path, text in named.items() if text])


def milestone(text: str, **files: str) -> MilestoneDoc:
    """The milestone of one file."""
    return program(draft_roadmap__m=text, **files).milestones[0]


def deliverable(text: str) -> DeliverableDoc:
    """The only deliverable of a milestone, from the lines below its heading."""
    found = milestone("# M\n\n## Deliverables\n\n### Keep frames\n\n" + dedent(text)).deliverables
    assert len(found) == 1
    return found[0]


def rules(found: ProgramDoc, path: str = "draft-roadmap/m.md") -> list[str]:
    """The rules of the findings in a file, but for its missing date."""
    return [finding.rule for finding in findings(found, path) if finding.rule != "no date"]


def findings(found: ProgramDoc, path: str = "draft-roadmap/m.md") -> list[Finding]:
    return [finding for finding in found.findings if finding.path == path]


def booked(found: ProgramDoc, state: LineState, path: str = "draft-roadmap/m.md") -> list[LineAccount]:
    return [account for account in found.ledger if account.state is state and account.path == path]
