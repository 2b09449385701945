"""The pages of a kind: what a program's work starts with, a name with lists of lines.

Kinds of handovers and of tasks are the same to a reader, and cycles of work nearly so. A `Hand` holds what
differs; its methods are the pages. Each view says who may and which form it shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pm.forms.record import RecordForm
from pm.http import UserRequest, actor_of, load_or_404
from pm.models import Program
from pm.views.record import Verb, record_page, verb_page
from pm.views.setting import Crumb, crumbs_of


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a list, where it is edited and where it is taken out."""

    text: str
    edit_url: str
    remove_url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineList:
    """A list of lines under its heading, with where it is edited and added to itself."""

    id: str
    title: str
    rows: tuple[LineRow, ...]
    note: str = ""
    edit_url: str = ""
    add_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """What one kind has of its own: the names of its addresses, its model, and its verbs.

    `edit(row, changes, base, actor)`, `archive(row, is_archived, actor)`; `offered` says to what it is
    offered: `new handovers`.
    """

    noun: str
    label: str
    model: Any
    edit: Callable[..., Any]
    archive: Callable[..., Any]
    offered: str

    def list_url(self, program: Program) -> str:
        return reverse(f"{self.noun}_list", args=[program.slug])

    def url(self, verb: str, row: Any, *more: int) -> str:
        """An address below a row."""
        return reverse(f"{self.noun}_{verb}", args=[row.program.slug, row.pk, *more])

    def crumbs(self, program: Program, *more: Crumb) -> list[Crumb]:
        return crumbs_of(program, (self.label, self.list_url(program)), *more)

    def load(self, program: Program, pk: int) -> Any:
        row = load_or_404(self.model.objects.filter(program=program), pk=pk)
        row.program = program
        return row

    def create_page(
        self, request: UserRequest, program: Program, form: RecordForm, save: Callable[[], Any], noun: str
    ) -> HttpResponse:
        """The form of a new one."""
        return record_page(
            request,
            program,
            form=form,
            save=save,
            title=f"New {noun}",
            submit=f"Add the {noun.split()[0]}",
            crumbs=self.crumbs(program, (f"New {noun.split()[0]}", None)),
            cancel_url=self.list_url(program),
            done=lambda row: self.url("detail", row),
            say=lambda row: f"Added {row.name}.",
        )

    def edit_page(
        self, request: UserRequest, program: Program, pk: int, form: type[RecordForm]
    ) -> HttpResponse:
        """The form of its name and its other facts."""
        row = self.load(program, pk)
        bound, back, actor = (
            form.of(request, program, row=row),
            self.url("detail", row),
            actor_of(request, program),
        )
        return record_page(
            request,
            program,
            form=bound,
            save=lambda: self.edit(row, bound.changes(), bound.base(), actor),
            title=f"Edit {row.name}",
            submit="Save",
            crumbs=self.crumbs(program, (row.name, back), ("Edit", None)),
            cancel_url=back,
            done=lambda _: back,
        )

    def archive_page(
        self, request: UserRequest, program: Program, pk: int, *, is_archived: bool
    ) -> HttpResponse:
        """Offer it no more, or again."""
        row, actor = self.load(program, pk), actor_of(request, program)
        return verb_page(
            request,
            do=lambda: self.archive(row, is_archived, actor),
            done=lambda _: self.url("detail", row),
            say=lambda row: (
                f"{row.name} is offered to {self.offered} {'no more' if is_archived else 'again'}."
            ),
        )

    def line_page(
        self,
        request: UserRequest,
        program: Program,
        kind: Any,
        form: RecordForm,
        save: Callable[[], Any],
        *,
        title: str,
        crumb: str,
    ) -> HttpResponse:
        """The form of a line: a new one, or one that stands."""
        back, is_new = self.url("detail", kind), form.row is None
        return record_page(
            request,
            program,
            form=form,
            save=save,
            title=title,
            submit=f"Add the {crumb.split()[-1]}" if is_new else "Save",
            crumbs=self.crumbs(program, (kind.name, back), (crumb, None)),
            cancel_url=back,
            done=lambda _: back,
            say=lambda row: f"{'Added' if is_new else 'Saved'} “{row}”.",
        )

    def remove_page(
        self, request: UserRequest, kind: Any, row: Any, remove: Callable[[], Any]
    ) -> HttpResponse:
        """Take a line out."""
        words = str(row)
        return verb_page(
            request, do=remove, done=lambda _: self.url("detail", kind), say=lambda _: f"Removed “{words}”."
        )

    def lines(self, title: str, kind: Any, rows: Sequence[Any], *, mark: str) -> LineList:
        """The lines of one list with their addresses."""
        return LineList(
            mark,
            title,
            tuple(
                LineRow(row.text, self.url("line_edit", kind, row.pk), self.url("line_remove", kind, row.pk))
                for row in rows
            ),
            note=str(len(rows)),
        )

    def detail_page(
        self,
        request: UserRequest,
        program: Program,
        kind: Any,
        *,
        lead: str,
        lists: Sequence[LineList],
        add: str = "line",
    ) -> HttpResponse:
        """One kind with its lists."""
        verb, label = ("restore", "Use it again") if kind.is_archived else ("archive", "Archive")
        return render(
            request,
            "milestones/kind/detail.html",
            {
                "kind": kind,
                "lead": lead,
                "lists": lists,
                "edit_url": self.url("edit", kind),
                "add_url": self.url(f"{add}_create", kind),
                "add_label": f"Add a {add}",
                "verb": Verb(label, self.url(verb, kind)),
                "crumbs": self.crumbs(program, (kind.name, None)),
            },
        )


def load_line(kind: Any, line: int) -> Any:
    """A line of a kind's checklist or contract."""
    row = load_or_404(kind.items.all(), pk=line)
    row.program, row.kind = kind.program, kind
    return row
