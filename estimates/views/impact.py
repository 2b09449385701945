"""Impact: metrics of a milestone, what was observed, the reviews after delivery."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from estimates.forms.impact import ImpactReviewForm, MetricForm, ObservationForm
from estimates.models import ImpactMetric, ImpactObservation, ImpactReview
from estimates.services import impact as service
from milestones.models import Milestone
from milestones.views.milestone_cell import load_milestone
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb, record_page, verb_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def home_of(row: Milestone) -> str:
    return reverse("milestone_detail", args=[row.program.slug, row.key])


def crumbs_of(row: Milestone, last: str) -> list[tuple[str, str | None]]:
    return [
        ("Roadmap", reverse("roadmap", args=[row.program.slug])), (row.key, home_of(row)), (last, None),
    ]  # fmt: skip


def load_metric(milestone: Milestone, pk: int) -> ImpactMetric:
    row: ImpactMetric = load_or_404(ImpactMetric.objects.filter(milestone=milestone), pk=pk)
    row.milestone, row.program = milestone, milestone.program
    return row


@requires(Permission.EDIT_SPEC)
@require_http_methods(FORM_METHODS)
def metric_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """State a figure the milestone is meant to move."""
    milestone = load_milestone(request, program, key)
    form = MetricForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: service.add_metric(
            milestone=milestone, **form.changes(), actor=actor_of(request, program)
        ),
        title=f"A metric of {milestone.key}",
        submit="State the metric",
        lead="What will be better, where it is read, what it is now and what it should become.",
        crumbs=crumbs_of(milestone, "New metric"),
        cancel_url=home_of(milestone),
        done=lambda _: f"{home_of(milestone)}#impact",
        say=lambda row: f"{milestone.key} is meant to move “{row.name}”.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(FORM_METHODS)
def metric_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change a metric, or take one back that was never observed."""
    milestone = load_milestone(request, program, key)
    row = load_metric(milestone, pk)
    form = MetricForm.of(request, program, row=row)
    remove = reverse("metric_remove", args=[program.slug, milestone.key, row.pk])
    return record_page(
        request,
        program,
        form=form,
        save=lambda: service.edit_metric(
            metric=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit “{row.name}”",
        submit="Save",
        crumbs=crumbs_of(milestone, row.name),
        cancel_url=home_of(milestone),
        done=lambda _: f"{home_of(milestone)}#impact",
        verbs=[Verb("Remove this metric", remove)],
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def metric_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take a metric back."""
    milestone = load_milestone(request, program, key)
    row = load_metric(milestone, pk)
    return verb_page(
        request,
        do=lambda: service.remove_metric(metric=row, actor=actor_of(request, program)),
        done=lambda _: f"{home_of(milestone)}#impact",
        say=lambda _: f"Removed “{row.name}”.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(FORM_METHODS)
def observation_create(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Write down what a metric is on a day."""
    milestone = load_milestone(request, program, key)
    metric = load_metric(milestone, pk)
    actor = actor_of(request, program)
    form = ObservationForm.of(request, program, initial={"happened_on": actor.today})

    def save() -> ImpactObservation:
        return service.observe(metric=metric, actor=actor, **form.cleaned_data)

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Observe “{metric.name}”",
        submit="Save the figure",
        lead=f"In {metric.unit}." if metric.unit else "",
        crumbs=crumbs_of(milestone, metric.name),
        cancel_url=home_of(milestone),
        done=lambda _: f"{home_of(milestone)}#impact",
        say=lambda row: f"“{metric.name}” was {row.value.normalize():f}.",
    )


@requires(Permission.REVIEW_MILESTONE)
@require_http_methods(FORM_METHODS)
def impact_review(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Look back 30 or 90 days after delivery."""
    milestone = load_milestone(request, program, key)
    form = ImpactReviewForm.of(request, program)

    def save() -> ImpactReview:
        return service.review(milestone=milestone, actor=actor_of(request, program), **form.cleaned_data)

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Impact of {milestone.key}",
        submit="Save the review",
        lead="Win or loss, and what came of it. The realised value goes to the milestone.",
        crumbs=crumbs_of(milestone, "Impact review"),
        cancel_url=home_of(milestone),
        done=lambda _: f"{home_of(milestone)}#impact",
        say=lambda row: f"{milestone.key}, {row}.",
    )
