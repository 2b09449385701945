"""What waits for my signature over all my programs."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from milestones.queries.signoff import Owed, owed_in, signers_programs
from pm.http import UserRequest


@require_safe
def my_signoffs(request: UserRequest) -> HttpResponse:
    """Every program in which I sign off, with what lacks evidence, was refused or expires."""
    found = owed_in(list(signers_programs(request.user)), timezone.localdate())
    context = {
        "owed": [line_of(one) for one in found],
        "sentence": words_of(found),
        "crumbs": [("Sign-offs", None)],
    }
    return render(request, "milestones/signoff/mine.html", context)


def words_of(found: Sequence[Owed]) -> str:
    """`3 statements lack evidence in 2 programs.`"""
    total = sum(one.lacking for one in found)
    verb = "statement lacks" if total == 1 else "statements lack"
    places = f"{len(found)} {'program' if len(found) == 1 else 'programs'}"
    return f"{total} {verb} evidence in {places}." if found else "What waits for your signature stands here."


def line_of(one: Owed) -> dict[str, Any]:
    """One program ready for the template."""
    url = reverse("signoff_list", args=[one.program.slug])
    return {
        "name": one.program.name,
        "url": url,
        "lacking": one.lacking,
        "refused": one.refused,
        "refused_url": f"{url}?show=refused",
        "expiring": one.expiring,
        "expiring_url": f"{url}?show=expiring",
    }
