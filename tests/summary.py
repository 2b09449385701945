"""Counts of a pytest run, written for the runner in tests/run.py."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest


class Summary:
    """Collects outcomes in the controlling process, and what tests told by record_property("figures", …)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.skips: Counter[str] = Counter()
        self.figures: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.counts["skipped"] += 1
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.skips[reason.removeprefix("Skipped: ")] += 1
        elif report.failed:
            self.counts["failed"] += 1
        elif report.when == "call":
            self.counts["passed"] += 1
            self.counts["jobs"] += "jobs" in report.keywords
            self.figures += [str(said) for name, said in report.user_properties if name == "figures"]

    def pytest_sessionfinish(self) -> None:
        corpus = self.path.with_suffix(".corpus")
        if corpus.exists():
            self.counts["corpus"] = int(corpus.read_text())
        self.path.write_text(
            json.dumps({"counts": self.counts, "skips": self.skips, "figures": self.figures})
        )


def register(config: pytest.Config) -> None:
    """In the controlling process only, when the runner asked for it."""
    path = os.environ.get("PM_TEST_SUMMARY")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Summary(Path(path)), "milepost-summary")


def note_corpus(count: int) -> None:
    """Every process that collects says how many corpus tests it left out: the same number."""
    path = os.environ.get("PM_TEST_SUMMARY")
    if path and count:
        Path(path).with_suffix(".corpus").write_text(str(count))
