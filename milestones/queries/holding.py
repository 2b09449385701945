"""What one person owns in a program and somebody must take over when they leave."""

from django.urls import reverse

from milestones.models import Deliverable, Milestone
from pm.models import Program, User
from pm.registry import Held


def owned_by(program: Program, user: User) -> list[Held]:
    """Open milestones and deliverables of this person."""
    milestones = Milestone.objects.in_program(program).open().filter(owner=user).order_by("number")
    deliverables = Deliverable.objects.in_program(program).open().filter(owner=user).order_by("number")
    return [
        Held(f"{row.key} {row.title}", reverse(f"{noun}_detail", args=[program.slug, row.key]), row.key)
        for noun, rows in (("milestone", milestones), ("deliverable", deliverables))
        for row in rows
    ]
