"""Reads a program kept in Markdown: tells what would change, or writes it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from pm.actor import Source as WriteSource
from pm.actor import system
from pm.errors import DomainError
from pm.exchange.apply import Applied
from pm.exchange.apply_import import Prepared, ProgramMissing, carry_out, prepare
from pm.exchange.plan import ImportContext
from pm.exchange.report import as_values
from pm.exchange.report_text import as_text
from pm.exchange.source import open_source
from pm.models import Program
from pm.services.program import check_slug

UNUSABLE = 2


class Command(BaseCommand):
    help = "Import a program kept in Markdown: a folder, a git repository or a git bundle (its tip)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="a folder, a git repository or a git bundle")
        parser.add_argument("--program", required=True, metavar="SLUG", help="the program to import into")
        parser.add_argument("--name", default="", help="make the program under this name when there is none")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--dry-run", action="store_true", help="tell what would change (the default)")
        how.add_argument("--apply", action="store_true", help="write it, all or nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["path"])
        try:
            program = _find_program(options["program"], options["name"], must_be=options["apply"])
            with open_source(path) as source:
                now = timezone.now()
                context = ImportContext(
                    program=program,
                    source=source,
                    name=path.resolve().name or str(path),
                    today=now.astimezone(ZoneInfo(program.zone)).date(),
                    moment=now,
                )
                prepared = prepare(context)
                applied = _apply(prepared) if options["apply"] else None
        except DomainError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        except DatabaseError as error:
            sentence = f"The database refused the import, and nothing was written: {error}"
            raise CommandError(sentence, returncode=UNUSABLE) from error
        self.stdout.write(_report(prepared, applied, as_json=options["json"]))


def _find_program(slug: str, name: str, *, must_be: bool) -> Program:
    """The program, or an unsaved one that an import would make."""
    found = Program.objects.filter(slug=slug).first()
    if found is not None:
        return found
    check_slug(slug)
    if must_be and not name.strip():
        raise ProgramMissing(
            f"There is no program “{slug}”. Give it a name with --name NAME, or name one that exists."
        )
    return Program(slug=slug, name=name.strip()[:120])


def _apply(prepared: Prepared) -> Applied:
    context = prepared.context
    actor = system(
        name=f"import of {context.name}"[:120],
        moment=context.moment,
        today=context.today,
        source=WriteSource.IMPORT,
    )
    commit = f" at {context.source.commit[:12]}" if context.source.commit else ""
    return carry_out(prepared, title=f"Import of {context.name}{commit}", actor=actor)


def _report(prepared: Prepared, applied: Applied | None, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(as_values(prepared, applied), ensure_ascii=False, indent=2, default=str)
    return as_text(prepared, applied)
