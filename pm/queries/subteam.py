"""Subteams with the number of people in each."""

from django.db.models import Count, Q, QuerySet

from pm.models import Program, Subteam


def subteams_of(program: Program) -> "QuerySet[Subteam]":
    """The program's subteams with how many people work in each, archived ones last."""
    active = Q(
        membership_links__membership__is_active=True, membership_links__membership__user__is_active=True
    )
    return (
        Subteam.objects.filter(program=program)
        .annotate(people_count=Count("membership_links__membership__user", filter=active, distinct=True))
        .order_by("is_archived", "rank", "name", "pk")
    )
