"""The admin reads the plan."""

from django.contrib import admin

from milestones import models
from pm.admin import ReadOnlyAdmin


@admin.register(models.Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    list_display = ("key", "title", "program", "track", "status", "target_to_on", "health")
    list_select_related = ("program", "track")
    search_fields = ("title",)


@admin.register(models.Deliverable)
class DeliverableAdmin(ReadOnlyAdmin):
    list_display = ("key", "title", "program", "milestone", "accountable", "status", "due_on")
    list_select_related = ("program", "milestone", "accountable")
    search_fields = ("title",)


@admin.register(models.Track)
class TrackAdmin(ReadOnlyAdmin):
    list_display = ("name", "program", "rank")
    list_select_related = ("program",)
    search_fields = ("name",)


@admin.register(models.Feature)
class FeatureAdmin(ReadOnlyAdmin):
    list_display = ("name", "area", "program")
    list_select_related = ("program",)
    search_fields = ("name",)


@admin.register(models.Statement)
class StatementAdmin(ReadOnlyAdmin):
    list_display = ("code", "feature", "state", "revision", "text")
    list_select_related = ("feature",)
    search_fields = ("text",)


@admin.register(models.TargetRevision)
class TargetRevisionAdmin(ReadOnlyAdmin):
    list_display = ("milestone", "previous_to_on", "to_on", "is_slip", "reason_class", "happened_on")
    list_select_related = ("milestone",)
    search_fields = ("milestone__title",)


@admin.register(models.Pin)
class PinAdmin(ReadOnlyAdmin):
    list_display = ("deliverable", "statement", "revision", "scope")
    list_select_related = ("deliverable", "statement")
    search_fields = ("deliverable__title",)
