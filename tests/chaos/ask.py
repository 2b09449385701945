"""Asks for N jobs, one transaction each, as pages do; prints what a save took at the worst."""

import json
import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.chaos.settings"
django.setup()

from django.db import transaction  # noqa: E402 -- after setup
from django.utils import timezone  # noqa: E402

from pm.services import job  # noqa: E402
from tests.chaos import tasks  # noqa: E402


def main(count: int, pause: float) -> None:
    spans = []
    for number in range(count):
        started = time.perf_counter()
        with transaction.atomic():
            job.request(job=tasks.NAME, slot=f"chaos-{number}", now=timezone.now(), args={"n": number})
        spans.append((time.perf_counter() - started) * 1000)
        time.sleep(pause)
    spans.sort()
    p95 = spans[int(len(spans) * 0.95)]
    sys.stdout.write(
        json.dumps({"asked": count, "p95_ms": round(p95, 1), "worst_ms": round(spans[-1], 1)}) + "\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
