#!/usr/bin/env python
"""Milepost's command line."""

import os
import sys

from django.core.management import execute_from_command_line

from pm.errors import SetupError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pm.settings")
    try:
        execute_from_command_line(sys.argv)
    except SetupError as error:
        sys.exit(f"milepost: {error}")
