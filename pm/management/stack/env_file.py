"""The `.env` beside manage.py: made once, with a key of its own."""

import os
import secrets
from pathlib import Path

CONTENTS = """\
# Written by `make run` on its first start. Every variable is described in .env.example.
SECRET_KEY={key}
# Everything runs on this computer: without REDIS_URL the queue is a folder.
PM_SINGLE_NODE=1
"""


def ensure(path: Path) -> bool:
    """Write the file if it is missing, readable by its owner only. True when it was written."""
    if path.exists() or os.environ.get("SECRET_KEY"):
        return False
    text = CONTENTS.format(key=secrets.token_urlsafe(50))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return True
