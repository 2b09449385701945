"""How the nouns of the plan are undone."""

from milestones.undo import delivery, plan, spec

__all__ = ["delivery", "plan", "spec"]
