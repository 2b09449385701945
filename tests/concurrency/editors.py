"""Editors over HTTP: real sessions, real CSRF, one connection each."""

import html
import re
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

    def look(self, path: str, name: str) -> str:
        """Open the editor of a field; what it says the field holds."""
        status, form = self.ask(f"{path}{name}/")
        if status != 200:
            raise AssertionError(f"{name} was not shown: {status}")
        return base_in(form, name)

    def settle(self, path: str, name: str, value: str, seen: str) -> None:
        """Save a value; where somebody was quicker, read theirs and choose one's own all the same."""
        for _ in range(MAX_TRIES):
            status, answer = self.ask(f"{path}{name}/", {name: value, f"base_{name}": seen})
            self.statuses[status] += 1
            if status == 200:
                self.saved.append((name, value))
                return
            if status != 409:
                raise AssertionError(f"{name} was answered with {status}")
            seen = base_in(answer, name)
        raise AssertionError(f"{name} was not saved in {MAX_TRIES} tries")


def base_in(answer: str, name: str) -> str:
    """What a form says the field held when it was made."""
    bases = {found["name"]: html.unescape(found["value"]) for found in HIDDEN.finditer(answer)}
    return bases[f"base_{name}"]
