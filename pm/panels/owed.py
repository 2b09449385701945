"""What people owe of the machinery: failed runs, for those who may retry them."""

from collections.abc import Sequence

from django.db.models import Count

from pm.models import JobRun
from pm.permissions import Permission
from pm.pure.words import counted
from pm.queries.owed import Scope, of_sums
from pm.registry import OWED, Due, Owed


def failed_runs(scope: Scope) -> Sequence[Due]:
    """The failed runs of each program as one thing: one statement."""
    places = scope.where(Permission.RECOMPUTE)
    rows = JobRun.objects.filter(program_id__in=places).failed().order_by()
    return [
        Due(
            program_id=pk,
            title=f"{counted(count, 'background run', 'background runs')} failed",
            why="Figures stay as they were until a retry succeeds.",
            url=scope.url("jobs", pk),
            label="Open jobs",
            icon="error",
        )
        for pk, count in rows.values_list("program_id").annotate(n=Count("pk"))
        if pk is not None
    ]


OWED.add("jobs", Owed("Background runs", 5, *of_sums(failed_runs)))
