"""Milestones, features and deliverables out of a program kept in Markdown."""

from milestones.exchange.keepers import KEEPERS
from milestones.exchange.reading import read_program
from pm.registry import IMPORTERS, Importer

IMPORTERS.add(
    "milestones",
    Importer(name="milestones", read=read_program, keepers={keeper.noun: keeper for keeper in KEEPERS}),
)
