"""The list of statements: what nobody promises, what two promise, and by whom the rest is."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from milestones.forms.statement_filter import StatementFilter
from milestones.models import Feature, Statement
from milestones.queries.deliverable import visible_deliverables
from milestones.queries.feature import coverage_of, with_promises
from milestones.views.feature_rows import coverage_words
from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.register import Column, register_page


def promised_words(row: Any) -> str:
    """`D-3, D-7`; what this reader may not see is counted, not named."""
    keys = list(dict.fromkeys(f"D-{pin.deliverable.number}" for pin in row.seen_pins))
    more = row.promises - len(keys)
    if not row.promises:
        return "nobody" if row.state == Statement.State.ACTIVE else ""
    return ", ".join(keys) + (f" and {more} more" if keys and more else f"{more} more" if more else "")


def url_of(program: Program, row: Statement) -> str:
    return reverse("feature_detail", args=[program.slug, row.feature.slug])


def columns_of(program: Program) -> list[Column]:
    link = partial(url_of, program)
    return [
        Column("No.", lambda row: row.code, css="key", order=("letter", "number")),
        Column("Statement", lambda row: row.text, is_head=True, css="wide", link=link),
        Column(
            "Feature",
            lambda row: row.feature.name,
            order=("feature__name", "letter", "number"),
            group="feature_id",
        ),
        Column("Area", lambda row: row.feature.area, order=("feature__area", "feature__name")),
        Column("State", lambda row: row.get_state_display(), order=("state",), group="state"),
        Column("Revision", lambda row: row.revision, css="num", in_page=False),
        Column("Promised by", promised_words, order=("promises",)),
        Column("Deliverables", lambda row: row.promises, in_page=False),
    ]


@requires(Permission.VIEW)
@require_safe
def statement_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every statement that passes the filters, by feature."""
    deliverables = visible_deliverables(program, request.access)
    features = Feature.objects.in_program(program).order_by("name", "pk").values_list("slug", "name")
    found = StatementFilter(
        request.GET,
        queryset=with_promises(Statement.objects.filter(program=program), program, request.access),
        features=list(features),
        deliverables=deliverables,
    )
    features_url = reverse("feature_list", args=[program.slug])
    return register_page(
        request,
        program,
        filterset=found,
        columns=columns_of(program),
        title="Statements",
        noun="statement",
        lead=coverage_words(coverage_of(program)),
        empty="A FURPS statement is a numbered sentence of a feature that can be checked.",
        crumbs=[("Features", features_url), ("Statements", None)],
        links=[("By feature", features_url)],
    )
