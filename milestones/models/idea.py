"""What people say about the ideas of a laundry list: how much one is worth, and which goes before which."""

from django.core.validators import MaxValueValidator
from django.db import models

from milestones.models.milestone import Milestone
from pm.constraints import SameProgram
from pm.models.base import ProgramModel, Recorded


class IdeaVote(ProgramModel):
    """The value, 0 to 10, that one person sees in an idea."""

    idea = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey("pm.User", on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["idea", "user"], name="idea_vote_once_a_person"),
            models.CheckConstraint(condition=models.Q(value__lte=10), name="idea_vote_0_to_10"),
            SameProgram("idea", name="idea_vote_idea_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.value} of 10"


class Preference(ProgramModel, Recorded):
    """We prioritise this over that, because …; append-only."""

    over = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="preferred_over")
    under = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="preferred_under")
    because = models.CharField(max_length=300)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(over=models.F("under")), name="preference_between_two"
            ),
            SameProgram("over", name="preference_over_same_program"),
            SameProgram("under", name="preference_under_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.over_id} before {self.under_id}"
