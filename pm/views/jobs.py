"""Background work: what failed, runs, waits, and how old the figures are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pm.http import UserRequest, load_or_404, requires
from pm.models import JobRun, Program
from pm.permissions import Permission
from pm.queries.freshness import figures_age
from pm.queries.job import job_lines, last_beat
from pm.services import job


@requires(Permission.VIEW_JOBS)
@require_safe
def jobs(request: UserRequest, program: Program) -> HttpResponse:
    """Failed runs first, then those that run, wait and were done lately."""
    now = timezone.now()
    found = job_lines(program, now=now)
    context = {
        "failed": found[JobRun.State.FAILED],
        "sections": [
            ("Running", "running", found[JobRun.State.RUNNING]),
            ("Waiting", "waiting", found[JobRun.State.QUEUED]),
            ("Done lately", "done", found[JobRun.State.DONE]),
        ],
        "is_empty": not any(found.values()),
        "age": figures_age(program, now=now),
        "beat": last_beat(now=now),
        "may_retry": request.access.can(Permission.RECOMPUTE),
        "crumbs": [("Jobs", None)],
    }
    return render(request, "pm/job/list.html", context)


@requires(Permission.RECOMPUTE)
@require_POST
def job_retry(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer a failed run again."""
    run = load_or_404(JobRun.objects.filter(program=program), pk=pk)
    job.retry(run=run, now=timezone.now())
    messages.success(request, "Offered the run again. It starts within seconds when a worker is up.")
    return redirect("jobs", program.slug)
