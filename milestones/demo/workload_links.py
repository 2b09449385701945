"""What ties the work of a workload file together: dependencies, lines of handovers, sign-offs.

The file states which deliverable waits for which, and which statements are done; the rest is counted out
by its ids, like `workload_spec`.
"""

from datetime import timedelta
from typing import Any

from milestones.models import (
    Deliverable,
    Dependency,
    EvidenceRequirement,
    Handover,
    HandoverItem,
    Milestone,
    SignOff,
    Statement,
)
from milestones.models.handover import Side
from pm.models import Subteam
from pm.services.history import Recorder
from pm.services.key import take_numbers
from pm.services.workload import Workload

EXTERNAL_EVERY = 4
REFUSED_EVERY = 25
NEEDED_BEFORE = timedelta(days=7)
LINES = (
    (Side.GIVE, "Tests of the happy path exist"),
    (Side.GIVE, "Interfaces for interop tests exist"),
    (Side.ACCEPT, "The document is read"),
    (Side.ACCEPT, "The existing tests are read"),
)


def load_dependencies(workload: Workload, record: Recorder) -> None:
    """Those the file states between deliverables; a milestone waits for the one before, some for outside."""
    rows = between_deliverables(workload)
    before: Milestone | None = None
    for each in workload.records["milestone"]:
        milestone: Milestone = workload.rows["milestone", each["id"]]
        if before is not None:
            rows.append(dependency_of(workload, milestone, needed_milestone=before))
        if each["id"] % EXTERNAL_EVERY == 0:
            rows.append(
                dependency_of(
                    workload,
                    milestone,
                    title=f"Release {each['id']} of the network library",
                    is_confirmed=False,
                )
            )
        before = milestone
    numbers = take_numbers(program=workload.program, letter=Dependency.LETTER, count=len(rows))
    for number, row in zip(numbers, rows, strict=True):
        row.number = number
    record.create_many(rows)
    workload.count("dependencies", rows)


def between_deliverables(workload: Workload) -> list[Dependency]:
    found = []
    for each in workload.records["deliverable"]:
        deliverable: Deliverable = workload.rows["deliverable", each["id"]]
        for other in each["depends_on"]:
            needed: Deliverable = workload.rows["deliverable", other]
            is_met = needed.status == Deliverable.Status.CLOSED
            found.append(
                Dependency(
                    program=workload.program,
                    kind=Dependency.Kind.INTERNAL,
                    deliverable=deliverable,
                    needed_deliverable=needed,
                    status=Dependency.Status.MET if is_met else Dependency.Status.OPEN,
                    needed_by_on=deliverable.planned_start_on,
                    met_on=needed.closed_on if is_met else None,
                    owner=deliverable.owner,
                )
            )
    return found


def dependency_of(workload: Workload, milestone: Milestone, **fields: Any) -> Dependency:
    """What a milestone waits for; met when the milestone is over."""
    is_open = milestone.is_open
    end = milestone.target_to_on
    return Dependency(
        program=workload.program,
        kind=Dependency.Kind.EXTERNAL if "title" in fields else Dependency.Kind.INTERNAL,
        milestone=milestone,
        status=Dependency.Status.OPEN if is_open else Dependency.Status.MET,
        needed_by_on=end - NEEDED_BEFORE if end else None,
        met_on=None if is_open else end,
        if_delayed=milestone.narrative[:120],
        owner=milestone.owner,
        **fields,
    )


def load_handover_lines(workload: Workload, record: Recorder) -> None:
    """Four lines of every handover: brought when it was offered, agreed to when it was accepted."""
    rows = []
    for each in workload.records["handover"]:
        handover: Handover = workload.rows["handover", each["id"]]
        for rank, (side, text) in enumerate(LINES):
            is_done = side == Side.GIVE or handover.status == Handover.Status.ACCEPTED
            rows.append(
                HandoverItem(
                    program=workload.program,
                    handover=handover,
                    side=side,
                    text=text,
                    is_done=is_done,
                    evidence=f"https://evidence.example/{handover.key}/{rank}" if side == Side.GIVE else "",
                    rank=rank,
                )
            )
    record.create_many(rows, subjects=[row.handover.key for row in rows])
    workload.count("lines of handovers", rows)


def load_signoffs(workload: Workload, record: Recorder) -> None:
    """What the policy requires of a service, for every statement that the file says is done."""
    kinds: dict[str, list[str]] = {}
    for required in EvidenceRequirement.objects.filter(
        program=workload.program,
        provider=EvidenceRequirement.Provider.SERVICE,
        need=EvidenceRequirement.Need.REQUIRED,
    ):
        kinds.setdefault(required.letter, []).append(required.kind)
    teams: list[Subteam] = [workload.rows["subteam", each["id"]] for each in workload.records["subteam"]]
    rows = []
    for each in workload.records["furps"]:
        if not each["done"]:
            continue
        statement: Statement = workload.rows["furps", each["id"]]
        builder: Deliverable = workload.rows["deliverable", each["deliverable"]]
        team = next(
            one
            for one in sorted(teams, key=lambda one: one.kind != Subteam.Kind.QA)
            if one != builder.accountable
        )
        is_refused = each["id"] % REFUSED_EVERY == 0
        rows += [
            SignOff(
                program=workload.program,
                statement=statement,
                revision=1,
                kind=kind,
                verdict=SignOff.Verdict.REFUSED if is_refused else SignOff.Verdict.SIGNED,
                subteam=team,
                link=f"https://evidence.example/{each['id']}/{kind.lower()}",
                reason="The limit of time is passed." if is_refused else "",
                environment="staging",
                happened_on=builder.closed_on or workload.actor.today,
                recorded_at=workload.actor.moment,
            )
            for kind in kinds.get(each["letter"], [])
        ]
    record.create_many(rows, subjects=[row.statement.feature.slug for row in rows])
    workload.count("sign-offs", rows)
