"""One import from its source to its writes, over what the apps have registered."""

from dataclasses import dataclass

from django.db import transaction

from pm.actor import Actor
from pm.errors import DomainError
from pm.exchange.apply import Applied, apply_plan
from pm.exchange.plan import LAYOUT, Contribution, ImportContext, Keeper, Plan, Problem
from pm.exchange.plan_diff import compare
from pm.registry import IMPORTERS
from pm.services import program as programs
from pm.services.history import Recorder


class ProgramMissing(DomainError):
    """The program does not exist, and nothing says that it should be made."""


@dataclass(slots=True)
class Prepared:
    """An import read and compared: nothing is written yet."""

    context: ImportContext
    contribution: Contribution
    keepers: dict[str, Keeper]
    plan: Plan

    @property
    def problems(self) -> list[Problem]:
        """Everything to tell, by file and line."""
        found = dict.fromkeys([*self.contribution.problems, *self.plan.problems])
        return sorted(found, key=lambda problem: (problem.path, problem.line, problem.rule))


def prepare(context: ImportContext) -> Prepared:
    """Read the source and compare it with the program, outside any transaction."""
    merged, keepers = Contribution(), dict[str, Keeper]()
    for importer in IMPORTERS:
        part: Contribution = importer.read(context)
        merged.wanted += part.wanted
        merged.problems += part.problems
        merged.foldings += part.foldings
        merged.unkept |= part.unkept
        merged.known |= part.known
        merged.layout = part.layout if part.layout != LAYOUT else merged.layout
        merged.ledger = merged.ledger or part.ledger
        keepers |= importer.keepers
    plan = compare(context.program, merged.wanted, keepers, known=merged.known, layout=merged.layout)
    return Prepared(context, merged, keepers, plan)


def carry_out(prepared: Prepared, *, title: str, actor: Actor) -> Applied:
    """Write a prepared import in one transaction; makes the program when it has a name and no row yet."""
    context = prepared.context
    with transaction.atomic():
        if context.program.pk is None:
            if not context.program.name:
                raise ProgramMissing(
                    f"There is no program “{context.program.slug}”. "
                    "Give it a name with --name, or name one that exists."
                )
            context.program = programs.create(
                slug=context.program.slug, name=context.program.name, actor=actor
            )
        return apply_plan(
            prepared.plan,
            program=context.program,
            keepers=prepared.keepers,
            title=title,
            actor=actor,
            then=lambda record, change_set_id: _tell(context, record, change_set_id),
        )


def _tell(context: ImportContext, record: Recorder, change_set_id: int) -> None:
    for importer in IMPORTERS:
        if importer.applied is not None:
            importer.applied(context, record, change_set_id)
