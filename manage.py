#!/usr/bin/env python
"""Milepost's command line."""

import os
import sys

from django.core.management import execute_from_command_line

from pm.errors import SetupError
from pm.management.stack import preflight, prepare


def main(words: list[str]) -> None:
    """Run one command. What is not set up is one line and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pm.settings")
    stack = None
    try:
        if words[1:2] and words[1] in prepare.COMMANDS and not {"-h", "--help"} & set(words):
            stack = prepare.prepare(words[1:])
        else:
            preflight.check_command(words)
        execute_from_command_line(words)
    except SetupError as error:
        sys.stderr.write(f"milepost: {error}\n")
        sys.exit(2)
    finally:
        if stack is not None:
            stack.lock.close()


if __name__ == "__main__":
    main(sys.argv)
