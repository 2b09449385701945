"""What a log line may not hold."""

import re
from collections.abc import MutableMapping
from typing import Any

# Whoever holds such a link may join, or set a password.
LINKS = re.compile(r"(/invitations/|/accounts/password/reset/key/|/accounts/confirm-email/)[^/\s\"']+")
HIDDEN = r"\1…"


def hide_links(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Cut the secret part off the addresses that log a person in."""
    for name, value in event.items():
        if isinstance(value, str) and LINKS.search(value):
            event[name] = LINKS.sub(HIDDEN, value)
    return event
