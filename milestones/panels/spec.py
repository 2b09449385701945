"""Sections and menu lines of risks, blockers, unknowns, dependencies and the specification."""
