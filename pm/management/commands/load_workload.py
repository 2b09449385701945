"""Load a reference workload as a program."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pm.actor import Source, system
from pm.errors import DomainError
from pm.services import workload


class Command(BaseCommand):
    help = "Load a file made by bench/workload.py as a new program, in bulk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON lines, one record a line")
        parser.add_argument("--program", default="wave", help="address of the new program, wave if left out")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Make one: python bench/workload.py S > s.jsonl")
        started = time.monotonic()
        actor = system(name=f"load of {path.name}", moment=timezone.now(), source=Source.COMMAND)
        try:
            loaded = workload.load(path=path, slug=options["program"], actor=actor)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for name, count in loaded.counts.items():
            self.stdout.write(f"{count:>8,} {name}")
        seconds = time.monotonic() - started
        self.stdout.write(f"Loaded {loaded.program.name} at /{loaded.program.slug}/ in {seconds:.1f} s.")
