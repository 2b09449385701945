"""The plain forms of a feature and its statements: create, edit, add, limit, retire."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.feature_record import FeatureForm, NewStatementForm, StatementStateForm
from milestones.models import Feature
from milestones.services import feature as features
from milestones.views.feature import load_feature, load_statement
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page

Crumbs = list[tuple[str, str | None]]


def list_url(program: Program) -> str:
    return reverse("feature_list", args=[program.slug])


def url_of(program: Program, row: Feature) -> str:
    return reverse("feature_detail", args=[program.slug, row.slug])


def crumbs_of(program: Program, row: Feature, last: str) -> Crumbs:
    """The way to a form of a feature."""
    return [("Features", list_url(program)), (row.name, url_of(program, row)), (last, None)]


@requires(Permission.EDIT_FEATURE)
@require_http_methods(["GET", "HEAD", "POST"])
def feature_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a feature."""
    form = FeatureForm.of(request, program, initial={"area": request.GET.get("area", "")})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: features.create(program=program, actor=actor_of(request, program), **form.changes()),
        title="New feature",
        submit="Add the feature",
        lead="One domain of behaviour with its own set of FURPS statements.",
        crumbs=[("Features", list_url(program)), ("New feature", None)],
        cancel_url=list_url(program),
        done=lambda row: url_of(program, row),
        say=lambda row: f"Added {row.name}. Its statements come next.",
    )


@requires(Permission.EDIT_FEATURE)
@require_http_methods(["GET", "HEAD", "POST"])
def feature_edit(request: UserRequest, program: Program, fslug: str) -> HttpResponse:
    """Change the words of a feature and its place."""
    row = load_feature(program, fslug)
    form = FeatureForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: features.edit(
            feature=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.name}",
        submit="Save",
        crumbs=crumbs_of(program, row, "Edit"),
        cancel_url=url_of(program, row),
        done=lambda saved: url_of(program, saved),
    )


@requires(Permission.EDIT_FEATURE)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_create(request: UserRequest, program: Program, fslug: str) -> HttpResponse:
    """Add a statement: it gets the next number of its letter."""
    feature = load_feature(program, fslug)
    form = NewStatementForm.of(request, program, initial={"letter": request.GET.get("letter", "F")})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: features.state(feature=feature, actor=actor_of(request, program), **form.changes()),
        title=f"New statement of {feature.name}",
        submit="Add the statement",
        lead="It gets the next number of its letter. A number is never given twice.",
        crumbs=crumbs_of(program, feature, "New statement"),
        cancel_url=url_of(program, feature),
        done=lambda row: url_of(program, feature),
        say=lambda row: f"Added {row.code} to {feature.name}.",
    )


@requires(Permission.EDIT_FEATURE)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_state(request: UserRequest, program: Program, fslug: str, code: str) -> HttpResponse:
    """Say whether a statement counts, is a limitation, or is retired."""
    row = load_statement(program, fslug, code)
    form = StatementStateForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: features.settle(
            statement=row,
            to=form.cleaned_data["state"],
            why=form.cleaned_data["why"],
            base=form.base(),
            actor=actor_of(request, program),
        ),
        title=f"{row.code} of {row.feature.name}",
        submit="Save",
        lead=row.text,
        crumbs=crumbs_of(program, row.feature, row.code),
        cancel_url=url_of(program, row.feature),
        done=lambda saved: url_of(program, row.feature),
        say=lambda saved: f"{saved.code} is {saved.get_state_display().lower()} now.",
    )
