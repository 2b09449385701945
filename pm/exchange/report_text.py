"""The report of an import as text: what changes first, then what to look at, then the account of lines."""

from collections.abc import Iterator
from typing import Any

from pm.exchange.apply import Applied
from pm.exchange.apply_import import Prepared
from pm.exchange.plan import Clash
from pm.exchange.report import COUNTS, counts, lines_of

MOST = 80
WIDEST = 70
HEADS = {"deleted_here": "deleted here", "gone": "not in source"}
LISTED = (
    "milestones.milestone",
    "milestones.deliverable",
    "milestones.feature",
    "milestones.track",
    "pm.subteam",
)


def as_text(prepared: Prepared, applied: Applied | None) -> str:
    """The whole report."""
    parts = [
        _head(prepared, applied),
        _table(prepared),
        _section("Made" if applied else "Would be made", list(_creations(prepared))),
        _section("Changed" if applied else "Would change", list(_changes(prepared))),
        _section(
            "Conflicts: changed here and in the source, left as they are here", list(_clashes(prepared))
        ),
        _section("No longer in the source, kept here", list(_gone(prepared))),
        _section("Deleted here, still in the source, not made again", _deleted(prepared)),
        _section("Subteams", list(_teams(prepared))),
        _section("To look at", list(_problems(prepared)), most=400),
        _section("Files not read", [one.sentence for one in prepared.context.source.skipped]),
        _foot(prepared, applied),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(prepared: Prepared, applied: Applied | None) -> str:
    context = prepared.context
    commit = f" at {context.source.commit[:12]}" if context.source.commit else ""
    verb = "Import" if applied is not None else "Dry run of the import"
    return f"{verb} of {context.name}{commit} into “{context.program.slug}”"


def _table(prepared: Prepared) -> str:
    rows = [["", *(HEADS.get(name, name) for name in COUNTS)]]
    for noun, found in counts(prepared).items():
        plural = _plural(str(prepared.keepers[noun].model._meta.verbose_name), 2)
        rows.append([plural, *(str(found[name] or "–") for name in COUNTS)])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(
            zip(row, widths, strict=True)
        )).rstrip()
        for row in rows
    )  # fmt: skip


def _section(title: str, lines: list[str], most: int = MOST) -> str:
    """A titled list; a long one is cut and says where the rest is."""
    if not lines:
        return ""
    shown = lines[:most]
    if len(lines) > most:
        shown.append(f"… and {len(lines) - most:,} more (--json lists all)")
    return "\n".join([f"{title} ({len(lines):,})", *(f"  {line}" for line in shown)])


def _creations(prepared: Prepared) -> Iterator[str]:
    for noun in LISTED:
        for one in prepared.plan.creations:
            if one.noun == noun:
                yield f"{one.title}{_at(one.path, one.line)}"


def _changes(prepared: Prepared) -> Iterator[str]:
    for update in prepared.plan.changed:
        where = _at(update.wanted.path, update.wanted.line)
        for change in update.changes:
            fields = change.field.removesuffix("_on").replace("_", " ")
            values = f"{shown(change.before)} → {shown(change.after)}"
            yield f"{update.label[:WIDEST]}: {fields} {values}{where}"


def _clashes(prepared: Prepared) -> Iterator[str]:
    for clash in prepared.plan.clashes:
        yield _clash_line(clash)


def _clash_line(clash: Clash) -> str:
    by = f" ({clash.by})" if clash.by else ""
    where = _at(clash.wanted.path, clash.wanted.line)
    field = clash.field.removesuffix("_on").replace("_", " ")
    return (
        f"{clash.label[:WIDEST]}: {field} was imported as {shown(clash.given)}, "
        f"is {shown(clash.theirs)} here{by}, {shown(clash.source)} in the source{where}"
    )


def _gone(prepared: Prepared) -> Iterator[str]:
    plural = {noun: str(keeper.model._meta.verbose_name) for noun, keeper in prepared.keepers.items()}
    for gone in prepared.plan.gone:
        yield f"{plural[gone.noun]} {gone.label[:WIDEST]}{_at(gone.path, 0)}"


def _deleted(prepared: Prepared) -> list[str]:
    return [f"{one.title}{_at(one.path, one.line)}" for one in prepared.plan.deleted]


def _teams(prepared: Prepared) -> Iterator[str]:
    for team in prepared.contribution.foldings:
        spelled = ", ".join(f"“{text}” ×{times}" for text, times in team.spellings)
        yield f"{team.name} ({team.kind.lower()}) from {spelled}"


def _problems(prepared: Prepared) -> Iterator[str]:
    for problem in prepared.problems:
        yield f"{problem.path}:{problem.line} {problem.rule}: {problem.sentence}"


def _foot(prepared: Prepared, applied: Applied | None) -> str:
    lines = lines_of(prepared.contribution.ledger)
    rules = len(lines["rules"])
    account = (
        f"{lines['total']:,} non-blank lines: {lines['consumed']:,} consumed, {lines['ignored']:,} ignored "
        f"by {rules} {_plural('rule', rules)}, {lines['reported']:,} reported."
    )
    said = [account]
    said += [f"  {count:,} {rule}" for rule, count in lines["rules"].items()]
    if prepared.contribution.unkept:
        kept = ", ".join(f"{count} × {label}" for label, count in prepared.contribution.unkept.items())
        said.append(f"Read, and kept nowhere yet: {kept}.")
    said.append(_outcome(prepared, applied))
    return "\n".join(said)


def _outcome(prepared: Prepared, applied: Applied | None) -> str:
    made, changed = len(prepared.plan.creations), len(prepared.plan.changed)
    if applied is not None:
        if applied.change_set_id is None:
            return "0 changes: the program holds already what the source says."
        return f"{made:,} rows made and {changed:,} changed, as one change set."
    if not prepared.plan.has_changes:
        return "0 changes: --apply would write nothing."
    program = prepared.context.program
    would = f"Nothing was written. --apply would make {made:,} rows and change {changed:,}."
    if program.pk or program.name:
        return would
    return f"{would} The program “{program.slug}” does not exist yet: --apply needs --name NAME."


def _at(path: str, line: int) -> str:
    if not path:
        return ""
    return f"  [{path}:{line}]" if line else f"  [{path}]"


def _plural(word: str, count: int) -> str:
    if count == 1:
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def shown(value: Any) -> str:
    """A value in one short piece of a line."""
    if value is None or value == "":
        return "nothing"
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= WIDEST else text[: WIDEST - 1] + '…'}”"
