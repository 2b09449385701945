"""`make bench SIZE=S`: every page of Milepost beside the least a Django page can cost, in one run.

Loads the reference workload into a scratch database, serves Milepost and the floor with the same settings,
and prints p50 and p95, requests a second at 8 users, bytes, statements and the ratio to the floor. Only
the ratios compare between machines. It ends by itself and leaves nothing but var/bench-<size>.json.
"""

import argparse
import contextlib
import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import client, process, scratch
from bench.client import Client, Figures
from bench.pages import FLOOR, OURS, Page
from pm.errors import SetupError

USERS = (1, 8)
EMAIL = "bench@wave.example"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
HEADER = (
    f"{'page':32}{'p50':>8}{'p95':>8}{'×floor':>8}{'×CPU':>8}{'req/s':>8}{'CPU':>7}{'kB':>7}{'gz':>6}"
    f"{'SQL':>5}{'in SQL':>7}{'templ.':>7}  times in ms, req/s at {USERS[1]} users\n"
)


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def load(place: scratch.Place, size: str) -> tuple[dict[str, list[str]], float]:
    """The database with its workload and its reader; the names to walk over and the seconds it took."""
    started = time.monotonic()
    file = place.folder / f"{size}.jsonl"
    file.write_text(place.python("bench/workload.py", size), encoding="utf-8")
    place.manage("migrate", "--verbosity", "0")
    place.manage("createcachetable")
    place.manage("load_workload", str(file))
    names: dict[str, list[str]] = json.loads(place.python("-m", "bench.inside", "prepare"))
    return names, time.monotonic() - started


def log_in(port: int, password: str) -> dict[str, str]:
    """Log in as a person does; the cookies."""
    visitor = Client(port)
    _, page = visitor.get("/accounts/login/")
    token = TOKEN.search(page.decode())
    fields = {"login": EMAIL, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
    status, _ = visitor.post("/accounts/login/", fields)
    if status != 302:
        raise SetupError(f"The login answered {status}. Run `make run` and try it by hand.")
    return visitor.cookies


@dataclass
class Side:
    """A server and who visits it."""

    server: scratch.Server
    cookies: dict[str, str]
    names: dict[str, list[str]]
    seconds: float

    def measure(self, page: Page) -> dict[int, Figures]:
        """One page with one user and with eight."""
        found: dict[int, Figures] = {}
        seen: dict[str, str] = {}
        Client(self.server.port, self.cookies, seen).learn(page, self.names)
        for users in USERS[:1] if page.bulk else USERS:
            visitors = [Client(self.server.port, self.cookies, seen) for _ in range(users)]
            before = process.cpu_seconds(self.server.pid)
            figures = client.run(page, visitors, self.names, self.seconds)
            spent = process.cpu_seconds(self.server.pid) - before
            asked = len(figures.times) + sum(figures.errors.values()) + (client.WARM if users == 1 else 0)
            figures.cpu_ms = 1000 * spent / max(1, asked)
            found[users] = figures
            if not figures.times:
                break
        say(".")
        return found


def ratio(ours: float, floor: float) -> str:
    return f"{ours / floor:.2f}" if floor else "–"


def line(page: Page, ours: dict[int, Figures], floor: dict[int, Figures], inside: dict[str, Any]) -> str:
    """One page's row of the table."""
    one, eight = ours[1], ours.get(USERS[1], ours[1])
    if not one.times:
        return f"{page.name:32}  answers {one.errors}\n"
    beside = ratio(one.quantile(0.5), floor[1].quantile(0.5)) if floor else "–"
    cpu = ratio(one.cpu_ms, floor[1].cpu_ms) if floor else "–"
    return (
        f"{page.name:32}{one.quantile(0.5):8.1f}{one.quantile(0.95):8.1f}{beside:>8}{cpu:>8}"
        f"{eight.per_second:8.1f}{one.cpu_ms:7.1f}{one.size / 1000:7.1f}{one.compressed / 1000:6.1f}"
        f"{inside.get('statements', '–')!s:>5}{inside.get('sql_ms', '–')!s:>7}"
        f"{inside.get('template_ms', '–')!s:>7}{remarks(page, ours, beside, inside)}\n"
    )


def remarks(page: Page, ours: dict[int, Figures], beside: str, inside: dict[str, Any]) -> str:
    """What is over its limit, in words."""
    found = []
    failed = sum(sum(figures.errors.values()) for figures in ours.values())
    if failed:
        found.append(f"{failed} failed")
    if inside.get("statements", 0) > page.statements:
        found.append(f"over {page.statements} statements")
    if page.goal is not None and beside != "–" and float(beside) > page.goal:
        found.append(f"goal {page.goal:g} × floor")
    return f"  {', '.join(found)}" if found else ""


def as_data(by: dict[int, Figures]) -> dict[str, Any]:
    """What the file keeps of one page."""
    return {
        str(users): {
            "p50_ms": round(each.quantile(0.5), 2),
            "p95_ms": round(each.quantile(0.95), 2),
            "per_second": round(each.per_second, 2),
            "requests": len(each.times),
            "errors": each.errors,
            "cpu_ms": round(each.cpu_ms, 2),
            "bytes": each.size,
            "compressed": each.compressed,
        }
        for users, each in by.items()
    }


def measure(place: scratch.Place, size: str, seconds: float, only: str = "") -> dict[str, Any]:
    """The whole run; the data of its file. Each page is measured right beside its floor."""
    pages = [page for page in OURS if re.search(only, page.name)]
    names, loading = load(place, size)
    say(f"Size {size} on {place.database}, loaded in {loading:.0f} s. Measuring ")
    computed = json.loads(place.python("-m", "bench.inside", "recompute"))
    inside = json.loads(place.python("-m", "bench.inside", "measure", json.dumps(names)))["pages"]
    with (
        scratch.gunicorn(place, "pm.wsgi:application", "/healthz") as server,
        scratch.gunicorn(place, "bench.floor.app:application", "/plain") as beside,
    ):
        us = Side(server, log_in(server.port, place.env["BENCH_PASSWORD"]), names, seconds)
        visitor = Client(beside.port)
        visitor.get("/login")
        least = Side(beside, visitor.cookies, names, seconds)
        ours: dict[str, dict[int, Figures]] = {}
        floor: dict[str, dict[int, Figures]] = {}
        for page in pages:
            ours[page.name] = us.measure(page)
            if page.floor:
                floor[page.name] = least.measure(FLOOR[page.floor])
        memory = process.memory_mb(server.pid), process.memory_mb(beside.pid)
    say(f"\n\n{HEADER}")
    for page in pages:
        say(line(page, ours[page.name], floor.get(page.name, {}), inside.get(page.name, {})))
    say(f"\nWeb memory (PSS): {memory[0]:.0f} MB, floor {memory[1]:.0f} MB.\n")
    for turn, each in computed.items():
        say(f"Recompute, {turn}: {each['milestones']} milestones new in {each['seconds']} s, ")
        say(f"{each['sql_seconds']} s of it in {each['statements']} statements.\n")
    return {
        "size": size,
        "database": place.database,
        "loading_seconds": round(loading, 1),
        "ours": {name: as_data(by) for name, by in ours.items()},
        "floor": {name: as_data(by) for name, by in floor.items()},
        "inside": inside,
        "recompute": computed,
        "memory_mb": round(memory[0]),
        "floor_memory_mb": round(memory[1]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L"], default="S")
    parser.add_argument("--database", choices=["auto", "postgres", "sqlite"], default="auto")
    parser.add_argument("--seconds", type=float, default=2.0, help="per page and number of users")
    parser.add_argument(
        "--only", default="", help="pages whose name holds this pattern: 'search|palette|edit'"
    )
    parser.add_argument("--out", type=Path, default=scratch.ROOT / "var")
    options = parser.parse_args()
    try:
        with scratch.place(options.database) as place:
            data = measure(place, options.size, options.seconds, options.only)
    except SetupError as error:
        say(f"\n{error}\n")
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    file = options.out / f"bench-{options.size}{'-part' if options.only else ''}.json"
    file.write_text(json.dumps(data, indent=1), encoding="utf-8")
    say(f"Everything is in {file}.\n")
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
