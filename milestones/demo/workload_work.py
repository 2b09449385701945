"""The work of a workload file: its tasks with their criteria, its handovers."""

from collections import defaultdict

from milestones.models import Deliverable, Handover, Task, TaskCriterion
from pm.pure.periods import iso_week
from pm.services.history import Recorder
from pm.services.key import take_numbers
from pm.services.workload import Workload

TASK_STATES = {
    "todo": Task.Status.OPEN,
    "doing": Task.Status.IN_PROGRESS,
    "done": Task.Status.DONE,
}
HANDOVER_STATES = {
    "given": Handover.Status.OFFERED,
    "accepted": Handover.Status.ACCEPTED,
}


def load_tasks(workload: Workload, record: Recorder) -> None:
    """Every task in its deliverable, in the week of its start, with its criterion met when it is done."""
    records = workload.records["task"]
    numbers = take_numbers(program=workload.program, letter=Task.LETTER, count=len(records))
    ranks: dict[int, int] = defaultdict(int)
    rows = []
    for number, each in zip(numbers, records, strict=True):
        start, status = workload.day(each["start"]), TASK_STATES[each["state"]]
        rows.append(
            Task(
                program=workload.program,
                number=number,
                title=each["name"],
                deliverable=workload.rows["deliverable", each["deliverable"]],
                assignee=workload.rows["person", each["assignee"]],
                status=status,
                planned_week=iso_week(start) if start else "",
                done_on=workload.day(each["closed_on"]) if status == Task.Status.DONE else None,
                created_at=workload.actor.moment,
                rank=ranks[each["deliverable"]],
            )
        )
        ranks[each["deliverable"]] += 1
    record.create_many(rows)
    criteria = [
        TaskCriterion(
            program=workload.program, task=row, text=each["acceptance"][:300], is_met=row.status == "DONE"
        )
        for each, row in zip(records, rows, strict=True)
    ]
    record.create_many(criteria, subjects=[one.task.key for one in criteria])
    workload.count("tasks", rows)


def load_handovers(workload: Workload, record: Recorder) -> None:
    """Every handover of a deliverable between two subteams."""
    records = workload.records["handover"]
    numbers = take_numbers(program=workload.program, letter=Handover.LETTER, count=len(records))
    rows = []
    for number, each in zip(numbers, records, strict=True):
        deliverable: Deliverable = workload.rows["deliverable", each["deliverable"]]
        status, day = HANDOVER_STATES[each["state"]], workload.day(each["on"])
        rows.append(
            Handover(
                program=workload.program,
                number=number,
                title=deliverable.title,
                deliverable=deliverable,
                giver=workload.rows["subteam", each["from_subteam"]],
                receiver=workload.rows["subteam", each["to_subteam"]],
                status=status,
                due_on=day,
                offered_on=day,
                accepted_on=day if status == Handover.Status.ACCEPTED else None,
            )
        )
    record.create_many(rows)
    workload.rows |= {("handover", each["id"]): row for each, row in zip(records, rows, strict=True)}
    workload.count("handovers", rows)
