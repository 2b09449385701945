"""Tells what an import would do or has done: as text for people, as values with stable keys for programs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pm.exchange.apply import Applied
from pm.exchange.apply_import import Prepared
from pm.exchange.plan import Clash, Wanted
from pm.pure.ledger import Ledger

COUNTS = ("created", "changed", "unchanged", "conflicts", "deleted_here", "gone")


def as_values(prepared: Prepared, applied: Applied | None) -> dict[str, Any]:
    """The report as JSON keeps it; the keys are stable."""
    context, contribution = prepared.context, prepared.contribution
    return {
        "program": context.program.slug,
        "source": context.name,
        "commit": context.source.commit,
        "applied": applied is not None,
        "change_set": applied.change_set_id if applied is not None else None,
        "counts": counts(prepared),
        "created": [
            {"noun": one.noun, "path": one.path, "line": one.line, "title": one.title}
            for one in prepared.plan.creations
        ],
        "changes": list(_changes(prepared)),
        "conflicts": [_clash(clash) for clash in prepared.plan.clashes],
        "gone": [
            {"noun": gone.noun, "path": gone.path, "anchor": gone.anchor, "label": gone.label}
            for gone in prepared.plan.gone
        ],
        "deleted_here": [
            {"noun": one.noun, "path": one.path, "line": one.line, "title": one.title}
            for one in prepared.plan.deleted
        ],
        "problems": [
            {"path": one.path, "line": one.line, "rule": one.rule, "sentence": one.sentence}
            for one in prepared.problems
        ],
        "subteams": [
            {"name": team.name, "kind": team.kind, "spellings": dict(team.spellings)}
            for team in contribution.foldings
        ],
        "unkept": dict(contribution.unkept),
        "lines": lines_of(contribution.ledger),
        "skipped": [
            {"path": one.path, "rule": one.rule, "sentence": one.sentence} for one in context.source.skipped
        ],
    }


def counts(prepared: Prepared) -> dict[str, dict[str, int]]:
    """How many rows of each noun are created, changed, unchanged, in conflict, deleted here or gone."""
    plan = prepared.plan
    conflicting = {clash.wanted.place for clash in plan.clashes}
    found = {
        "created": Counter(one.noun for one in plan.creations),
        "changed": Counter(update.wanted.noun for update in plan.changed),
        "unchanged": Counter(
            update.wanted.noun
            for update in plan.updates
            if not update.changes and update.wanted.place not in conflicting
        ),
        "conflicts": Counter(clash.wanted.noun for clash in plan.clashes),
        "deleted_here": Counter(one.noun for one in plan.deleted),
        "gone": Counter(gone.noun for gone in plan.gone),
    }
    return {noun: {name: found[name][noun] for name in COUNTS} for noun in prepared.keepers}


def lines_of(ledger: Ledger | None) -> dict[str, Any]:
    """The account of the non-blank lines."""
    if ledger is None:
        return {"total": 0, "consumed": 0, "ignored": 0, "reported": 0, "rules": {}}
    return {
        "total": ledger.total,
        "consumed": ledger.consumed,
        "ignored": ledger.ignored,
        "reported": ledger.reported,
        "rules": ledger.rules(),
    }


def _changes(prepared: Prepared) -> Iterator[dict[str, Any]]:
    for update in prepared.plan.changed:
        for change in update.changes:
            yield {
                "noun": update.wanted.noun,
                "label": update.label,
                "path": update.wanted.path,
                "line": update.wanted.line,
                "field": change.field,
                "from": change.before,
                "to": change.after,
            }


def _clash(clash: Clash) -> dict[str, Any]:
    wanted: Wanted = clash.wanted
    return {
        "noun": wanted.noun,
        "label": clash.label,
        "path": wanted.path,
        "line": wanted.line,
        "field": clash.field,
        "imported": clash.given,
        "here": clash.theirs,
        "source": clash.source,
        "by": clash.by,
    }
