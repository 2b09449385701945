"""What the pages of a milestone's lines share: criteria, sign-offs, checks, artefacts, gates and the rest."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import models
from django.http import HttpResponse
from django.urls import reverse

from milestones.models import Milestone
from milestones.views.spec import load_milestone
from pm.forms.record import RecordForm
from pm.http import UserRequest, load_or_404
from pm.models import Program
from pm.views.record import Verb, record_page, verb_page

Line = TypeVar("Line", bound=models.Model)


def section_url(milestone: Milestone, section: str) -> str:
    """The section of the milestone's page that shows the lines."""
    return f"{reverse('milestone_detail', args=[milestone.program.slug, milestone.key])}#{section}"


def crumbs_of(milestone: Milestone, title: str) -> list[tuple[str, str | None]]:
    slug = milestone.program.slug
    page = reverse("milestone_detail", args=[slug, milestone.key])
    return [("Roadmap", reverse("roadmap", args=[slug])), (milestone.key, page), (title, None)]


def load_line(request: UserRequest, program: Program, key: str, model: type[Line], pk: int) -> Line:
    """A line of the milestone of this key, or 404."""
    milestone = load_milestone(request, program, key)
    row: Line = load_or_404(model._default_manager.filter(milestone=milestone), pk=pk)
    row.milestone, row.program = milestone, program  # type: ignore[attr-defined]  # every line has both
    return row


def line_page(
    request: UserRequest,
    milestone: Milestone,
    *,
    form: RecordForm,
    save: Callable[[], Any],
    title: str,
    submit: str,
    section: str,
    say: str,
    verbs: Sequence[Verb] = (),
) -> HttpResponse:
    """The form of one line; it leads back to the section of the milestone's page."""
    back = section_url(milestone, section)
    return record_page(
        request,
        milestone.program,
        form=form,
        save=save,
        title=title,
        submit=submit,
        lead=f"{milestone.key} {milestone.title}",
        crumbs=crumbs_of(milestone, title),
        cancel_url=back,
        done=lambda row: back,
        say=lambda row: say,
        verbs=verbs,
    )


def line_verb(
    request: UserRequest, milestone: Milestone, *, do: Callable[[], Any], section: str, say: str
) -> HttpResponse:
    """A POST about one line; it leads back to the section too."""
    back = section_url(milestone, section)
    return verb_page(request, do=do, done=lambda row: back, say=lambda row: say)


def line_url(name: str, row: Any) -> str:
    """The address of a page about a line."""
    return reverse(name, args=[row.program.slug, row.milestone.key, row.pk])
