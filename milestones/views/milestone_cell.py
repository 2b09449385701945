"""What every inline edit of a milestone answers: the editor, the cell at rest, what was saved, a conflict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from milestones.models import Milestone
from milestones.queries.roadmap import visible, with_deliverables
from milestones.views.roadmap_rows import Reader, detail_url, load_facts, page_cell, table_row
from pm.actor import Actor
from pm.errors import StaleEdit
from pm.http import UserRequest, actor_of, load_or_404, number_of_key
from pm.models import Program
from pm.permissions import Permission

WITH = ("track", "owner", "follows", "budget_line")
PLACES = ("row", "page")
CHANGED = "milestone-changed"
CELL = "milestones/milestone/_edit.html"
FORM = "milestones/milestone/form.html"
CONFLICT_CELL = "milestones/milestone/_conflict_cell.html"
CONFLICT = "milestones/milestone/conflict.html"
# What edits a field in its place, where a line is not enough.
EDITORS = {"status": "milestones/milestone/_status_edit.html"}


def load_milestone(request: UserRequest, program: Program, key: str) -> Milestone:
    """The milestone of that key that this reader may see, or 404."""
    rows = visible(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    row: Milestone = load_or_404(rows.select_related(*WITH), number=number_of_key(key, "M"))
    row.program = program
    return row


def wants_fragment(request: UserRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of one field: who, what, and from which place of which page."""

    request: UserRequest
    program: Program
    row: Milestone
    name: str
    actor: Actor

    @property
    def place(self) -> str:
        asked = self.request.GET.get("in", "page")
        return asked if asked in PLACES else "page"

    @property
    def dom_id(self) -> str:
        return f"milestone-{self.row.pk}-{self.name}"

    @property
    def url(self) -> str:
        path = reverse(f"milestone_{self.name}", args=[self.program.slug, self.row.key])
        return f"{path}?in={self.place}"

    @property
    def back(self) -> str:
        """The page this edit began on: the one that sent us here, else the milestone."""
        offered = self.request.POST.get("next") or self.request.headers.get("Referer", "")
        host = self.request.get_host()
        here = f"{self.request.scheme}://{host}"
        path = offered.removeprefix(here)
        safe = url_has_allowed_host_and_scheme(path, {host}, require_https=self.request.is_secure())
        if safe and path.startswith(f"/{self.program.slug}/") and not path.startswith(self.request.path):
            return path
        return detail_url(self.program, self.row)

    @property
    def title(self) -> str:
        return f"{FIELD_TITLES.get(self.name, self.name.capitalize())} of {self.row.key}"


FIELD_TITLES = {"start": "Planned start"}


def begin(request: UserRequest, program: Program, key: str, name: str) -> Edit:
    return Edit(request, program, load_milestone(request, program, key), name, actor_of(request, program))


def show_editor(
    edit: Edit, form: Any, *, status: int = 200, extra: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The editor: the cell's own for htmx, else a page with the same form."""
    context = {
        "edit": edit,
        "form": form,
        "row": edit.row,
        "field": form[edit.name] if edit.name in form.fields else None,
        "more": [form[name] for name in form.fields if name != edit.name],
        "hidden": form.bases(),
        "cancel_url": f"{edit.url}&rest=1",
        "crumbs": crumbs_of(edit),
        **(extra or {}),
    }
    template = EDITORS.get(edit.name, CELL) if wants_fragment(edit.request) else FORM
    return render(edit.request, template, context, status=status)


def crumbs_of(edit: Edit) -> list[tuple[str, str | None]]:
    return [
        ("Roadmap", reverse("roadmap", args=[edit.program.slug])),
        (edit.row.key, detail_url(edit.program, edit.row)),
        (FIELD_TITLES.get(edit.name, edit.name.capitalize()), None),
    ]


def show_rest(edit: Edit) -> HttpResponse:
    """The cell as it was: the answer to Cancel."""
    if not wants_fragment(edit.request):
        return HttpResponseRedirect(edit.back)
    reader = Reader(edit.program, edit.request.access, edit.actor.today, place=edit.place)
    return HttpResponse(page_cell(reader, edit.row, edit.name))


def show_saved(edit: Edit, sentence: str) -> HttpResponse:
    """What was saved: the row or the cell for htmx, else back to where the edit began."""
    if sentence:
        messages.success(edit.request, sentence)
    if not wants_fragment(edit.request):
        anchor = f"#milestone-{edit.row.pk}-row" if "/roadmap/" in edit.back else ""
        return HttpResponseRedirect(edit.back + anchor)
    request = edit.request
    row = with_deliverables(Milestone.objects.filter(pk=edit.row.pk)).get()
    row.program = edit.program
    reader = Reader(edit.program, request.access, edit.actor.today, place=edit.place)
    said = sentence or "Nothing changed."
    if edit.place == "page":
        cell = page_cell(reader, row, edit.name, announce=said)
        answer = render(request, "milestones/milestone/_saved.html", {"cell": cell})
        answer.headers["HX-Trigger"] = CHANGED
        return answer
    reader = Reader(edit.program, request.access, edit.actor.today, load_facts(request, [row]), edit.place)
    ready = table_row(reader, row, changed=edit.name, announce=said)
    answer = render(request, "milestones/milestone/_saved.html", {"rows": [ready]})
    answer.headers["HX-Retarget"] = f"#milestone-{row.pk}-row"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def show_conflict(
    edit: Edit,
    stale: StaleEdit,
    rows: list[dict[str, str]],
    hidden: list[tuple[str, str]],
) -> HttpResponse:
    """Base, theirs, mine: the writer chooses; nothing typed is lost."""
    by = next((conflict.by for conflict in stale.conflicts if conflict.by), "Somebody")
    context = {
        "edit": edit,
        "title": f"{by} changed this while you were editing",
        "text": f"{edit.title}: {edit.row.title}.",
        "conflict_rows": rows,
        "hidden": [*hidden, ("next", edit.back)],
        "cancel_url": f"{edit.url}&rest=1",
        "crumbs": crumbs_of(edit),
    }
    is_cell = wants_fragment(edit.request)
    return render(edit.request, CONFLICT_CELL if is_cell else CONFLICT, context, status=409)
