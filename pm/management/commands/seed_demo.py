"""Load the sample program."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from pm.actor import Source, system
from pm.services import sample


class Command(BaseCommand):
    help = "Load Kittiwake, a program made up to try things with. A second time it changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        program = sample.find()
        if program is not None:
            self.stdout.write(f"{program.name} is loaded already: /{program.slug}/")
            return
        actor = system(name="seed_demo", moment=timezone.now(), source=Source.COMMAND)
        program = sample.create(actor)
        self.stdout.write(f"Loaded {program.name}, a program made up to try things with: /{program.slug}/")
