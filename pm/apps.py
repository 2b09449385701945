"""Start-up of the kernel: every app's contributions are imported once."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

CONTRIBUTIONS = ("rules", "panels", "receivers", "search", "exchange", "demo", "digest", "undo", "tasks")


class PmConfig(AppConfig):
    name = "pm"
    label = "pm"

    def ready(self) -> None:
        autodiscover_modules(*CONTRIBUTIONS)
