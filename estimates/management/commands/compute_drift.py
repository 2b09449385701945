"""`manage.py compute_drift --program SLUG [--json] [--today YYYY-MM-DD]`: compute now, print the ranking."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from estimates.pure.level import ON_TRACK
from estimates.queries.at_risk import Ranked, Ranking, last_monday, ranking, with_reasons
from estimates.services.forecast import compute
from pm.models import Program
from pm.pure.days import short_day


class Command(BaseCommand):
    help = "Compute drift, levels and flags of a program now and print what is at risk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--program", required=True, help="the program's slug")
        parser.add_argument("--json", action="store_true", help="print JSON with stable keys")
        parser.add_argument("--today", help="compute as of this day (YYYY-MM-DD) instead of today")

    def handle(self, *args: Any, program: str, today: str | None, **options: Any) -> None:
        found = Program.objects.filter(slug=program).first()
        if found is None:
            raise CommandError(f"There is no program “{program}”.")
        now = timezone.now()
        day = read_day(today) or now.astimezone(ZoneInfo(found.zone)).date()
        computed = compute(program=found, today=day, now=now)
        whole = ranking(program=found, sees_internal=True, since=last_monday(found, now))
        listed = with_reasons([row for row in whole.rows if row.level != ON_TRACK])
        if options["json"]:
            self.stdout.write(json.dumps({"program": found.slug, "today": day.isoformat(),
                                          **whole.plain(listed)}, indent=2, ensure_ascii=False))  # fmt: skip
            return
        self.stdout.write(f"{found.name}: {computed} of {whole.total} open milestones have new figures.")
        self.stdout.write(heading(whole))
        for place, row in enumerate(listed, 1):
            self.stdout.write("\n".join(lines_of(row, place, day)))


def read_day(text: str | None) -> date | None:
    """The day of --today; raises CommandError for what is no day."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no day. Write it as 2026-09-21.") from None


def heading(whole: Ranking) -> str:
    counts = whole.by_level
    return (
        f"{counts['LATE']} late, {counts['AT_RISK']} at risk, {counts['WATCH']} to watch, "
        f"{counts['UNKNOWN']} unknown, {counts['ON_TRACK']} on track."
    )


def lines_of(row: Ranked, place: int, today: date) -> list[str]:
    """One milestone: its place, level and dates, then each reason."""
    late = "days late unknown" if row.days_late is None else f"{row.days_late:.0f} d expected late"
    target = short_day(row.target_to_on, today)
    end = short_day(row.figures["p50_on"], today)
    words = row.level.replace("_", " ").lower()
    return [
        f"{place:3}. {row.key} {row.title}",
        f"     {words}, {late}, rank {row.rank_score:.1f}, target {target}, P50 {end}",
        *(f"     - {line.sentence} (since {short_day(line.since_on, today)})" for line in row.reasons),
    ]
