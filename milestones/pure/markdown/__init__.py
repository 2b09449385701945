"""Reads a program kept in Markdown: `parse_program(files)` gives a ProgramDoc, see `document`."""
