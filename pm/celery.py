"""The Celery application. Tasks are found in each app's tasks.py."""

import os

from celery import Celery
from celery.signals import setup_logging

from pm import transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pm.settings")

transport.use()
app = Celery("milepost")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]  # Celery ships no stubs
def keep_django_logging(**_kwargs: object) -> None:
    """Celery would replace the JSON logs by its own."""
