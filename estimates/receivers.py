"""In the same transaction: a changed plan asks for its figures, a milestone's step records its decision."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from estimates.services import decision, recompute
from milestones.rules import STEP_EFFECTS
from milestones.signals import plan_changed
from pm.models import Program
from pm.registry import SETTING_EFFECTS


@receiver(plan_changed, dispatch_uid="estimates.plan_changed")
def request_figures(
    sender: Any, *, milestone_id: int, program: Program, now: datetime, **kwargs: Any
) -> None:
    recompute.request_one(milestone_id=milestone_id, program=program, now=now)


STEP_EFFECTS.add("decision", decision.record_step)
SETTING_EFFECTS.add("figures", recompute.request_soon)
