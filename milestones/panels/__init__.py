"""What the plan adds to pages, one module for each family of nouns."""

from milestones.panels import (
    coverage,
    delivery,
    lists,
    nav,
    owed_delivery,
    owed_plan,
    owed_spec,
    past,
    presets,
    settings,
    spec,
    specification,
    subjects,
    talk,
)

__all__ = [
    "coverage",
    "delivery",
    "lists",
    "nav",
    "owed_delivery",
    "owed_plan",
    "owed_spec",
    "past",
    "presets",
    "settings",
    "spec",
    "specification",
    "subjects",
    "talk",
]
