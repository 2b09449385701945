"""What one person owns in a program and somebody must take over when they leave."""

from django.urls import reverse

from milestones.models import Deliverable, Milestone
from pm.models import Program, User


def owned_by(program: Program, user: User) -> list[tuple[str, str]]:
    """Open milestones and deliverables of this person, as (label, address)."""
    milestones = Milestone.objects.in_program(program).open().filter(owner=user).order_by("number")
    deliverables = Deliverable.objects.in_program(program).open().filter(owner=user).order_by("number")
    return [
        (f"{row.key} {row.title}", reverse(f"{noun}_detail", args=[program.slug, row.key]))
        for noun, rows in (("milestone", milestones), ("deliverable", deliverables))
        for row in rows
    ]
