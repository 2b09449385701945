"""What a subteam can do in a half-year, what of it is promised where, and what it costs."""

from django.db import models

from pm.constraints import SameProgram
from pm.models.base import ProgramModel, Recorded
from pm.models.period import PERIOD_PATTERN


class Capacity(ProgramModel, Recorded):
    """People of a subteam in a period; the newest row holds. `support_percent` goes to support."""

    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=6)
    people = models.DecimalField(max_digits=6, decimal_places=2)
    support_percent = models.PositiveSmallIntegerField(default=20)
    note = models.CharField(max_length=300, default="", blank=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(condition=models.Q(people__gte=0), name="capacity_not_negative"),
            models.CheckConstraint(
                condition=models.Q(support_percent__lte=100), name="capacity_support_0_to_100"
            ),
            models.CheckConstraint(
                condition=models.Q(period__regex=PERIOD_PATTERN), name="capacity_period_is_a_half_year"
            ),
            SameProgram("subteam", name="capacity_subteam_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "period", "subteam", "-recorded_at"], name="capacity_newest")
        ]

    def __str__(self) -> str:
        return f"{self.people} people in {self.period}"


class Absence(ProgramModel):
    """Person-days a subteam is away in a period, by a reason and never by a person."""

    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    person_days = models.DecimalField(max_digits=8, decimal_places=2)
    reason = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=models.Q(person_days__gt=0), name="absence_positive"),
            SameProgram("subteam", name="absence_subteam_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.person_days} d from {self.from_on}"


class Allocation(ProgramModel, Recorded):
    """A subteam's (optionally a person's) share of its time, from–to, for a milestone or deliverable."""

    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    milestone = models.ForeignKey(
        "milestones.Milestone",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="allocation",
    )
    deliverable = models.ForeignKey(
        "milestones.Deliverable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="allocation",
    )
    people = models.DecimalField(max_digits=6, decimal_places=2)
    from_on = models.DateField()
    to_on = models.DateField()
    note = models.CharField(max_length=300, default="", blank=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(milestone__isnull=False, deliverable__isnull=True)
                | models.Q(milestone__isnull=True, deliverable__isnull=False),
                name="allocation_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")), name="allocation_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=models.Q(people__gt=0), name="allocation_positive"),
            SameProgram("subteam", name="allocation_subteam_same_program"),
            SameProgram("milestone", name="allocation_milestone_same_program"),
            SameProgram("deliverable", name="allocation_deliverable_same_program"),
        ]
        indexes = [models.Index(fields=["program", "subteam", "from_on"], name="allocation_of_subteam")]

    def __str__(self) -> str:
        return f"{self.people} people, {self.from_on} to {self.to_on}"


class CostRate(ProgramModel):
    """What a person-day of a subteam costs in a period; seen by leads and managers only."""

    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=6)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["subteam", "period"], name="cost_rate_once_a_period"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="cost_rate_not_negative"),
            models.CheckConstraint(
                condition=models.Q(period__regex=PERIOD_PATTERN), name="cost_rate_period_is_a_half_year"
            ),
            SameProgram("subteam", name="cost_rate_subteam_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} a day in {self.period}"


class Size(ProgramModel):
    """A T-shirt size in person-days of this program; an absent row means the usual one."""

    code = models.CharField(max_length=3)
    low_days = models.DecimalField(max_digits=9, decimal_places=2)
    likely_days = models.DecimalField(max_digits=9, decimal_places=2)
    high_days = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "code"], name="size_once"),
            models.CheckConstraint(
                condition=models.Q(low_days__gt=0)
                & models.Q(likely_days__gte=models.F("low_days"))
                & models.Q(high_days__gte=models.F("likely_days")),
                name="size_low_likely_high_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code
