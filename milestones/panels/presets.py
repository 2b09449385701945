"""What the plan lays in a new program: its policy of evidence, its checklists, its contracts."""

from milestones.pure import presets
from milestones.pure.checklist import DEFAULT_CHECKLIST
from milestones.pure.cycles import CYCLES
from milestones.services import checklist_template, evidence, handover_kind, task_kind, work_cycle
from pm.actor import Actor
from pm.models import Program
from pm.registry import PRESETS, Preset


def lay_evidence(program: Program, actor: Actor) -> None:
    evidence.lay(program, presets.EVIDENCE, actor)


def lay_checklist(program: Program, actor: Actor) -> None:
    checklist_template.lay(program, DEFAULT_CHECKLIST, actor)


def lay_handovers(program: Program, actor: Actor) -> None:
    for rank, (name, giver, receiver, give, accept) in enumerate(presets.HANDOVERS):
        handover_kind.add(
            program=program,
            name=name,
            giver_kind=giver,
            receiver_kind=receiver,
            give=give,
            accept=accept,
            rank=rank,
            actor=actor,
        )


def lay_tasks(program: Program, actor: Actor) -> None:
    for rank, (name, asks_cause, lines) in enumerate(presets.TASKS):
        task_kind.add(program=program, name=name, asks_cause=asks_cause, lines=lines, rank=rank, actor=actor)


def lay_cycles(program: Program, actor: Actor) -> None:
    work_cycle.lay(program, CYCLES, actor)


PRESETS.add("evidence", Preset("Evidence policy", lay_evidence))
PRESETS.add("checklist", Preset("Checklist of a deliverable", lay_checklist))
PRESETS.add("handovers", Preset("Kinds of handovers", lay_handovers))
PRESETS.add("tasks", Preset("Kinds of tasks", lay_tasks))
PRESETS.add("cycles", Preset("Work cycles", lay_cycles))
