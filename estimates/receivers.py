"""A changed plan asks for its figures, in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from estimates.services import recompute
from milestones.signals import plan_changed
from pm.models import Program


@receiver(plan_changed, dispatch_uid="estimates.plan_changed")
def request_figures(
    sender: Any, *, milestone_id: int, program: Program, now: datetime, **kwargs: Any
) -> None:
    recompute.request_one(milestone_id=milestone_id, program=program, now=now)
