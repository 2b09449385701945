"""The admin reads; writing goes through the pages, so that history holds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from pm import models


class ReadOnlyAdmin(admin.ModelAdmin):
    """Lists and shows rows, changes none."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_superuser", "theme", "created_at", "last_login")


@admin.register(models.Program)
class ProgramAdmin(ReadOnlyAdmin):
    list_display = ("slug", "name", "is_public", "is_sample", "created_at")
    search_fields = ("slug", "name")


@admin.register(models.Subteam)
class SubteamAdmin(ReadOnlyAdmin):
    list_display = ("name", "program", "kind", "code")
    list_select_related = ("program",)
    search_fields = ("name",)


@admin.register(models.Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("user", "program", "role", "is_active")
    list_select_related = ("user", "program")
    search_fields = ("user__email", "user__name")


@admin.register(models.Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("recorded_at", "actor_name", "kind", "noun", "label", "field")
    search_fields = ("label", "subject", "actor_name")


@admin.register(models.JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    list_display = ("job", "slot", "state", "attempts", "requested_at", "finished_at")
    search_fields = ("job", "slot")


@admin.register(models.OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    list_display = ("to", "subject", "state", "attempts", "requested_at", "sent_at")
    search_fields = ("to", "subject")


@admin.register(models.RuleSetting)
class RuleSettingAdmin(ReadOnlyAdmin):
    list_display = ("program", "rule", "weight", "threshold")
    list_select_related = ("program",)
