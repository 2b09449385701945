"""What has a public key in the plan: how a reader finds it by letter and number."""

from collections.abc import Callable
from typing import Any

from django.db import models

from milestones.models import Blocker, Deliverable, Dependency, Handover, Milestone, Risk, Task, Unknown
from pm.models import Program
from pm.permissions import Permission
from pm.registry import SUBJECTS, Subject
from pm.rules import Access

Find = Callable[[Program, Access, int], models.Model | None]


def visible(model: type[models.Model]) -> Find:
    """Finds a row that hangs on a milestone, internal ones only for insiders."""

    def find(program: Program, access: Access, number: int) -> models.Model | None:
        rows: Any = model._default_manager  # every keyed noun's manager has `visible`
        sees = access.can(Permission.VIEW_INTERNAL)
        found: models.Model | None = (
            rows.visible(sees_internal=sees).filter(program=program, number=number).first()
        )
        return found

    return find


for _noun, _model, _letter, _label, _icon in (
    ("milestone", Milestone, "M", "Milestone", "timeline"),
    ("deliverable", Deliverable, "D", "Deliverable", "box"),
    ("task", Task, Task.LETTER, "Task", "task"),
    ("handover", Handover, Handover.LETTER, "Handover", "handover"),
    ("dependency", Dependency, Dependency.LETTER, "Dependency", "link"),
    ("risk", Risk, Risk.LETTER, "Risk", "flag"),
    ("blocker", Blocker, Blocker.LETTER, "Blocker", "error"),
    ("unknown", Unknown, Unknown.LETTER, "Unknown", "h-unknown"),
):
    SUBJECTS.add(_letter, Subject(_letter, _label, f"{_noun}_detail", _icon, visible(_model)))
