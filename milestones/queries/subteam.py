"""Who is in which subteam, and which subteams a person speaks for."""

from collections.abc import Collection

from pm.models import MembershipSubteam


def people_of(subteam_ids: Collection[int]) -> frozenset[int]:
    """The people whose role in the program names one of these subteams, in one query."""
    rows = MembershipSubteam.objects.filter(subteam_id__in=subteam_ids, membership__is_active=True)
    return frozenset(rows.values_list("membership__user_id", flat=True))
