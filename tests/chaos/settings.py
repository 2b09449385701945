"""The product's settings, with one more job: tests/chaos/tasks.py registers it."""

from pm.settings import *  # noqa: F403, TID251
from pm.settings import INSTALLED_APPS  # noqa: TID251

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos"]
