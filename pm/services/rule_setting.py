"""The verbs of a rule's setting: a program's own weight and threshold; without one the default stands."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Program, RuleSetting
from pm.queries.rule_setting import rule_of, usual
from pm.registry import Rule, Weight
from pm.services.history import recording
from pm.services.setting import tell

EDITABLE = frozenset({"weight", "threshold"})
SUBJECT = "rules"
HIGHEST = Decimal(100_000)


def check(rule: Rule, changes: Mapping[str, Any]) -> None:
    """Raise DomainError for a weight no rule has, and a threshold this one cannot have."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    if changes.get("weight", Weight.OFF) not in set(Weight):
        raise DomainError("Choose how heavy the rule is.", field="weight")
    if "threshold" not in changes:
        return
    if not rule.unit:
        raise DomainError(f"“{rule.title}” has no threshold.", field="threshold")
    threshold = changes["threshold"]
    if threshold is None or not 0 <= threshold <= HIGHEST:
        raise DomainError(f"A threshold is 0 to {HIGHEST:,} {rule.unit}.", field="threshold")


def edit(
    *,
    program: Program,
    rule: Rule,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> RuleSetting | None:
    """Set the weight or the threshold of a rule in this program; its figures are computed anew."""
    check(rule, changes)
    with recording(actor, program) as record:
        record.lock(program)  # the row may not be there yet
        row = RuleSetting.objects.filter(program=program, rule=rule.id).first()
        weight, threshold = usual(rule)
        stands = {"weight": weight, "threshold": threshold}
        seen = {**stands, **(base or {})}
        if row is None:
            refuse_stale(stands, seen, changes)
            if not changes:
                return None
            row = record.create(
                RuleSetting(program=program, rule=rule.id, **(stands | dict(changes))), subject=SUBJECT
            )
            tell(program, actor)
            return row
        row = record.lock(row)
        if row.threshold is None and seen["threshold"] == threshold:
            seen["threshold"] = None
        if record.update(row, changes, base=seen if base is not None else None, subject=SUBJECT):
            tell(program, actor)
    return row


def refuse_stale(stands: Mapping[str, Any], seen: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Raise StaleEdit where the editor saw a setting that somebody else has taken back meanwhile."""
    conflicts = [
        Conflict(name, seen[name], stands[name], wanted)
        for name, wanted in changes.items()
        if seen[name] != stands[name] and wanted != stands[name]
    ]
    if conflicts:
        raise StaleEdit(conflicts)


def reset(*, program: Program, rule: Rule, actor: Actor) -> None:
    """Take the program's own setting of a rule back: its default stands again."""
    with recording(actor, program) as record:
        record.lock(program)
        row = RuleSetting.objects.filter(program=program, rule=rule.id).first()
        if row is None:
            return
        was_own = rule_of(program, rule).is_own
        record.delete(row, subject=SUBJECT)
        if was_own:
            tell(program, actor)
