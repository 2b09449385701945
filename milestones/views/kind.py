"""The page of a kind: the lists that its rows start with, and the verbs of the kind.

Kinds of handovers and of tasks are the same to a reader: a name, some facts, one or two lists of lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from milestones.models import HandoverKind, HandoverKindItem, TaskKind, TaskKindItem
from pm.http import UserRequest
from pm.models import Program
from pm.views.record import Verb
from pm.views.setting import Crumb, crumbs_of

Kind = HandoverKind | TaskKind
Line = HandoverKindItem | TaskKindItem


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a list, where it is edited and where it is taken out."""

    text: str
    edit_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class LineList:
    """A list of lines under its heading."""

    id: str
    title: str
    rows: tuple[LineRow, ...]


def list_of(noun: str, title: str, program: Program, lines: Sequence[Line], *, mark: str) -> LineList:
    """The lines of one list with their addresses."""
    return LineList(
        mark,
        title,
        tuple(
            LineRow(
                row.text,
                reverse(f"{noun}_line_edit", args=[program.slug, row.kind_id, row.pk]),
                reverse(f"{noun}_line_remove", args=[program.slug, row.kind_id, row.pk]),
            )
            for row in lines
        ),
    )


def kind_page(
    request: UserRequest,
    program: Program,
    kind: Kind,
    *,
    noun: str,
    lead: str,
    lists: Sequence[LineList],
    above: Crumb,
) -> HttpResponse:
    """One kind with its lists."""
    args = [program.slug, kind.pk]
    verb, label = ("restore", "Use it again") if kind.is_archived else ("archive", "Archive")
    return render(
        request,
        "milestones/kind/detail.html",
        {
            "kind": kind,
            "lead": lead,
            "lists": lists,
            "edit_url": reverse(f"{noun}_edit", args=args),
            "add_url": reverse(f"{noun}_line_create", args=args),
            "verb": Verb(label, reverse(f"{noun}_{verb}", args=args)),
            "crumbs": crumbs_of(program, above, (kind.name, None)),
        },
    )
