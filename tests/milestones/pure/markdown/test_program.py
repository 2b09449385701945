import dataclasses
import sys
from collections import Counter
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.pure.markdown import parse_program
from milestones.pure.markdown.document import Record
from milestones.pure.markdown.program import FileKind, kind_of
from pm.exchange.source import decode
from pm.pure.ledger import NOT_UNDERSTOOD, LineState
from pm.pure.source import SourceFile
from tests.milestones.pure.markdown.builders import RELAY, booked, program

PATHS = (
    "FURPS/core/relay.md",
    "FURPS/other.md",
    "FURPS/README.md",
    "draft-roadmap/README.md",
    "draft-roadmap/m.md",
    "2026H1-SUMMARY.md",
    "PROCESS.md",
    "site/milestones/m.md",
    "site/updates/2026-01-05.md",
)
PIECES = (
    "### Deliverable: [x](https://example.org/1)",
    "- [x](https://example.org/1)\n",
    "- achieved:\n",
    "  - _next_: ",
    "    - [docs] ",
    "**[docs] [x](y)**",
    "# ",
    "## ",
    "### ",
    "#### ",
    "\n",
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "Functionality",
    "+ (x)",
    "Deliverables",
    "Risks",
    "FURPS",
    "**Owner**: ",
    "**Feature**: ",
    "**FURPS**:",
    "**Checklist**:",
    "**Output**:",
    "**Due**: ",
    "**Resources**:",
    "**Depends on x**",
    "[x](/FURPS/core/relay.md)",
    "[x](",
    "[x]()",
    "{x}",
    "https://example.org/1",
    "1. ",
    "2. a",
    "- F1. ",
    "- F1-99",
    "- all",
    "- ",
    "- +A1. b",
    "For S1. ",
    "For:",
    "for x:",
    "- [ ] ",
    "- [x] Specs: ",
    "link to",
    "TBD",
    "31 Aug",
    "2026H1 period",
    "- 2 devs for 6 weeks",
    "| Milestone | End | x |\n|-|-|-|\n",
    "| Headline | Carry |\n|-|-|\n",
    "| Realised | Milestone |\n|-|-|\n",
    "| Doneness | Link |\n|-|-|\n",
    "| Value | Milestone |\n|-|-|\n",
    "| Risk | b |\n|-|-|\n",
    "| | a p/p-m |\n|-|-|\n",
    "| [m](m.md) | 1/2 | 1*2m |",
    "|",
    "```",
    "~~~",
    "<!--",
    "-->",
    "---",
    "**",
    "__",
    "\u2028",
    "\x0b",
    "\x00",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("FURPS/core/relay.md", FileKind.FEATURE),
        ("furps/relay.md", FileKind.FEATURE),
        ("FURPS/README.md", FileKind.INDEX),
        ("FURPS/core/README.md", FileKind.INDEX),
        ("FURPS/TEMPLATE.md", FileKind.TEMPLATE),
        (".github/ISSUE_TEMPLATE/deliverable.md", FileKind.TEMPLATE),
        ("draft-roadmap/README.md", FileKind.PLANNING),
        ("draft-roadmap/old/README.md", FileKind.INDEX),
        ("draft-roadmap/old/m.md", FileKind.MILESTONE),
        ("2026H1-SUMMARY.md", FileKind.SUMMARY),
        ("2026h2-summary.md", FileKind.SUMMARY),
        ("old/2026H1-SUMMARY.md", FileKind.OTHER),
        ("README.md", FileKind.OTHER),
        ("site/milestones/lamp.md", FileKind.PAGE),
        ("milestones/README.md", FileKind.INDEX),
        ("site/updates/2026-01-05.md", FileKind.WEEKLY),
        ("site/templates/updates/week.md", FileKind.TEMPLATE),
        ("FURPS.md", FileKind.OTHER),
    ],
)
def test_kind_of_a_file_follows_from_its_place(path: str, kind: FileKind) -> None:
    assert kind_of(path) is kind


def test_program_ignores_files_outside_the_layout_by_name() -> None:
    found = program(
        PROCESS="# How we work\n\n```\nx\n```\n", FURPS__README="# Index\n", FURPS__TEMPLATE="# {x}\n"
    )

    assert found.ledger.rules() == {
        "not in the import's layout: PROCESS.md": 4,
        "index file": 1,
        "template": 1,
    }


def test_program_of_no_file_is_empty() -> None:
    found = parse_program([])

    assert (found.period, found.features, found.milestones, found.ledger.total) == (None, (), (), 0)


def test_program_reads_a_path_once() -> None:
    found = parse_program([SourceFile("FURPS/relay.md", RELAY), SourceFile("FURPS/relay.md", "# Other\n")])

    assert [feature.title for feature in found.features] == ["Relay"]
    assert found.ledger.is_balanced()


def test_program_takes_its_period_from_the_newest_summary() -> None:
    found = program(
        **{"2025H2-SUMMARY": "# S\n", "2026H1-SUMMARY": "# S\n"},
        draft_roadmap__README="| Milestone | End |\n|-|-|\n| [M](m.md) | TBD |\n",
    )

    assert found.period == "2026H1"
    assert found.plan_rows[0].period == "2026H1"


def test_program_is_the_same_whatever_the_order_of_files() -> None:
    files = [SourceFile("draft-roadmap/m.md", "# M\n**Due**: TBD\n"), SourceFile("FURPS/relay.md", RELAY)]

    assert parse_program(files) == parse_program(files[::-1])


def records(value: object) -> list[Record]:
    """Every record in a value, however deep."""
    own = [value] if isinstance(value, Record) else []
    if isinstance(value, tuple):
        return own + [record for part in value for record in records(part)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = (getattr(value, part.name) for part in dataclasses.fields(value))
        return own + [record for part in parts for record in records(part)]
    return own


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PATHS), TEXTS), max_size=5))
def test_program_of_any_text_balances_its_ledger_and_names_each_record_once(
    files: list[tuple[str, str]],
) -> None:
    found = parse_program([SourceFile(path, text) for path, text in files])

    assert found.ledger.is_balanced()
    assert found.ledger.total == found.ledger.consumed + found.ledger.ignored + found.ledger.reported
    assert not [a for a in found.ledger if a.reason == NOT_UNDERSTOOD]
    names = Counter((record.path, record.anchor) for record in records(found))
    assert [name for name, times in names.items() if times > 1] == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PATHS), st.binary(max_size=300))
def test_program_of_any_bytes_is_read_or_no_text(path: str, data: bytes) -> None:
    text = decode(data)
    found = parse_program([] if text is None else [SourceFile(path, text)])

    assert found.ledger.is_balanced()


def test_program_reports_a_line_with_its_sentence() -> None:
    found = program(draft_roadmap__m="# M\n## Deliverables\n### A\n**FURPS**:\n- as agreed\n")

    reported = booked(found, LineState.REPORTED)
    assert [(account.path, account.line, account.reason) for account in reported] == [
        (finding.path, finding.line, finding.sentence)
        for finding in found.findings
        if finding.rule == "not a pin"
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "[a[a",
        "**a",
        "- F1-200\n",
        "For S1.\n",
        "|a|",
        "- 1 a\n",
        "# a\n",
        "(a (",
        "  a\n",
        "_ ",
        "`",
        "<!-- ",
        "*",
        "\t",
        "- [a](b)\n",
        "[[a",
        "- achieved: a\n",
    ],
)
def test_program_of_twice_the_size_costs_about_twice_the_calls(piece: str) -> None:
    once, twice = calls_to_read(piece, 25_000), calls_to_read(piece, 50_000)

    assert twice <= 2.5 * once


def calls_to_read(piece: str, size: int) -> int:
    """How many functions are called to read two files of that size: the same on every machine."""
    text = "# M\n## Deliverables\n### A\n**Feature**: [x](/FURPS/core/relay.md)\n**FURPS**:\n"
    text += piece * (size // len(piece))
    files = [SourceFile(path, text) for path in PATHS[:1]] + [SourceFile("draft-roadmap/m.md", text)]
    files += [SourceFile(path, text) for path in PATHS[-2:]]
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        parse_program(files)
    finally:
        sys.setprofile(None)
    return calls
