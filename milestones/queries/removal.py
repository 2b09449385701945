"""What stands in the way when a row is to be deleted, and what would go with it."""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from milestones.models import Deliverable, Milestone, Task
from pm.models import Attachment, Comment

Removable = Milestone | Deliverable | Task
MOST = 20


@dataclass(frozen=True, slots=True)
class Removal:
    """What refers to a row, why its state forbids it, and what is a part of it, in words."""

    refusal: str
    referring: tuple[models.Model, ...]
    said: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        return not (self.refusal or self.referring or self.said)


def removal_of(row: Removable) -> Removal:
    """What keeps a row, and what goes with it."""
    collector = Collector(using="default", origin=row)
    referring: set[models.Model] = set()
    try:
        collector.collect([row])
    except ProtectedError as problem:
        referring = problem.protected_objects
    except RestrictedError as problem:
        referring = problem.restricted_objects
    held = sorted(referring, key=lambda one: (one._meta.label, one.pk))
    return Removal(
        refusal=refusal_of(row),
        referring=tuple(held[:MOST]),
        said=tuple(said_about(row)),
        parts=() if referring else tuple(parts_of(row, collector)),
    )


def refusal_of(row: Removable) -> str:
    """Why its state forbids to delete it; empty where it does not."""
    if isinstance(row, Milestone):
        if row.committed_on is not None or row.status not in {"IDEA", "PROPOSED"}:
            return f"{row.key} was promised or has ended. Drop it or archive it: what was planned stays told."
    elif isinstance(row, Deliverable):
        if row.started_on is not None or row.status != Deliverable.Status.PLANNED:
            return f"{row.key} was begun or has ended. Drop it or cut it: what was planned stays told."
    elif row.status != Task.Status.OPEN:
        return (
            f"{row.key} is {row.get_status_display().lower()}. Only an open task is deleted; drop it instead."
        )
    return ""


def said_about(row: Removable) -> list[str]:
    """What people said of it, which names it by its key."""
    own = {"program": row.program_id, "subject": row.key, "removed_at": None}
    counts = (
        (Comment.objects.filter(**own).count(), "comment"),
        (Attachment.objects.filter(**own).count(), "file"),
    )
    return [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]


def parts_of(row: Removable, collector: Collector) -> list[str]:
    """What is a part of it and goes with it: `2 checklist items`."""
    found: Counter[str] = Counter()
    names: dict[str, tuple[str, str]] = {}
    groups = [(rows.model, rows.count()) for rows in collector.fast_deletes]
    groups += [(model, len(rows)) for model, rows in collector.data.items() if model is not type(row)]
    for model, count in groups:
        names[model._meta.label] = (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
        found[model._meta.label] += count
    return [f"{count} {names[label][count != 1]}" for label, count in sorted(found.items()) if count]
