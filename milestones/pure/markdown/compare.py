"""Compares what the files of a program say of the same thing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from milestones.pure.markdown.document import Finding, MilestoneDoc, PlanRowDoc, Record, TargetSource


def with_table_dates(
    milestones: Sequence[MilestoneDoc], rows: Iterable[PlanRowDoc]
) -> tuple[list[MilestoneDoc], list[Finding]]:
    """Milestones with a table's date where the file has none; every disagreement is a finding on both."""
    by_path: dict[str, list[PlanRowDoc]] = defaultdict(list)
    for row in rows:
        if row.milestone_path is not None and row.date is not None and row.date.is_known:
            by_path[row.milestone_path].append(row)
    dated: list[MilestoneDoc] = []
    findings: list[Finding] = []
    for milestone in milestones:
        current = milestone
        for row in by_path[milestone.path]:
            if row.date is None:
                continue
            if not current.target.is_known:
                current = replace(
                    current,
                    target=row.date,
                    target_source=TargetSource.TABLE,
                    target_line=row.line,
                )
                findings += _on_both(milestone, row, "date from a table", _taken(milestone, row))
            elif (current.target.start, current.target.end) != (row.date.start, row.date.end):
                findings += _on_both(milestone, row, "dates disagree", _differ(milestone, row, current))
        dated.append(current)
    return dated, findings


def links_used_twice(milestones: Sequence[MilestoneDoc]) -> list[Finding]:
    """Findings for a tracker's page that two milestones, or two deliverables, call their own."""
    milestone_links: dict[str, list[Record]] = defaultdict(list)
    deliverable_links: dict[str, list[Record]] = defaultdict(list)
    for milestone in milestones:
        for url in {link.url for link in milestone.links}:
            milestone_links[url].append(milestone)
        for deliverable in milestone.deliverables:
            if deliverable.external_link:
                deliverable_links[deliverable.external_link].append(deliverable)
    found = []
    for noun, by_url in (("milestones", milestone_links), ("deliverables", deliverable_links)):
        for url, users in by_url.items():
            for user in users if len(users) > 1 else ():
                sentence = f"{url} is the link of {len(users)} {noun}."
                found.append(Finding(user.path, user.line, "link used twice", sentence))
    return found


def _taken(milestone: MilestoneDoc, row: PlanRowDoc) -> str:
    own = f"“{milestone.date_text}”" if milestone.date_text else "nothing"
    return (
        f"{milestone.path} says {own}, the table “{row.table}” says “{row.date_text}”; "
        "the file has no date, the table's is used."
    )


def _differ(milestone: MilestoneDoc, row: PlanRowDoc, current: MilestoneDoc) -> str:
    if current.target_source is TargetSource.TABLE:
        used, other = current.target.text, row.date_text
        return f"Two tables give {milestone.path} a date; “{used}” is used, not “{other}”."
    return (
        f"{milestone.path} says “{milestone.date_text}”, the table “{row.table}” says “{row.date_text}”; "
        "the file wins."
    )


def _on_both(milestone: MilestoneDoc, row: PlanRowDoc, rule: str, sentence: str) -> list[Finding]:
    return [
        Finding(milestone.path, milestone.target_line or milestone.line, rule, sentence),
        Finding(row.path, row.line, rule, sentence),
    ]
