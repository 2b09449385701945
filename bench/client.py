"""A bounded closed-loop client: so many users, each asks again when the answer is there. Loopback only."""

import gzip
import html
import http.client
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field

from bench.pages import Page

WARM = 3
LEAST = 5
MOST = 400
Answer = tuple[int, bytes]
FORMS = re.compile(r"<form[^>]*/bulk/[^>]*>(.*?)</form>", re.DOTALL)
INPUTS = re.compile(r"<input[^>]*>")
BASE = rb'name="base_%s" value="([^"]*)"'
PAIRS = re.compile(r'(name|value|type)="([^"]*)"')
FORM = "application/x-www-form-urlencoded"


@dataclass
class Figures:
    """What one page cost at one number of users. Times in milliseconds."""

    page: str
    users: int
    times: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    size: int = 0
    compressed: int = 0
    cpu_ms: float = 0.0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def note(self, milliseconds: float, status: int, body: bytes) -> None:
        if status != 200:
            self.errors[str(status)] = self.errors.get(str(status), 0) + 1
            return
        self.times.append(milliseconds)
        if len(body) > self.size:
            self.size, self.compressed = len(body), len(gzip.compress(body, 6))


class Client:
    """One browser's connection with its cookies."""

    def __init__(
        self, port: int, cookies: dict[str, str] | None = None, seen: dict[str, str] | None = None
    ) -> None:
        self.port = port
        self.cookies = dict(cookies or {})
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        # What was last written, by path: an edit says what it saw.
        self.seen: dict[str, str] = {} if seen is None else seen

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        sent = dict(headers)
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body, sent)
                answer = self.connection.getresponse()
                text = answer.read()
                break
            except (http.client.HTTPException, OSError):
                self.connection.close()
                if attempt == 2:
                    raise
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, text

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("GET", path, None, headers or {})

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        token = {"X-CSRFToken": self.cookies["csrftoken"]} if "csrftoken" in self.cookies else {}
        sent = {"Content-Type": FORM, "Referer": f"http://127.0.0.1:{self.port}/", **token, **(headers or {})}
        return self.ask("POST", path, urllib.parse.urlencode(fields), sent)

    def visit(self, page: Page, path: str, turn: int) -> Answer:
        """Open the page, or write one field of it, or of many rows."""
        if page.bulk:
            return self.change_many(page, path, turn)
        if not page.posts:
            return self.get(path, page.headers)
        value = str(turn % 10)
        fields = {page.posts: value, f"base_{page.posts}": self.seen.get(path, "")}
        status, body = self.post(path, fields, page.headers)
        if status == 200:
            self.seen[path] = value
        return status, body

    def learn(self, page: Page, names: dict[str, list[str]]) -> None:
        """Before edits and off the clock: what stands in the rows now, as their editors say it."""
        for path in paths_of(page, names, 0, 1) if page.posts else []:
            found = re.search(BASE % page.posts.encode(), self.get(path, page.headers)[1])
            self.seen[path] = found.group(1).decode() if found else ""

    def change_many(self, page: Page, path: str, turn: int) -> Answer:
        """Ask for the value, look at what would change, write it."""
        status, body = self.get(path, page.headers)
        for wanted in (200, 302):
            typed = [(name, value) for name, value in fields_of(body) if name != page.bulk]
            form = urllib.parse.urlencode([*typed, (page.bulk, str(turn % 10))])
            headers = {"Content-Type": FORM, "Referer": f"http://127.0.0.1:{self.port}/"}
            status, answered = self.ask("POST", path.partition("?")[0], form, headers)
            if status != wanted:
                return status, answered
            body = answered or body
        return 200, body


def fields_of(page: bytes) -> list[tuple[str, str]]:
    """What the form of a bulk edit posts: its hidden fields and the ticked boxes."""
    for form in FORMS.findall(page.decode()):
        if 'name="stage"' in form:
            tags = [dict(PAIRS.findall(tag)) | {"": tag} for tag in INPUTS.findall(form)]
            return [
                (tag["name"], html.unescape(tag.get("value", "")))
                for tag in tags
                if "name" in tag and (tag.get("type") != "checkbox" or " checked" in tag[""])
            ]
    return []


def paths_of(page: Page, names: dict[str, list[str]], user: int, users: int) -> list[str]:
    """The addresses one user walks over; at an edit each user has rows of its own."""
    for word, values in names.items():
        if f"{{{word}}}" in page.path:
            own = values[user::users] if page.posts else values
            return [page.path.replace(f"{{{word}}}", value) for value in own]
    return [page.path]


def run(page: Page, clients: list[Client], names: dict[str, list[str]], seconds: float) -> Figures:
    """Measure one page: after a warm-up, for so many seconds, at least a few times."""
    figures = Figures(page.name, len(clients))
    lock = threading.Lock()
    walks = [paths_of(page, names, user, len(clients)) for user in range(len(clients))]
    if len(clients) == 1:
        for turn in range(WARM):
            clients[0].visit(page, walks[0][turn % len(walks[0])], turn)
    deadline = time.perf_counter() + seconds
    started = time.perf_counter()

    def work(client: Client, walk: list[str]) -> None:
        for turn in range(MOST):
            if turn >= LEAST and time.perf_counter() > deadline:
                return
            before = time.perf_counter()
            status, body = client.visit(page, walk[turn % len(walk)], turn + WARM)
            spent = 1000 * (time.perf_counter() - before)
            with lock:
                figures.note(spent, status, body)

    threads = [
        threading.Thread(target=work, args=pair, daemon=True) for pair in zip(clients, walks, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.seconds = time.perf_counter() - started
    return figures
