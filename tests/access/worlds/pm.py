"""Rows of the kernel: an owner, an invitation, a job that failed, a change."""

from datetime import timedelta

from pm.models import Change, ChangeSet, Invitation, JobRun
from pm.permissions import Role
from pm.services.history import computing
from tests.access.graph import Graph
from tests.factories.actors import NOW
from tests.factories.pm import MembershipFactory, UserFactory

KEYS = {
    "invitation": {"pk": "invitation.pk", "token": "=no-such-token"},
    "job": {"pk": "run.pk"},
    "member": {"pk": "membership.pk"},
    "cell": {"ref": "milestone.key", "field": "=owner"},
    "undo": {"pk": "change.pk"},
}
FOREIGN = {
    "owner": ("membership.user_id",),
    "subteam": ("team.pk", "team.slug"),
    "subteams": ("team.pk", "team.slug"),
}
INTERNAL: tuple[str, ...] = ()


def extend(graph: Graph, mark: str) -> None:
    """Add the owner of everything, and one row of each noun of the kernel."""
    program = graph.program
    graph.rows["membership"] = MembershipFactory(
        program=program, role=Role.STAKEHOLDER, user=UserFactory(name=f"{mark} owner")
    )
    with computing():
        graph.rows["run"] = JobRun.objects.create(
            program=program, job="estimates.compute_drift", slot=f"{mark}", state="FAILED", attempts=5,
            error=f"{mark} error", requested_at=NOW, not_before=NOW, finished_at=NOW,
        )  # fmt: skip
        graph.rows["invitation"] = Invitation.objects.create(
            program=program, email=f"{mark.lower()}@example.org", role=Role.STAKEHOLDER,
            token_hash=f"{mark} hash", invited_by=graph.membership.user, created_at=NOW,
            expires_at=NOW + timedelta(days=9000),
        )  # fmt: skip


def add_undoable(graph: Graph, mark: str) -> None:
    """A change that stands as it was written."""
    row = graph.milestone
    with computing():
        graph.rows["change"] = Change.objects.create(
            program=graph.program, kind="UPDATE", noun="milestones.milestone", object_id=row.pk,
            label=row.key, subject=row.key, field="title", before=f"{mark} former", after=row.title,
            actor_name=f"{mark} actor", source="PAGE", happened_on=NOW.date(), recorded_at=NOW,
        )  # fmt: skip


def add_change(graph: Graph, mark: str, *, noun: str, pk: int, key: str) -> None:
    """A line of history about a row."""
    with computing():
        change_set = ChangeSet.objects.create(
            program=graph.program, title=f"{mark} set", actor_name=f"{mark} actor", source="PAGE",
            recorded_at=NOW,
        )  # fmt: skip
        Change.objects.create(
            program=graph.program, change_set=change_set, kind="UPDATE", noun=noun, object_id=pk, label=key,
            subject=key, field="title", before=f"{mark} before", after=f"{mark} after", why=f"{mark} why",
            actor_name=f"{mark} actor", source="PAGE", happened_on=NOW.date(), recorded_at=NOW,
        )  # fmt: skip
