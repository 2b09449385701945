"""The forms of an unknown and the filters of its register."""

from collections.abc import Iterable
from typing import Any

from django import forms

from milestones.forms.obstacle import ObstacleFilter, ObstacleForm
from milestones.forms.spec import StepForm
from milestones.models import Unknown
from milestones.pure.spec_states import UNKNOWN_STEPS
from milestones.services.unknown import APPROVERS
from pm.forms.chosen import PersonField
from pm.forms.fields import Settled
from pm.models import Membership, User


class ApproverField(PersonField):
    """A program lead or manager."""

    def offered(self, form: Settled) -> Iterable[User]:
        here = Membership.objects.filter(program=form.program, is_active=True, role__in=APPROVERS)
        rows = User.objects.filter(pk__in=here.values("user_id"), is_active=True)
        return rows.order_by("name", "pk")


class UnknownForm(ObstacleForm):
    """A question whose answer may move the plan."""

    title = forms.CharField(label="What is not known", max_length=300)


class UnknownStepForm(StepForm):
    steps = UNKNOWN_STEPS
    asked = {
        Unknown.Status.ANSWERED: "The answer",
        Unknown.Status.DEFERRED: "Why it can wait",
        Unknown.Status.OPEN: "Why it is open again",
    }

    deferred_by = ApproverField(
        label="Who agreed that it can wait",
        help_text="A program lead or manager, not the person who defers it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.target != Unknown.Status.DEFERRED:
            del self.fields["deferred_by"]


class UnknownFilter(ObstacleFilter):
    letter = Unknown.LETTER
