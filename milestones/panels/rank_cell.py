"""The cell that shows the place of a row and changes it."""

from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from milestones.services import rank
from pm.http import UserRequest
from pm.templatetags.ui import icon


def token_of(request: UserRequest) -> str:
    """The token of this answer's forms: one for all rows, else each would weigh on the page anew."""
    held: str = request.__dict__.setdefault("row_token", get_token(request))
    return held


def rank_cell(request: UserRequest, kind: str, row: Any, place: int) -> SafeString:
    """The place of a row."""
    return rank_form(request, kind, row.pk, rank.named(row), place)


def rank_form(request: UserRequest, kind: str, pk: int, name: str, place: int) -> SafeString:
    """The form of one row's place: a grip to drag, its number, and up and down without JavaScript."""
    return format_html(
        '<form class="rank" method="post" action="{}" data-rank="{}" data-rank-name="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}"><input type="hidden" name="was" value="{}">'
        '<button class="rank-grip js-only" type="button" data-rank-grip '
        'aria-label="Move {}: drag it, or press Alt and an arrow">{}</button>'
        '<input class="rank-n" name="to" inputmode="numeric" size="2" maxlength="4" value="{}" '
        'autocomplete="off" aria-label="Place of {}">'
        '<button class="rank-by no-js" name="by" value="up" aria-label="{} up">{}</button>'
        '<button class="rank-by no-js" name="by" value="down" aria-label="{} down">{}</button></form>',
        reverse("rank_place", args=[request.program.slug, kind, pk]),
        kind,
        name,
        token_of(request),
        request.get_full_path(),
        place,
        name,
        icon("grip", "icon-s"),
        place,
        name,
        name,
        icon("arrow-up", "icon-s"),
        name,
        icon("arrow-down", "icon-s"),
    )
