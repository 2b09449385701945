"""`make test`: the layers one after another, seconds for each, and a last line that says what ran.

With STRICT=1 or CI=true a skipped test or layer is a failure.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pm.management.stack import lifeline
from tests.servers.environment import PRODUCTION, SECRET_KEY

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COVERED_ROOMS = "*/pure/*,*/rules.py,*/services/*,*/queries/*"
COVERED_PERCENT = "95"
NO_TESTS = 5
WORKERS = ["-n", os.environ.get("PM_TEST_WORKERS", "2"), "--dist", "worksteal"]
# Every worker, server and command of a run reads our source: it is compiled once, whatever the shell says.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
Words = list[str]


@dataclass
class Layer:
    """What one layer did."""

    name: str
    ok: bool = True
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    skips: dict[str, int] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)


def begin(words: Words, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start one program; it never outlives us."""
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return lifeline.spawn(words, output=None, env=kept | COMPILED | env, cwd=ROOT)


def end(child: subprocess.Popen[bytes]) -> int:
    """Wait for its end; Ctrl-C ends it too."""
    try:
        return child.wait()
    except KeyboardInterrupt:
        lifeline.stop(child, sign=signal.SIGINT, seconds=10.0)
        raise


def run(words: Words, **env: str) -> int:
    """Run one program to its end."""
    return end(begin(words, env))


def lint() -> Layer:
    """Style, types, arrows, templates, migrations, deployment settings: all of them, then the verdict.

    The first takes as long as all others together, and they run beside it.
    """
    layer = Layer("lint", ran=["lint ok"])
    manage = [sys.executable, "manage.py"]
    steps: list[tuple[Words, dict[str, str]]] = [
        ([str(BIN / "mypy")], {"PM_ENV_FILE": os.devnull, "PM_SINGLE_NODE": "1", "SECRET_KEY": SECRET_KEY}),
        ([str(BIN / "ruff"), "check", "."], {}),
        ([str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        ([str(BIN / "lint-imports"), "--no-cache"], {}),
        ([str(BIN / "djlint"), "--lint", "--quiet", "templates"], {}),
        ([*manage, "makemigrations", "--check", "--dry-run"], {"DJANGO_SETTINGS_MODULE": "tests.settings"}),
        (
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            {"PM_ENV_FILE": os.devnull, **PRODUCTION},
        ),
    ]
    first = begin(*steps[0])
    codes = [run(words, **env) for words, env in steps[1:]]
    for (words, _), code in zip(steps, [end(first), *codes], strict=True):
        if code:
            sys.stdout.write(f"lint: {Path(words[0]).name} {' '.join(words[1:3])} ended with {code}\n")
            layer.ok, layer.ran = False, ["lint failed"]
    return layer


def pytest(name: str, words: Words, **env: str) -> Layer:
    """Run pytest and read what it counted."""
    with tempfile.TemporaryDirectory(prefix="pm-sum-") as folder:
        path = Path(folder) / "summary.json"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *words]
        code = run(command, PM_TEST_SUMMARY=str(path), **env)
        found = json.loads(path.read_text()) if path.exists() else {"counts": {}, "skips": {}}
    for figure in found.get("figures", []):
        sys.stdout.write(f"{name}: {figure}\n")
    layer = Layer(name, ok=code in {0, NO_TESTS}, counts=found["counts"], skips=found["skips"])
    layer.ran = [f"{name} {layer.counts.get('passed', 0)}"]
    if code == NO_TESTS:
        layer.skips["no tests are there"] = 1
    return layer


def sqlite() -> Layer:
    """Everything without a browser on SQLite, but for what is long and alike on both; with coverage."""
    words = [*WORKERS, "-m", "not e2e and not long", "--cov", "--cov-report="]
    layer = pytest("sqlite", words, PM_TEST_STACK="sqlite")
    if layer.ok:
        coverage = [sys.executable, "-m", "coverage", "report", "--skip-covered", "--skip-empty"]
        run([*coverage, "--format=total"])
        if run([*coverage, f"--include={COVERED_ROOMS}", f"--fail-under={COVERED_PERCENT}"]):
            sys.stdout.write(f"sqlite: pure, rules, services and queries want {COVERED_PERCENT} % covered\n")
            layer.ok = False
    return layer


def postgres() -> Layer:
    """The same tests on PostgreSQL but for those that no database changes, jobs on a real Redis."""
    words = [*WORKERS, "-m", "not e2e and not once"]
    layer = pytest("postgres", words, PM_TEST_STACK="postgres")
    layer.ran.append(f"redis {layer.counts.get('jobs', 0)}")
    return layer


def browser() -> Layer:
    """The browser on PostgreSQL, and the smoke tests again on SQLite."""
    layer = Layer("browser")
    if find_browser() is None:
        layer.skips["no chromium; apt-get install chromium"] = 1
        layer.ran = ["browser 0"]
        return layer
    for stack, chosen in (("postgres", "e2e"), ("sqlite", "smoke")):
        both = WORKERS if chosen == "e2e" else []
        part = pytest("browser", ["tests/e2e", "-m", chosen, *both], PM_TEST_STACK=stack)
        layer.ok &= part.ok
        layer.skips |= part.skips
        for key, count in part.counts.items():
            layer.counts[key] = layer.counts.get(key, 0) + count
    layer.ran = [f"browser {layer.counts.get('passed', 0)}"]
    return layer


def chaos() -> Layer:
    """The long fault run, on both stacks."""
    layer = Layer("chaos")
    for stack in ("sqlite", "postgres"):
        part = pytest("chaos", ["tests/chaos", "-s"], PM_TEST_STACK=stack, PM_CHAOS="long")
        layer.ok &= part.ok
        layer.skips |= part.skips
        layer.ran.append(f"chaos on {stack} {part.counts.get('passed', 0)}")
    return layer


def find_browser() -> str | None:
    """The browser that would be driven."""
    named = os.environ.get("PM_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)


LAYERS: dict[str, Callable[[], Layer]] = {
    "lint": lint,
    "sqlite": sqlite,
    "postgres": postgres,
    "browser": browser,
    "chaos": chaos,
}


def is_strict() -> bool:
    return os.environ.get("STRICT") == "1" or os.environ.get("CI", "").lower() in {"1", "true"}


def main(names: Words) -> int:
    """Run the layers that were asked for. 0 when nothing failed (STRICT: and nothing was skipped)."""
    corpus = os.environ.get("PM_CORPUS")
    if corpus and not os.access(corpus, os.R_OK | os.X_OK):
        sys.stdout.write(f"PM_CORPUS is {corpus}, which cannot be read. Mend it, or unset it.\n")
        return 1
    chosen = [name for name in LAYERS if name != "chaos"] if names in ([], ["all"]) else names
    done: list[Layer] = []
    for name in chosen:
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        started = time.monotonic()
        layer = LAYERS[name]()
        layer.seconds = time.monotonic() - started
        done.append(layer)
    return report(done)


def report(done: list[Layer]) -> int:
    """Seconds per layer, then the last line."""
    sys.stdout.write("\n")
    for layer in done:
        sys.stdout.write(f"{layer.name:<10}{layer.seconds:7.1f} s  {'ok' if layer.ok else 'FAILED'}\n")
    sys.stdout.write(f"{'all':<10}{sum(layer.seconds for layer in done):7.1f} s\n")
    skips = [f"{layer.name} {count} ({why})" for layer in done for why, count in layer.skips.items()]
    corpus = max((layer.counts.get("corpus", 0) for layer in done), default=0)
    named = [*skips, f"corpus {corpus} (PM_CORPUS is not set)"] if corpus else skips
    failed = [layer.name for layer in done if not layer.ok]
    if skips and is_strict():
        failed.append("skips, which STRICT forbids")
    line = "ran: " + ", ".join(word for layer in done for word in layer.ran)
    line += f"; skipped: {', '.join(named) or 'nothing'}"
    if failed:
        line += f"; FAILED: {', '.join(failed)}"
    sys.stdout.write(line + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
