"""Remove the sample program with everything in it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pm.actor import Source, system
from pm.errors import DomainError
from pm.models import Program
from pm.services import sample


class Command(BaseCommand):
    help = "Remove the sample program with everything in it, its history included. Refuses a real program."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--program", default=sample.SLUG, help=f"its address, {sample.SLUG} if left out")

    def handle(self, *_args: Any, **options: Any) -> None:
        program = Program.objects.filter(slug=options["program"]).first()
        if program is None:
            self.stdout.write(f"There is no program “{options['program']}”. Nothing was removed.")
            return
        actor = system(name="remove_demo", moment=timezone.now(), source=Source.COMMAND)
        try:
            rows = sample.remove(program, actor)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Removed {program.name} with its {rows:,} rows.")
