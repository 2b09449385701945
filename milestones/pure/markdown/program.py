"""Reads a whole program: sorts the files, reads each by its kind, compares what they say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath

from milestones.pure.markdown.catalogue import Catalogue
from milestones.pure.markdown.compare import links_used_twice, with_table_dates
from milestones.pure.markdown.document import FeatureDoc, Finding, MilestoneDoc, ProgramDoc
from milestones.pure.markdown.feature import parse_feature
from milestones.pure.markdown.lines import Kind, scan
from milestones.pure.markdown.milestone import parse_milestone
from milestones.pure.markdown.page import parse_page
from milestones.pure.markdown.planning import Planning, parse_planning
from milestones.pure.markdown.reader import Reader
from milestones.pure.markdown.summary import Summary, parse_summary
from milestones.pure.markdown.weekly import parse_weekly
from pm.pure.ledger import Ledger
from pm.pure.source import SourceFile

SUMMARY = re.compile(r"(\d{4})[-_ ]?H([12])[-_ ]SUMMARY\.md", re.IGNORECASE)
FEATURES, MILESTONES = "furps", "draft-roadmap"


class FileKind(StrEnum):
    """What a file of the layout is for."""

    FEATURE = "FEATURE"
    MILESTONE = "MILESTONE"
    PLANNING = "PLANNING"
    SUMMARY = "SUMMARY"
    PAGE = "PAGE"
    WEEKLY = "WEEKLY"
    INDEX = "INDEX"
    TEMPLATE = "TEMPLATE"
    OTHER = "OTHER"


SITE = {"milestones": FileKind.PAGE, "updates": FileKind.WEEKLY}


def kind_of(path: str) -> FileKind:
    """The kind of a file, by its place and name alone."""
    parts = PurePosixPath(path).parts
    name = parts[-1].lower()
    room = parts[0].lower() if len(parts) > 1 else ""
    if (
        name == "template.md"
        or "templates" in (part.lower() for part in parts[:-1])
        or room == ".github"
        or "issue_template" in (part.lower() for part in parts[:-1])
    ):
        return FileKind.TEMPLATE
    if room == FEATURES:
        return FileKind.INDEX if name == "readme.md" else FileKind.FEATURE
    if room == MILESTONES and name == "readme.md":
        return FileKind.PLANNING if len(parts) == 2 else FileKind.INDEX
    if room == MILESTONES:
        return FileKind.MILESTONE
    folder = parts[-2].lower() if len(parts) > 1 else ""
    if folder in SITE:
        return SITE[folder] if name not in {"readme.md", "index.md"} else FileKind.INDEX
    return FileKind.SUMMARY if SUMMARY.fullmatch(parts[-1]) and len(parts) == 1 else FileKind.OTHER


@dataclass(slots=True)
class _Books:
    """The ledger of a program and the readers of its files."""

    ledger: Ledger = field(default_factory=Ledger)
    readers: list[Reader] = field(default_factory=list)

    def reader(self, file: SourceFile) -> Reader:
        self.readers.append(Reader(file.path, self.ledger))
        return self.readers[-1]

    def findings(self) -> list[Finding]:
        return [finding for reader in self.readers for finding in reader.findings]


def parse_program(files: Sequence[SourceFile]) -> ProgramDoc:
    """Everything the files say. Never raises: what is not understood is in `findings` and `ledger`."""
    books = _Books()
    kinds: dict[FileKind, list[SourceFile]] = {kind: [] for kind in FileKind}
    for file in sorted({file.path: file for file in reversed(files)}.values(), key=lambda file: file.path):
        kinds[kind_of(file.path)].append(file)
        books.ledger.open(file)
    features = tuple(parse_feature(file, books.reader(file)) for file in kinds[FileKind.FEATURE])
    catalogue = Catalogue(features, (file.path for file in files))
    plannings = [parse_planning(file, books.reader(file), catalogue) for file in kinds[FileKind.PLANNING]]
    summaries = [_summary(file, books, catalogue) for file in kinds[FileKind.SUMMARY]]
    period = _period(plannings, summaries)
    year = int(period[:4]) if period else None
    milestones = [
        parse_milestone(file, books.reader(file), catalogue, year) for file in kinds[FileKind.MILESTONE]
    ]
    milestones += [parse_page(file, books.reader(file)) for file in kinds[FileKind.PAGE]]
    weeklies = [entry for file in kinds[FileKind.WEEKLY] for entry in parse_weekly(file, books.reader(file))]
    _ignore_others(kinds, books)
    found = _assemble(period, features, milestones, plannings, summaries, books)
    return replace(found, weeklies=tuple(weeklies))


def _summary(file: SourceFile, books: _Books, catalogue: Catalogue) -> Summary:
    found = SUMMARY.fullmatch(PurePosixPath(file.path).name)
    period = f"{found[1]}H{found[2]}" if found is not None else ""
    return parse_summary(file, period, books.reader(file), catalogue)


def _period(plannings: Sequence[Planning], summaries: Sequence[Summary]) -> str | None:
    """The period in planning: as stated, else that of the newest summary."""
    stated = [planning.period for planning in plannings if planning.period is not None]
    return stated[0] if stated else max((summary.period for summary in summaries), default=None)


def _ignore_others(kinds: dict[FileKind, list[SourceFile]], books: _Books) -> None:
    rules = {FileKind.INDEX: "index file", FileKind.TEMPLATE: "template"}
    for kind in (FileKind.INDEX, FileKind.TEMPLATE, FileKind.OTHER):
        for file in kinds[kind]:
            reader = books.reader(file)
            rule = rules.get(kind, f"not in the import's layout: {file.path}")
            for line in scan(file.text):
                if line.kind is not Kind.BLANK:
                    reader.ignore(line, rule)


def _assemble(
    period: str | None,
    features: tuple[FeatureDoc, ...],
    milestones: list[MilestoneDoc],
    plannings: list[Planning],
    summaries: list[Summary],
    books: _Books,
) -> ProgramDoc:
    rows = [row for planning in plannings for row in planning.rows]
    dated, findings = with_table_dates(milestones, rows)
    findings += books.findings()
    findings += links_used_twice(milestones)
    for account in books.ledger.close():
        findings.append(Finding(account.path, account.line, "not understood", account.reason))
    return ProgramDoc(
        period=period,
        features=features,
        milestones=tuple(dated),
        plan_rows=tuple(replace(row, period=row.period or period) for row in rows),
        proposals=tuple(row for summary in summaries for row in summary.proposals),
        capacity_rows=tuple(row for planning in plannings for row in planning.capacity),
        realised=tuple(row for summary in summaries for row in summary.realised),
        non_realised=tuple(row for summary in summaries for row in summary.non_realised),
        doneness=tuple(row for summary in summaries for row in summary.doneness),
        risks=tuple(risk for summary in summaries for risk in summary.risks),
        findings=tuple(sorted(findings, key=lambda finding: (finding.path, finding.line, finding.rule))),
        ledger=books.ledger,
    )
