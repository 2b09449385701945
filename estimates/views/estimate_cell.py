"""The estimate of a deliverable, edited in place wherever it shows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from estimates.forms.estimate import words_of
from estimates.forms.estimate_cell import FIELDS, DeliverableEstimateForm
from estimates.models import Estimate
from estimates.queries.estimate import known_of, newest_by_purpose, remember, with_estimate
from estimates.services.estimate import SAW_NONE, EstimateRefused, set_parsed
from milestones.models import Deliverable
from milestones.views.cells import EDITABLES
from pm.actor import Actor
from pm.errors import StaleEdit
from pm.http import UserRequest
from pm.models import Program
from pm.permissions import Permission
from pm.pure.cells import CellField
from pm.registry import ListExtra, list_extras
from pm.rules import Access
from pm.templatetags.ui import person_days
from pm.views.column import Column


def form_of(request: UserRequest, program: Program, row: Deliverable) -> DeliverableEstimateForm:
    return DeliverableEstimateForm.of(request, program, row=row)


def save(
    *, row: Deliverable, changes: Mapping[str, Any], base: Mapping[str, Any], more: Any, actor: Actor
) -> Deliverable:
    """Append what was written, where the newest one is that which was seen."""
    [(name, parsed)] = changes.items()
    if parsed is None:
        raise EstimateRefused("An estimate is missing. Write 10 d, 5–10–20 or a size such as M.", field=name)
    seen = base.get(name)
    newest = (seen.pk if seen else SAW_NONE) if name in base else None
    try:
        made = set_parsed(target=row, parsed=parsed, purpose=FIELDS[name], base=newest, actor=actor)
    except StaleEdit as stale:
        raise StaleEdit([replace(one, field=name) for one in stale.conflicts]) from stale
    remember(row, newest_by_purpose(row) | {made.purpose: made})
    return row


def likely_of(name: str) -> Callable[[Deliverable], str]:
    """`14 d`, the likely days of what is known."""

    def show(row: Deliverable) -> str:
        known = known_of(row, FIELDS[name])
        return f"{person_days(known.likely_days)} d" if known else ""

    return show


def range_of(name: str) -> Callable[[Deliverable, date], str]:
    """`M`, or `9–22` where the range is open."""

    def note(row: Deliverable, today: date) -> str:
        known = known_of(row, FIELDS[name])
        if known is None or known.kind == Estimate.Kind.TSHIRT:
            return known.size if known else ""
        ends = [person_days(days) for days in (known.low_days, known.high_days)]
        return "" if ends[0] == ends[1] else "–".join(ends)

    return note


def sentence_of(name: str, what: str) -> Callable[[Deliverable, date], str]:
    return lambda row, today: (
        f"{what} {row.key} is {words_of(known_of(row, FIELDS[name])) or 'not said'} now."
    )


def may_estimate(access: Access, row: Deliverable) -> bool:
    return access.can(Permission.ESTIMATE)


def field_of(name: str, title: str, what: str) -> CellField:
    return CellField(
        title,
        likely_of(name),
        note=range_of(name),
        say=sentence_of(name, what),
        form=form_of,
        save=save,
        permission=may_estimate,
    )


def columns_of(request: UserRequest) -> list[Column]:
    """What a list of deliverables says of their estimates."""
    return [
        Column(
            "Estimate",
            likely_of("estimate"),
            css="num nowrap",
            csv=lambda row: known.likely_days if (known := known_of(row)) else None,
            edit="estimate",
        )
    ]


def register() -> None:
    """Make it known: called once, with the addresses."""
    EDITABLES["D"].fields.update(
        estimate=field_of("estimate", "Estimate", "The estimate of"),
        remaining=field_of("remaining", "What remains", "What remains of"),
    )
    list_extras("deliverable_list").add("estimate", ListExtra(columns_of, with_estimate))
