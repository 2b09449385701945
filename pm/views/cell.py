"""One field edited where it stands: for htmx the cell's own editor, else a page. Both take the same path.

    GET   the editor; ?rest=1 gives the cell back as it was
    POST  200 the cell with what was saved, 422 the editor with the sentence and what was typed,
          409 base, theirs and mine to choose from, for texts with both merged

What may be edited is registered in `pm.registry.CELLS`. `?in=row` is where on its page the cell stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from pm.actor import Actor
from pm.errors import DomainError, StaleEdit
from pm.forms.record import RecordForm
from pm.http import UserRequest, actor_of, ask_to_log_in, page_in, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.cells import CellField, Editable
from pm.pure.merge import merged
from pm.queries.subject import KEY
from pm.registry import CELLS
from pm.templatetags.cells import HEAD, draw, id_of, in_words, looker_of, may_edit, url_of
from pm.text import MAX_LENGTH, render_markdown
from pm.views.record import TWICE_ENDED, go, wants_fragment

TEMPLATES = {"text": "pm/cell/_text.html", "many": "pm/cell/_many.html"}


class Elsewhere(DomainError):
    """The step asks for more than a cell can hold: it is taken on a page of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__("This is asked on a page of its own.")


@dataclass(frozen=True, slots=True)
class Spot:
    """One edit of one field: who, of which row, from which place of which page."""

    request: UserRequest
    program: Program
    editable: Editable
    row: Any
    name: str
    actor: Actor

    @property
    def field(self) -> CellField:
        return self.editable.fields[self.name]

    @property
    def place(self) -> str:
        asked = self.request.GET.get("in", "")
        return asked if asked == HEAD or asked in self.editable.answers else ""

    @property
    def dom_id(self) -> str:
        return id_of(self.editable, self.row, self.name)

    @property
    def url(self) -> str:
        return url_of(self.program.slug, self.editable, self.row, self.name, self.place)

    @property
    def cancel_url(self) -> str:
        return f"{self.url}{'&' if self.place else '?'}rest=1"

    @property
    def title(self) -> str:
        return f"{self.field.title} of {self.editable.name_of(self.row)}"

    @property
    def back(self) -> str:
        """The page this edit began on: the one that sent us here, else that of the row."""
        offered = self.request.POST.get("next") or self.request.headers.get("Referer", "")
        path = page_in(self.request, self.program, offered)
        if path and not path.startswith(self.request.path):
            return path
        return self.editable.url(self.program.slug, self.row)

    def form(self) -> RecordForm:
        """The noun's own form, cut to this field."""
        build = self.field.form or self.editable.form
        try:
            form: RecordForm = build(self.request, self.program, self.row).only(self.name)
        except KeyError as problem:
            raise Http404(f"{self.title} is not edited here.") from problem
        form.auto_id = f"edit-{self.editable.noun}-{self.row.pk}-%s"
        return form


@requires(Permission.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def cell_edit(request: UserRequest, program: Program, ref: str, field: str) -> HttpResponse:
    """Edit one field of one row, by its key or by `feature.delivery`."""
    match = KEY.fullmatch(ref)
    kind, rest = (match[1], ref) if match else (ref.partition(".")[0], ref.partition(".")[2])
    if kind not in CELLS:
        raise Http404(f"Nothing of {ref[:40]} is edited in place.")
    return edit_cell(request, program, CELLS.get(kind), rest, field)


def edit_cell(
    request: UserRequest, program: Program, editable: Editable, ref: str, name: str
) -> HttpResponse:
    """The editor of a field, or its save; for those who may, of what they may see."""
    if name not in editable.fields:
        raise Http404(f"{name[:40]} is not edited in place.")
    row = editable.load(request, program, ref)
    if not may_edit(request.access, editable, editable.fields[name], row):
        if not request.user.is_authenticated:
            return ask_to_log_in(request)
        raise PermissionDenied
    spot = Spot(request, program, editable, row, name, actor_of(request, program))
    if request.method != "POST" and "rest" in request.GET:
        return show_rest(spot)
    form = spot.form()
    if not form.is_bound:
        return show_editor(spot, form)
    return save(spot, form) if form.is_valid() else show_editor(spot, form, status=422)


def show_editor(spot: Spot, form: RecordForm, *, status: int = 200) -> HttpResponse:
    """The editor: the cell's own for htmx, else a page with the same form."""
    context = {
        "spot": spot,
        "form": form,
        "field": form[spot.name],
        "more": [form[name] for name in form.fields if name != spot.name],
        "hidden": form.bases(),
        "errors": form.non_field_errors(),
        "refused": getattr(form, "refused", ()),
        "crumbs": crumbs_of(spot),
        "preview_url": f"/{spot.program.slug}/preview/",
    }
    if not wants_fragment(spot.request):
        return render(spot.request, "pm/cell/form.html", context, status=status)
    return render(spot.request, TEMPLATES.get(spot.field.kind, "pm/cell/_edit.html"), context, status=status)


def crumbs_of(spot: Spot) -> list[tuple[str, str | None]]:
    page = spot.editable.url(spot.program.slug, spot.row)
    return [(spot.editable.name_of(spot.row), page), (spot.field.title, None)]


def save(spot: Spot, form: RecordForm) -> HttpResponse:
    """Write what was changed, and say it; refused or stale, nothing typed is lost."""
    changes = form.changes()
    if spot.name in form.links and any(joined := form.joined(spot.name)):
        changes[spot.name] = joined
    if not changes:
        return show_saved(spot, spot.row, "")
    columns = form.of_column()
    more = {name: value for name, value in form.cleaned_data.items() if name not in columns}
    verb = spot.field.save or spot.editable.save
    try:
        row = verb(row=spot.row, changes=changes, base=form.base(), more=more, actor=spot.actor)
    except Elsewhere as other:
        return go(spot.request, other.url)
    except StaleEdit as stale:
        form.clash(stale)
        return show_conflict(spot, form, stale) if form.conflicts else show_editor(spot, form, status=422)
    except DomainError as refusal:
        named = {column: name for name, column in columns.items()}.get(refusal.field, refusal.field)
        form.add_error(named if named in form.fields else spot.name, str(refusal))
        return show_editor(spot, form, status=422)
    row.program = spot.program
    return show_saved(spot, row, TWICE_ENDED.sub(r"\1", sentence_of(spot, row)))


def sentence_of(spot: Spot, row: Any) -> str:
    """What a save says: the noun's own sentence, else the field and what it is now."""
    field, name = spot.field, spot.editable.name_of(row)
    if field.say is not None:
        return field.say(row, spot.actor.today)
    shown = field.show(row)
    if shown is None or shown == "":
        if field.none:
            return f"{field.title} of {name}: {field.none}."
        return f"{name[:1].upper()}{name[1:]} has no {field.title.lower()} now."
    words = in_words(shown, spot.actor.today)
    if (
        field.kind == "text"
        or isinstance(shown, SafeString)
        or words == name
        or TWICE_ENDED.search(f"{words}.")
    ):
        return f"{field.title} of {name} is saved."
    return f"{field.title} of {name} is {words} now."


def cell_of(spot: Spot, row: Any, announce: str = "") -> SafeString:
    return draw(looker_of(spot.request, spot.program, spot.place), row, spot.name, announce=announce)


def show_rest(spot: Spot) -> HttpResponse:
    """The cell as it is: the answer to Cancel, and to keeping theirs."""
    if not wants_fragment(spot.request):
        return HttpResponseRedirect(spot.back)
    return HttpResponse(cell_of(spot, spot.row))


def show_saved(spot: Spot, row: Any, sentence: str) -> HttpResponse:
    """What was saved: the cell or its row for htmx, else back to where the edit began."""
    request = spot.request
    if sentence:
        messages.success(request, sentence)
    if not wants_fragment(request):
        is_listed = spot.place in spot.editable.answers
        anchor = f"#{spot.editable.noun}-{row.pk}-{spot.place}" if is_listed else ""
        return HttpResponseRedirect(spot.back + anchor)
    said = sentence or "Nothing changed."
    if spot.place in spot.editable.answers:
        answer: HttpResponse = spot.editable.answers[spot.place](spot, row, said)
        return answer
    shown = render(request, "pm/cell/_saved.html", {"cell": cell_of(spot, row, said)})
    shown.headers["HX-Trigger"] = f"{spot.editable.noun}-changed"
    return shown


def show_conflict(spot: Spot, form: RecordForm, stale: StaleEdit) -> HttpResponse:
    """Base, theirs, mine: the writer chooses or merges; nothing typed is lost."""
    by = next((conflict.by for conflict in stale.conflicts if conflict.by), "Somebody")
    kept = [name for name in form.fields if name not in form.conflicts]
    context = {
        "spot": spot,
        "title": f"{by} changed this while you were editing",
        "text": f"{spot.title}: {getattr(spot.row, 'title', '') or spot.row}.",
        "conflict_rows": [conflict_row(form, name) for name in form.conflicts],
        "is_text": spot.field.kind == "text",
        "hidden": [*((name, str(form.data.get(name, ""))) for name in kept), ("next", spot.back)],
        "crumbs": crumbs_of(spot),
    }
    name = "pm/cell/_conflict.html" if wants_fragment(spot.request) else "pm/cell/conflict.html"
    return render(spot.request, name, context, status=409)


def conflict_row(form: RecordForm, name: str) -> Mapping[str, str]:
    """One field three times in words, and what the forms of the choice post."""
    one = form.conflicts[name]
    words = {part: form.words(name, getattr(one, part)) for part in ("base", "theirs", "mine")}
    return {
        "label": str(form[name].label),
        "name": name,
        **words,
        "mine_value": str(form.data.get(name, "")),
        "theirs_value": form.base_text(name, one.theirs),
        "merged": merged(words["base"], words["theirs"], words["mine"]),
    }


@requires(Permission.COMMENT)
@require_POST
def markdown_preview(request: UserRequest, program: Program) -> HttpResponse:
    """How the Markdown of the field named in `of` will look."""
    text = request.POST.get(request.POST.get("of", ""), "")[:MAX_LENGTH]
    html = render_markdown(text) if text.strip() else SafeString('<p class="muted">Nothing is written.</p>')
    return HttpResponse(html)
