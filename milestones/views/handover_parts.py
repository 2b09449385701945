"""The parts of a handover's page: who speaks for which side, its lines, whose turn it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from milestones.models import Handover, HandoverItem, Side
from milestones.pure.delivery_states import GIVER, HANDOVER_STEPS, SIDE_OF_STEP
from milestones.pure.states import steps_from
from milestones.queries.handover import visible_handovers
from milestones.views.spec import Act, crumbs_to, load_row, work_link
from pm.http import UserRequest
from pm.models import Program
from pm.permissions import Permission
from pm.pure.address import link_of
from pm.pure.days import distance, short_day
from pm.rules import Access

Status = Handover.Status


def load_handover(request: UserRequest, program: Program, key: str) -> Handover:
    """The handover of this key that the reader may see, or 404."""
    rows = visible_handovers(program, request.access).select_related(
        "deliverable__milestone", "receiving_deliverable__milestone", "giver", "receiver", "kind",
        "offered_by", "accepted_by",
    )  # fmt: skip
    row: Handover = load_row(program, rows, key, Handover.LETTER)
    return row


def gives(access: Access, row: Handover) -> bool:
    """Whether this person speaks for the giving subteam."""
    return access.can(Permission.HAND_OVER, subteam_id=row.giver_id)


def receives(access: Access, row: Handover) -> bool:
    """Whether this person speaks for the receiving subteam; the service refuses who is in both."""
    return access.can(Permission.HAND_OVER, subteam_id=row.receiver_id)


def may_take(request: UserRequest, row: Handover) -> bool:
    """Whether the service would let this person agree, accept and return: never who gives."""
    teams = frozenset().union(*request.access.own_subteams.values())
    is_giver = request.user.pk == row.offered_by_id or row.giver_id in teams
    return receives(request.access, row) and not is_giver


def speaks(access: Access, row: Handover) -> bool:
    """Whether this person speaks for one of both."""
    return gives(access, row) or receives(access, row)


def load_given(request: UserRequest, program: Program, key: str) -> Handover:
    """The handover for somebody of its giving side: else 404 or 403."""
    row = load_handover(request, program, key)
    if not gives(request.access, row):
        raise PermissionDenied
    return row


def crumbs_of(program: Program, row: Handover | None = None) -> list[tuple[str, str | None]]:
    return crumbs_to(program, "Handovers", "handover_list", row)


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a handover, ready to print."""

    text: str
    is_done: bool
    evidence: str
    link: str
    answer_url: str
    remove_url: str


def line_views(
    row: Handover, items: list[HandoverItem], side: Side, *, may_answer: bool, may_remove: bool
) -> list[LineView]:
    """The lines of one side, with the addresses where they are answered."""
    address = [row.program.slug, row.key]
    return [
        LineView(
            text=item.text,
            is_done=item.is_done,
            evidence=item.evidence,
            link=link_of(item.evidence),
            answer_url=reverse("handover_item_answer", args=[*address, item.pk]) if may_answer else "",
            remove_url=reverse("handover_item_remove", args=[*address, item.pk]) if may_remove else "",
        )
        for item in items
        if item.side == side
    ]


def count_of(found: list[LineView], word: str) -> str:
    """`1 of 2 brought`."""
    return f"{sum(one.is_done for one in found)} of {len(found)} {word}" if found else ""


def turn_of(row: Handover, today: date) -> str:
    """Whose turn it is, since when and what for."""
    if row.status == Status.OFFERED and row.offered_on:
        days = (today - row.offered_on).days
        since = "since today" if not days else f"for {days} {'day' if days == 1 else 'days'}"
        return f"It waits for {row.receiver} {since}: agree to each line and accept it, or return it."
    if row.status == Status.ACCEPTED and row.accepted_on:
        return f"{row.receiver} accepted it on {short_day(row.accepted_on, today)}."
    if row.status == Status.RETURNED:
        back = f"{row.giver} mends that and offers it again."
        return f"{row.receiver} returned it: “{row.returned_because}” {back}"
    return f"{row.giver} brings evidence for each line, then offers it."


def acts_of(request: UserRequest, row: Handover) -> list[Act]:
    """What may be done with it by this person: edit, and the steps of their side."""
    address, access = [row.program.slug, row.key], request.access
    acts = []
    if row.status != Status.ACCEPTED and gives(access, row):
        acts.append(Act("Edit", reverse("handover_edit", args=address)))
    url = reverse("handover_step", args=address)
    for step in steps_from(HANDOVER_STEPS, row.status):
        mine = gives(access, row) if SIDE_OF_STEP[step.target] == GIVER else may_take(request, row)
        if mine:
            label = f"{step.verb}…" if step.needs_reason else step.verb
            acts.append(Act(label, f"{url}?to={step.target}", is_primary=not step.needs_reason))
    return acts


def facts_of(row: Handover, program: Program, today: date, *, insider: bool) -> list[tuple[str, str, str]]:
    """The plain facts of the side column. Where it goes on is told to insiders: that may be internal."""
    words, url = work_link(row.deliverable, program)
    goes, goes_url = work_link(row.receiving_deliverable if insider else None, program)
    over = f", {distance(row.due_on, today)}" if row.due_on and row.status != Status.ACCEPTED else ""
    talk = row.get_discussion_display()
    return [
        ("Deliverable", words, url),
        ("From", str(row.giver), reverse("subteam_detail", args=[program.slug, row.giver.slug])),
        ("To", str(row.receiver), reverse("subteam_detail", args=[program.slug, row.receiver.slug])),
        *([("Goes on in", goes, goes_url)] if goes else []),
        ("Contract", row.kind.name if row.kind else "", ""),
        ("Due", f"{short_day(row.due_on, today)}{over}" if row.due_on else "", ""),
        ("Discussion", row.discussion_text or talk, link_of(row.discussion_text)),
        *(
            [("Offered", f"{short_day(row.offered_on, today)}{by(row.offered_by)}", "")]
            if row.offered_on
            else []
        ),
        *(
            [("Accepted", f"{short_day(row.accepted_on, today)}{by(row.accepted_by)}", "")]
            if row.accepted_on
            else []
        ),
    ]


def by(person: Any) -> str:
    return f" by {person}" if person else ""
