"""A real browser at the real web server: a page for a person, in a width and a theme."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from pm.models import User
from tests.run import find_browser

FLAGS = [
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# What still moves comes to rest: half-way through a change of theme no colour is the one that is meant.
AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter(moving => moving.effect.getComputedTiming().endTime !== Infinity)
    .map(moving => moving.finished))"""
AXE = Axe()
OF_COLOURS = ("color-contrast",)  # all that a theme changes
HEIGHTS = {390: 844, 1440: 900}
PageAs = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def orm_beside_the_browser() -> Iterator[None]:
    """Playwright's loop runs in this thread; Django would refuse the database there."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; nothing is downloaded."""
    path = find_browser()
    if path is None:
        pytest.skip("no chromium; apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": path, "args": [*FLAGS, *sandbox]}


class Complaints:
    """What the browser was unhappy about: errors of scripts, refused styles and scripts, missing files."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def listen(self, page: Page) -> None:
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("response", lambda answer: self.note_status(answer.status, answer.url))

    def note(self, message: ConsoleMessage) -> None:
        """Answers such as 409 and 422 are meant; the browser logs them as errors all the same."""
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.found.append(f"console: {message.text}")

    def note_status(self, status: int, url: str) -> None:
        if status >= 500 or (status == 404 and "/static/" in url):
            self.found.append(f"{status}: {url}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test that made the browser complain."""
    collector = Complaints()
    yield collector
    assert collector.found == []


@pytest.fixture
def page_as(live: str, browser: Browser, complaints: Complaints) -> Iterator[PageAs]:
    """page_as(user, width=390, theme="dark"): a page of a person's own browser; None is nobody.

    The person asked for little motion, so that colours and places are final at once.
    """
    contexts: list[BrowserContext] = []

    def open_page(user: User | None, *, width: int = 1440, theme: str = "light", js: bool = True) -> Page:
        context = browser.new_context(
            base_url=live,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=js,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            context.add_cookies([cookie_of(user, live)])
        page = context.new_page()
        complaints.listen(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def cookie_of(user: User, address: str) -> Any:
    """A session as the login makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}


def axe_violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What the accessibility rules find (all, or those named): rule, element, how to mend it."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    page.evaluate(AT_REST)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [
        f"{rule['id']}: {node['target']} {' '.join(node.get('failureSummary', '').split())}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults_of_looks(page: Page) -> list[str]:
    """What is wrong with the page that is shown, wide and narrow, light and dark, loaded once."""
    faults = []
    for width, theme in ((1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        found = axe_violations(page, OF_COLOURS if theme == "dark" else ())
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("it scrolls sideways")
        faults += [f"{page.url} {width} {theme}: {fault}" for fault in found]
    return faults
