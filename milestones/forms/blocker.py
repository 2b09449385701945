"""The forms of a blocker and the filters of its register."""

from django import forms

from milestones.forms.obstacle import ObstacleFilter, ObstacleForm
from milestones.forms.spec import StepForm
from milestones.models import Blocker
from milestones.pure.spec_states import BLOCKER_STEPS


class BlockerForm(ObstacleForm):
    """What stops the work."""

    title = forms.CharField(label="What stops the work", max_length=300)


class BlockerStepForm(StepForm):
    steps = BLOCKER_STEPS
    asked = {
        Blocker.Status.RESOLVED: "How it was resolved",
        Blocker.Status.OPEN: "Why it stops the work again",
    }


class BlockerFilter(ObstacleFilter):
    letter = Blocker.LETTER
