"""Editors over HTTP: real sessions, real CSRF, one connection each."""

import html
import random
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND_KEY
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY

from pm.models import User

CSRF = "c" * 32
HIDDEN = re.compile(r'<input[^>]*\bname="(?P<name>[^"]+)"[^>]*\bvalue="(?P<value>[^"]*)"')
MAX_TRIES = 200


def session_of(user: User) -> str:
    """A logged-in session's key."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


@dataclass
class Editor:
    """One person with a browser's manners: reads the form, thinks, posts it."""

    address: str
    session: str
    saved: list[tuple[str, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def ask(self, path: str, data: dict[str, str] | None = None, *, page: bool = False) -> tuple[int, str]:
        """What is there: a fragment, or the whole page."""
        request = urllib.request.Request(  # noqa: S310 -- loopback, http
            self.address + path,
            data=urllib.parse.urlencode(data).encode() if data is not None else None,
            headers={
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={CSRF}",
                "X-CSRFToken": CSRF,
                **({} if page else {"HX-Request": "true"}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 -- loopback
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def save(self, path: str, name: str, value: str, rng: random.Random) -> None:
        """Edit until it is saved: after a conflict look again and choose one's own value."""
        for _ in range(MAX_TRIES):
            _, form = self.ask(path)
            seen = {m["name"]: html.unescape(m["value"]) for m in HIDDEN.finditer(form)}
            threading.Event().wait(rng.random() * 0.02)
            base = f"base_{name}"
            status, _ = self.ask(path, {name: value, base: seen[base]})
            self.statuses[status] += 1
            if status == 200:
                self.saved.append((name, value))
                return
        raise AssertionError(f"{name} was not saved in {MAX_TRIES} tries")
