"""One organisation unit with its own roadmap, people and policy."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from pm.models.base import ProgramModel
from pm.models.user import User

RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "admin",
        "api",
        "healthz",
        "inbox",
        "invitations",
        "metrics",
        "programs",
        "readyz",
        "sample",
        "search",
        "shortcuts",
        "signoffs",
        "static",
        "theme",
    }
)


class ProgramQuerySet(models.QuerySet["Program"]):
    def visible_to(self, user: object) -> Self:
        """Programs this user may open: their own, public ones, all for the instance administrator."""
        if not isinstance(user, User) or not user.is_active:
            return self.filter(is_public=True)
        if user.is_superuser:
            return self
        mine = models.Q(pk__in=user.memberships.filter(is_active=True).values("program_id"))
        return self.filter(mine | models.Q(is_public=True))


class Program(models.Model):
    """Everything belongs to one program; nothing crosses programs."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    is_public = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC")
    days_per_month = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    update_weekday = models.PositiveSmallIntegerField(default=4)
    # Working days of the week, 0 is Monday: "01234".
    weekdays = models.CharField(max_length=7, default="01234")
    asks_close_acceptance = models.BooleanField(default=False)
    allows_contributors = models.BooleanField(default=True)
    # A decision is owed when effort passes the appetite, or P50 the baseline times this.
    breaker_factor = models.DecimalField(max_digits=4, decimal_places=2, default=2)
    created_at = models.DateTimeField()

    objects = ProgramQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days_per_month__gte=1, days_per_month__lte=31),
                name="program_days_per_month_1_to_31",
            ),
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="program_slug_is_no_root_route"
            ),
            models.CheckConstraint(
                condition=models.Q(update_weekday__lte=6), name="program_update_weekday_0_to_6"
            ),
            models.CheckConstraint(
                condition=models.Q(weekdays__regex=r"^0?1?2?3?4?5?6?$") & ~models.Q(weekdays=""),
                name="program_weekdays_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(breaker_factor__gte=1), name="program_breaker_factor_from_1"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeySequence(ProgramModel):
    """The next number of a kind of public key (`M-12`). Numbers are burnt: never given twice."""

    letter = models.CharField(max_length=2)
    next_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "letter"], name="key_sequence_once_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.next_number}"
