"""What was written, in one sentence: what a toast says after a save or an undo."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.db import models

from pm.models import Change
from pm.queries.history import Part, abouts_of, column_of, field_in_words, is_restored

MOST = 3
LONGEST = 60


def in_short(changes: Sequence[Change], today: date) -> str:
    """What was written, in a sentence made of the changes alone: `M-31: target 30 Sep → 14 Oct.`"""
    said: list[str] = []
    for subject, group in groupby(changes, key=lambda one: one.subject):
        rows = list(group)
        if (back := brought_back(rows)) is not None:
            said.append(f"{'restored' if said else 'Restored'} {back}")
            continue
        parts = [part for about in abouts_of(rows, {}, today) for part in about.parts]
        named = {field_in_words(one.field) for one in rows if isinstance(column_of(one), models.ForeignKey)}
        words = [part.what if part.is_row else shortened(part, is_named=part.what in named) for part in parts]
        more = len(words) - MOST
        text = ", ".join(words[:MOST]) + (f" and {more} more" if more > 0 else "")
        if text:
            said.append(f"{subject}: {text}" if subject else text[:1].upper() + text[1:])
    if len(said) > MOST:
        return f"{len(changes):,} changes of {len(said):,} things."
    return f"{'; '.join(said)}." if said else ""


def brought_back(rows: Sequence[Change]) -> str | None:
    """`M-22 Relay` where these changes bring back a row that was deleted; None where they do not."""
    whole = next((one for one in rows if is_restored(one) and one.label == one.subject), None)
    if whole is None:
        return None
    title = str((whole.payload or {}).get("title") or "")
    return f"{whole.subject} {title}".strip().removesuffix(".")


def shortened(part: Part, *, is_named: bool) -> str:
    """A changed field for a toast: what it is now where that is short."""
    if is_named or part.is_text or len(part.before) + len(part.after) > LONGEST:
        return f"{part.what} changed"
    return f"{part.what} {part.before} → {part.after}"
