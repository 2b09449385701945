"""What the plan adds to pages, one module for each family of nouns."""

from milestones.panels import delivery, nav, spec, subjects

__all__ = ["delivery", "nav", "spec", "subjects"]
