"""What the plan adds to pages, one module for each family of nouns."""

from milestones.panels import coverage, delivery, nav, presets, settings, spec, specification, subjects, talk

__all__ = ["coverage", "delivery", "nav", "presets", "settings", "spec", "specification", "subjects", "talk"]
