"""Start-up of the milestones app."""

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "milestones"
    label = "milestones"
