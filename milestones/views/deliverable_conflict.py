"""A stale edit of a deliverable page: base, theirs, mine, and what keeping mine posts."""

from typing import Any

from django.urls import reverse

from milestones.forms.deliverable import ChecklistForm, StepForm
from milestones.models import ChecklistItem, Deliverable
from milestones.views.deliverable_parts import Tried
from pm.errors import Conflict
from pm.models import Program

WORDS = dict(ChecklistItem.State.choices) | dict(Deliverable.Status.choices)
LABELS = {"state": "State", "evidence": "Evidence", "because": "Because", "status": "Status"}


def conflict_of(tried: Tried, row: Deliverable, program: Program) -> dict[str, Any] | None:
    """What `_conflict.html` shows; None when nothing was stale."""
    if tried.stale is None:
        return None
    first = tried.stale.conflicts[0]
    shared = {
        "id": f"deliverable-{row.pk}-conflict",
        "title": f"{first.by or 'Somebody else'} changed this while you were writing",
        "text": "Nothing typed is lost. Choose which answer stays.",
        "cancel_url": reverse("deliverable_detail", args=[program.slug, row.key]),
    }
    if isinstance(tried.form, ChecklistForm):
        return shared | checklist_conflict(tried, row, program)
    return shared | step_conflict(tried, row, program)


def row_of(conflict: Conflict) -> dict[str, str]:
    """One stale field in words, with what the form would post."""
    base, theirs, mine = (str(one or "") for one in (conflict.base, conflict.theirs, conflict.mine))
    return {
        "label": LABELS.get(conflict.field, conflict.field),
        "name": conflict.field if conflict.field != "status" else "to",
        "base": WORDS.get(base, base),
        "theirs": WORDS.get(theirs, theirs),
        "mine": WORDS.get(mine, mine),
        "mine_value": mine,
        "theirs_value": theirs,
    }


def checklist_conflict(tried: Tried, row: Deliverable, program: Program) -> dict[str, Any]:
    """Keeping mine posts the whole answer again, seen against what stands there now."""
    assert tried.stale is not None and isinstance(tried.form, ChecklistForm)  # noqa: S101, PT018 -- for mypy
    now = ChecklistItem.objects.filter(deliverable=row).get(pk=tried.pk)
    rows = [row_of(one) for one in tried.stale.conflicts]
    shown = {one["name"] for one in rows}
    hidden: list[tuple[str, str]] = []
    for name, value in tried.form.answer.items():
        if name not in shown:
            hidden += [(name, value), (f"base_{name}", str(getattr(now, name)))]
    return {
        "rows": rows,
        "hidden": hidden,
        "action": reverse("checklist_answer", args=[program.slug, row.key, tried.pk]),
    }


def step_conflict(tried: Tried, row: Deliverable, program: Program) -> dict[str, Any]:
    """Keeping mine takes the same step from where the deliverable is now."""
    assert tried.stale is not None and isinstance(tried.form, StepForm)  # noqa: S101, PT018 -- for mypy
    rows = [row_of(one) for one in tried.stale.conflicts if one.field == "status"]
    theirs = rows[0]["theirs_value"] if rows else row.status
    return {
        "rows": rows,
        "hidden": [("reason", tried.form.data.get("reason", "")), ("base_status", theirs)],
        "action": reverse("deliverable_step", args=[program.slug, row.key]),
    }
