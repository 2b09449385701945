"""Estimating a milestone or a deliverable: in place for htmx, as a page without."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from estimates.forms.estimate import BASES, EstimateForm, words_of
from estimates.models import Estimate
from estimates.queries.estimate import Target, newest_estimate
from estimates.queries.size import sizes_of
from estimates.services.estimate import SAW_NONE, EstimateRefused, set_parsed
from milestones.models import Deliverable, Milestone
from milestones.views.milestone_cell import load_milestone
from pm.actor import Actor
from pm.errors import StaleEdit
from pm.http import UserRequest, actor_of, load_or_404, number_of_key, requires
from pm.models import Program
from pm.permissions import Permission
from pm.templatetags.cells import cell
from pm.templatetags.ui import months

CHANGED = "milestone-changed"


@dataclass(frozen=True, slots=True)
class Edit:
    """One estimate being edited: who, of what, and which ones stand now."""

    request: UserRequest
    program: Program
    target: Target
    actor: Actor
    newest: dict[str, Estimate]

    @property
    def noun(self) -> str:
        return "milestone" if isinstance(self.target, Milestone) else "deliverable"

    @property
    def dom_id(self) -> str:
        return f"{self.noun}-{self.target.pk}-estimate"

    @property
    def url(self) -> str:
        return reverse(f"{self.noun}_estimate", args=[self.program.slug, self.target.key])

    @property
    def back(self) -> str:
        return reverse(f"{self.noun}_detail", args=[self.program.slug, self.target.key])

    @property
    def title(self) -> str:
        return f"Estimate of {self.target.key}"

    @property
    def is_fragment(self) -> bool:
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    def form(self, data: Any = None) -> EstimateForm:
        return EstimateForm(
            data,
            newest=self.newest,
            days_per_month=self.program.days_per_month,
            is_short=self.is_fragment,
            sizes=None if self.is_fragment and data is None else sizes_of(self.program),
        )

    def cell(self, newest: Estimate | None, announce: str = "") -> SafeString:
        """The cell at rest, in months, as the roadmap prints it."""
        text = months(newest.likely_days, self.program.days_per_month) if newest else ""
        return cell(
            dom_id=self.dom_id,
            url=self.url,
            text=text,
            label=f"{self.title}, in months",
            announce=announce,
        )


@requires(Permission.ESTIMATE)
@require_http_methods(["GET", "POST"])
def milestone_estimate(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Estimate a milestone."""
    return estimate(begin(request, program, load_milestone(request, program, key)))


@requires(Permission.ESTIMATE)
@require_http_methods(["GET", "POST"])
def deliverable_estimate(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Estimate a deliverable: the whole work, or what remains."""
    return estimate(begin(request, program, load_deliverable(request, program, key)))


def load_deliverable(request: UserRequest, program: Program, key: str) -> Deliverable:
    """The deliverable of that key that this reader may see, or 404."""
    rows = Deliverable.objects.in_program(program).select_related("milestone", "program")
    if not request.access.can(Permission.VIEW_INTERNAL):
        rows = rows.filter(milestone__is_internal=False)
    row: Deliverable = load_or_404(rows, number=number_of_key(key, "D"))
    return row


def begin(request: UserRequest, program: Program, target: Target) -> Edit:
    found = {purpose: newest_estimate(target, purpose=purpose) for purpose in Estimate.Purpose.values}
    newest = {purpose: row for purpose, row in found.items() if row is not None}
    return Edit(request, program, target, actor_of(request, program), newest)


def estimate(edit: Edit) -> HttpResponse:
    """Show the editor, or write and show what was saved, refused or changed meanwhile."""
    request = edit.request
    if request.method != "POST":
        return show_rest(edit) if "rest" in request.GET else show_editor(edit, edit.form())
    form = edit.form(request.POST)
    if not form.is_valid():
        return show_editor(edit, form, status=422)
    try:
        row = set_parsed(
            target=edit.target,
            parsed=form.parsed,
            purpose=form.purpose_code,
            reason=form.cleaned_data.get("reason", ""),
            base=form.base,
            actor=edit.actor,
        )
    except StaleEdit as stale:
        return show_conflict(edit, form, stale)
    except EstimateRefused as refusal:
        form.add_error("estimate", str(refusal))
        return show_editor(edit, form, status=422)
    return show_saved(edit, row)


def show_editor(edit: Edit, form: EstimateForm, *, status: int = 200) -> HttpResponse:
    """The cell's editor for htmx, else a page with every field."""
    context = {
        "edit": edit,
        "form": form,
        "hidden": form.bases(),
        "cancel_url": f"{edit.url}?rest=1",
        "crumbs": crumbs_of(edit),
        "baseline_url": baseline_url(edit),
    }
    template = "estimates/estimate/_edit.html" if edit.is_fragment else "estimates/estimate/form.html"
    return render(edit.request, template, {**context, "field": form["estimate"]}, status=status)


def baseline_url(edit: Edit) -> str:
    """Where the baseline of a milestone is chosen, by those who may."""
    may = edit.noun == "milestone" and edit.request.access.can(Permission.EDIT_MILESTONE)
    return reverse("milestone_baseline", args=[edit.program.slug, edit.target.key]) if may else ""


def crumbs_of(edit: Edit) -> list[tuple[str, str | None]]:
    return [
        ("Roadmap", reverse("roadmap", args=[edit.program.slug])),
        (edit.target.key, edit.back),
        ("Estimate", None),
    ]


def show_rest(edit: Edit) -> HttpResponse:
    """The cell as it was: the answer to Cancel."""
    if not edit.is_fragment:
        return HttpResponseRedirect(edit.back)
    return HttpResponse(edit.cell(edit.newest.get(Estimate.Purpose.TOTAL)))


def show_saved(edit: Edit, row: Estimate) -> HttpResponse:
    """The cell with its tick for htmx, else back to the page of what was estimated."""
    what = "What remains of" if row.purpose == Estimate.Purpose.REMAINING else "The estimate of"
    sentence = f"{what} {edit.target.key} is {words_of(row)} now."
    messages.success(edit.request, sentence)
    if not edit.is_fragment:
        return HttpResponseRedirect(edit.back)
    answer = render(edit.request, "estimates/estimate/_saved.html", {"cell": edit.cell(row, sentence)})
    answer.headers["HX-Trigger"] = CHANGED
    return answer


def show_conflict(edit: Edit, form: EstimateForm, stale: StaleEdit) -> HttpResponse:
    """Base, theirs, mine; keeping mine posts it on top of theirs."""
    [conflict] = stale.conflicts
    base, theirs, mine = conflict.base, conflict.theirs, conflict.mine
    newest = theirs if isinstance(theirs, Estimate) else None
    standing = str(newest.pk) if newest else str(SAW_NONE)
    cleaned = form.cleaned_data
    kept = [(str(name), str(cleaned[name])) for name in ("purpose", "reason") if name in cleaned]
    if form.purpose_code == Estimate.Purpose.REMAINING:
        kept.append((BASES[form.purpose_code], standing))
    row = {
        "label": "Estimate",
        "name": "estimate",
        "base": words_of(base if isinstance(base, Estimate) else None) or "none",
        "theirs": words_of(newest),
        "mine": words_of(mine if isinstance(mine, Estimate) else None),
        "mine_value": form.cleaned_data["estimate"],
        "theirs_value": standing,
    }
    context = {
        "edit": edit,
        "title": f"{conflict.by or 'Somebody'} estimated this while you were editing",
        "conflict_rows": [row],
        "hidden": kept,
        "cancel_url": f"{edit.url}?rest=1",
        "crumbs": crumbs_of(edit),
    }
    fragment, whole = "estimates/estimate/_conflict.html", "estimates/estimate/conflict.html"
    return render(edit.request, fragment if edit.is_fragment else whole, context, status=409)
