"""The admin reads the bet."""

from django.contrib import admin

from estimates import models
from pm.admin import ReadOnlyAdmin


@admin.register(models.Estimate)
class EstimateAdmin(ReadOnlyAdmin):
    list_display = (
        "milestone",
        "deliverable",
        "purpose",
        "kind",
        "likely_days",
        "happened_on",
        "is_baseline",
    )
    list_select_related = ("milestone", "deliverable")


@admin.register(models.EffortEntry)
class EffortEntryAdmin(ReadOnlyAdmin):
    list_display = ("week", "subteam", "deliverable", "milestone", "person_days")
    list_select_related = ("subteam", "deliverable", "milestone")


@admin.register(models.Forecast)
class ForecastAdmin(ReadOnlyAdmin):
    list_display = ("milestone", "made_at", "level", "expected_days_late", "rank_score", "is_latest")
    list_select_related = ("milestone",)


@admin.register(models.Flag)
class FlagAdmin(ReadOnlyAdmin):
    list_display = ("milestone", "level", "opened_at", "closed_at")
    list_select_related = ("milestone",)


@admin.register(models.FlagReason)
class FlagReasonAdmin(ReadOnlyAdmin):
    list_display = ("flag", "rule", "weight", "number", "since_on", "sentence")
    list_select_related = ("flag",)


@admin.register(models.RiskReview)
class RiskReviewAdmin(ReadOnlyAdmin):
    list_display = ("program", "reviewed_by", "reviewed_at")
    list_select_related = ("program", "reviewed_by")
