"""Reads a program kept in Markdown: `parse_program(files) -> ProgramDoc`; the records are in `document`."""

from milestones.pure.markdown.program import parse_program
from milestones.pure.markdown.words import normalise_statement

__all__ = ["normalise_statement", "parse_program"]
