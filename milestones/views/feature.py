"""Features: doneness by letter, and the matrix of statements and deliverables."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.feature import StatementForm
from milestones.models import Feature, Statement
from milestones.pure.furps import LETTER_NAMES
from milestones.queries.doneness import of_features
from milestones.queries.feature import (
    Coverage,
    coverage_by_area,
    in_list,
    load_list,
    load_matrix,
    with_gaps,
)
from milestones.services import feature as features
from milestones.views.feature_rows import (
    area_groups,
    coverage_words,
    feature_cells,
    feature_heads,
    head_of,
    matrix_groups,
    statement_cell,
)
from milestones.views.sections import address_of
from pm.errors import DomainError, StaleEdit
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.queries.page import number_of
from pm.text import render_markdown
from pm.views.csv_file import csv_answer

PAGE_SIZE = 25
MOST_ROWS = 10_000
NARROW_FROM = 7
WIDEST = 12


@requires(Permission.VIEW)
@require_safe
def feature_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every feature by area, with its doneness by letter and what nobody promises."""
    area, gaps = request.GET.get("area", ""), request.GET.get("unpromised") == "true"
    coverage = coverage_by_area(program)
    areas = [one for one in coverage if one]
    rows: QuerySet[Feature] = Feature.objects.in_program(program)
    if area in areas:
        rows = rows.filter(area=area)
    if gaps:
        rows = with_gaps(rows)
    today = actor_of(request, program).today
    if request.GET.get("format") == "csv":
        return feature_file(program, rows, today)
    page = load_list(rows, number=number_of(request.GET.get("page")), size=PAGE_SIZE)
    doneness = of_features([row.pk for row in page.rows], today=today)
    context = {
        "groups": area_groups(page.rows, doneness, program),
        "letters": [(letter, name if letter != "+" else "+") for letter, name in LETTER_NAMES.items()],
        "sentence": coverage_words(
            Coverage(
                sum(one.total for one in coverage.values()), sum(one.unpromised for one in coverage.values())
            )
        ),
        "areas": areas,
        "area": area if area in areas else "",
        "gaps": gaps,
        "page": page,
        "count": f"features {page.first}–{page.last}",
        "statements_url": reverse("statement_list", args=[program.slug]),
        "new_url": address_of("feature_create", program.slug)
        if request.access.can(Permission.EDIT_FEATURE)
        else "",
        "crumbs": [("Features", None)],
    }
    return render(request, "milestones/feature/list.html", context)


def feature_file(program: Program, rows: QuerySet[Feature], today: date) -> HttpResponse:
    """A CSV with one line a feature: doneness by letter, and what nobody promises."""
    found = list(in_list(rows)[:MOST_ROWS])
    done = of_features([row.pk for row in found], today=today)
    name = f"{program.slug}-features-{today.isoformat()}.csv"
    return csv_answer(name, feature_heads(), (feature_cells(row, done[row.pk]) for row in found))


@requires(Permission.VIEW)
@require_safe
def feature_detail(request: UserRequest, program: Program, fslug: str) -> HttpResponse:
    """One feature: its statements, who promises them, and what of it holds."""
    feature = load_feature(program, fslug)
    matrix = load_matrix(feature, request.access, today=actor_of(request, program).today)
    may_edit = request.access.can(Permission.EDIT_FEATURE)
    context = {
        "feature": feature,
        "matrix": matrix,
        "is_wide": len(matrix.deliverables) > WIDEST,
        "is_narrow": len(matrix.deliverables) >= NARROW_FROM,
        "columns": head_of(matrix, program),
        "span": 3 + (1 if len(matrix.deliverables) > WIDEST else len(matrix.deliverables)),
        "description": render_markdown(feature.description),
        "acts": feature_acts(program, feature) if may_edit else [],
        "gaps_url": f"/{program.slug}/statements/?feature={feature.slug}&promised=nobody",
        "groups": matrix_groups(matrix, program, feature, may_edit=may_edit, widest=WIDEST),
        "history_url": f"{reverse('history', args=[program.slug])}?key={feature.slug}"
        if request.access.can(Permission.VIEW_HISTORY)
        else "",
        "crumbs": [("Features", reverse("feature_list", args=[program.slug])), (feature.name, None)],
    }
    return render(request, "milestones/feature/detail.html", context)


def feature_acts(program: Program, feature: Feature) -> list[tuple[str, str]]:
    """What may be done here: words and address of each form that an area offers."""
    names = (("statement_create", "Add a statement"), ("feature_edit", "Edit"))
    found = [(words, address_of(name, program.slug, feature.slug)) for name, words in names]
    return [(words, url) for words, url in found if url]


def load_feature(program: Program, slug: str) -> Feature:
    """The program's feature, or 404."""
    found: Feature = load_or_404(Feature.objects.in_program(program).select_related("program"), slug=slug)
    return found


def load_statement(program: Program, slug: str, code: str) -> Statement:
    """The statement `F3` of a feature, or 404."""
    feature = load_feature(program, slug)
    try:
        return features.find_statement(feature=feature, code=code)
    except features.UnknownStatement as error:
        raise Http404(str(error)) from error


@requires(Permission.EDIT_FEATURE)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_reword(request: UserRequest, program: Program, fslug: str, code: str) -> HttpResponse:
    """Reword a statement: a new revision; what was promised at an older one drifts."""
    row = load_statement(program, fslug, code)
    if request.method != "POST":
        if request.htmx and request.GET.get("rest"):
            return HttpResponse(statement_cell(row, program))
        form = StatementForm(
            initial={"text": row.text, "base_text": row.text}, auto_id=f"statement-{row.pk}-new-%s"
        )
        return editor(request, program, row, form)
    form = StatementForm(request.POST, auto_id=f"statement-{row.pk}-new-%s")
    if not form.is_valid():
        return editor(request, program, row, form, status=422)
    if form.is_same:
        return reworded(request, program, row, "Nothing changed.")
    return save_statement(request, program, row, form)


def save_statement(
    request: UserRequest, program: Program, row: Statement, form: StatementForm
) -> HttpResponse:
    """Write the new revision, or show who was quicker."""
    data = form.cleaned_data
    try:
        saved = features.reword(
            statement=row,
            text=data["text"],
            base=form.base,
            actor=actor_of(request, program),
            why=data["why"].strip(),
        )
    except StaleEdit as error:
        return conflict(request, program, row, form, error)
    except DomainError as error:
        form.add_error(None, str(error))
        return editor(request, program, row, form, status=422)
    return reworded(request, program, saved, f"{saved.code} is now at revision {saved.revision}.")


def editor(
    request: UserRequest, program: Program, row: Statement, form: StatementForm, status: int = 200
) -> HttpResponse:
    """The form in place of the text; a page of its own without script."""
    template = "milestones/feature/_edit.html" if request.htmx else "milestones/feature/edit.html"
    context = page_of_statement(program, row) | {"form": form}
    return render(request, template, context, status=status)


def page_of_statement(program: Program, row: Statement) -> dict[str, Any]:
    """What the editor and the conflict share."""
    back = reverse("feature_detail", args=[program.slug, row.feature.slug])
    url = reverse("statement_reword", args=[program.slug, row.feature.slug, row.code])
    return {
        "statement": row,
        "url": url,
        "back": back,
        "dom_id": f"statement-{row.pk}-text",
        "cancel_url": f"{url}?rest=1",
        "crumbs": [
            ("Features", reverse("feature_list", args=[program.slug])),
            (row.feature.name, back),
            (f"Reword {row.code}", None),
        ],
    }


def conflict(
    request: UserRequest, program: Program, row: Statement, form: StatementForm, error: StaleEdit
) -> HttpResponse:
    """Somebody reworded it meanwhile: base, theirs, mine, and a result to edit."""
    stale = error.conflicts[0]
    shown = {
        "label": row.code,
        "name": "text",
        "base": stale.base,
        "theirs": stale.theirs,
        "mine": stale.mine,
        "mine_value": stale.mine,
        "theirs_value": stale.theirs,
    }
    context = page_of_statement(program, row) | {
        "title": f"{stale.by or 'Somebody else'} reworded {row.code} while you were writing",
        "rows": [shown],
        "hidden": [("why", form.cleaned_data["why"])],
    }
    template = "milestones/feature/_stale.html" if request.htmx else "milestones/feature/stale.html"
    return render(request, template, context, status=409)


def reworded(request: UserRequest, program: Program, row: Statement, sentence: str) -> HttpResponse:
    """The text at rest again; the matrix refreshes itself, since promises may drift now."""
    if not request.htmx:
        messages.success(request, sentence)
        return redirect("feature_detail", program.slug, row.feature.slug)
    response = HttpResponse(statement_cell(row, program, announce=sentence))
    response["HX-Trigger-After-Settle"] = "statement-changed"
    return response
