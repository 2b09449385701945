"""How each verb of the delivery and of a milestone's specification is undone."""

from datetime import date

from milestones.services import (
    acceptance_check,
    artefact,
    blocker,
    checklist,
    communication,
    coverage,
    criterion,
    deliverable,
    dependency,
    gate,
    handover,
    milestone_signoff,
    pin,
    risk,
    signoff,
    success_criterion,
    task,
    unknown,
    update,
)
from tests.undo.world import PART, Case, Cases

LINK = "https://example.org/run/1"
DAY = date(2026, 3, 1)
SIGNED = "withdrawn with a reason"


def other(verb, **row):
    """An edit of one text of a row, named in the world."""
    [(argument, (name, field))] = row.items()
    return Case(lambda g, a: verb(**{argument: g.rows[name]}, changes={field: "Other"}, actor=a))


def gone(verb, **row):
    [(argument, name)] = row.items()
    return Case(lambda g, a: verb(**{argument: g.rows[name]}, actor=a))


def stepped(verb, argument, name, to):
    return Case(lambda g, a: verb(**{argument: g.rows[name]}, to=to, reason="So it is.", actor=a))


CASES: Cases = {
    "acceptance_check.add": Case(
        lambda g, a: acceptance_check.add(milestone=g.milestone, text="New", actor=a)
    ),
    "acceptance_check.edit": other(acceptance_check.edit, check=("acceptance_check", "text")),
    "acceptance_check.remove": gone(acceptance_check.remove, check="acceptance_check"),
    "artefact.add": Case(lambda g, a: artefact.add(milestone=g.goal, kind="FLOW_CHART", actor=a)),
    "artefact.edit": other(artefact.edit, artefact=("artefact", "scope")),
    "artefact.remove": gone(artefact.remove, artefact="artefact"),
    "blocker.create": Case(
        lambda g, a: blocker.create(program=g.program, title="New", milestone=g.milestone, actor=a)
    ),
    "blocker.edit": other(blocker.edit, blocker=("blocker", "title")),
    "blocker.take_step": stepped(blocker.take_step, "blocker", "blocker", "RESOLVED"),
    "checklist.add": Case(
        lambda g, a: checklist.add(deliverable=g.deliverable, kind="OTHER", text="New", actor=a)
    ),
    "checklist.edit": other(checklist.edit, item=("item", "text")),
    "checklist.remove": gone(checklist.remove, item="item"),
    "communication.edit": other(communication.edit, row=("communication", "message")),
    "communication.finish": gone(communication.finish, row="communication"),
    "communication.plan": Case(
        lambda g, a: communication.plan(
            milestone=g.milestone, stakeholder=g.stakeholder, message="New", actor=a
        )
    ),
    "communication.remove": gone(communication.remove, row="communication"),
    "communication.reopen": Case(
        lambda g, a: communication.reopen(row=g.communication, actor=a),
        before=lambda g, a: communication.finish(row=g.communication, actor=a),
    ),
    "communication.set_done": PART,
    "coverage.answer": Case(
        lambda g, a: coverage.answer(milestone=g.goal, kind="DOCS", because="So.", actor=a)
    ),
    "coverage.answer_all": Case(
        lambda g, a: coverage.answer_all(milestone=g.goal, answers={"DOCS": "So."}, base={}, actor=a)
    ),
    "coverage.edit": other(coverage.edit, answer=("coverage", "because")),
    "coverage.remove": gone(coverage.remove, answer="coverage"),
    "criterion.add": Case(lambda g, a: criterion.add(deliverable=g.deliverable, texts=["New"], actor=a)),
    "criterion.answer": Case(lambda g, a: criterion.answer(criterion=g.criterion, is_met=True, actor=a)),
    "criterion.remove": gone(criterion.remove, criterion="criterion"),
    "criterion.reword": Case(lambda g, a: criterion.reword(criterion=g.criterion, text="Other", actor=a)),
    "deliverable.answer_checklist": Case(
        lambda g, a: deliverable.answer_checklist(item=g.item, state="DONE", evidence=LINK, actor=a)
    ),
    "deliverable.contribute": Case(
        lambda g, a: deliverable.contribute(deliverable=g.deliverable, added=[g.other_team], actor=a)
    ),
    "deliverable.create": Case(
        lambda g, a: deliverable.create(
            program=g.program,
            milestone=g.milestone,
            title="New",
            contributors=[g.team],
            criteria=["One"],
            actor=a,
        )
    ),
    "deliverable.cut": Case(lambda g, a: deliverable.cut(deliverable=g.deliverable, reason="Less.", actor=a)),
    "deliverable.edit": other(deliverable.edit, deliverable=("deliverable", "title")),
    "deliverable.move": Case(
        lambda g, a: deliverable.move(deliverable=g.deliverable, to=g.goal, reason="There.", actor=a),
        before=lambda g, a: g.stands(g.goal, "COMMITTED"),
    ),
    "deliverable.take_step": stepped(deliverable.take_step, "deliverable", "deliverable", "DROPPED"),
    "dependency.confirm": Case(
        lambda g, a: dependency.confirm(dependency=g.outside, by="Them", on=DAY, actor=a)
    ),
    "dependency.create": Case(
        lambda g, a: dependency.create(program=g.program, milestone=g.milestone, title="Outside", actor=a)
    ),
    "dependency.doubt": Case(
        lambda g, a: dependency.doubt(dependency=g.outside, reason="No word.", actor=a),
        before=lambda g, a: dependency.confirm(dependency=g.outside, by="Them", on=DAY, actor=a),
    ),
    "dependency.edit": other(dependency.edit, dependency=("dependency", "if_delayed")),
    "dependency.set_confirmed": PART,
    "dependency.take_step": stepped(dependency.take_step, "dependency", "dependency", "DROPPED"),
    "gate.edit": other(gate.edit, gate=("gate", "who")),
    "gate.hold": Case(
        lambda g, a: gate.hold(gate=g.gate, changes={"held_on": DAY, "outcome": "Go."}, actor=a)
    ),
    "gate.owe_post_mortem": PART,
    "gate.plan": Case(lambda g, a: gate.plan(milestone=g.milestone, kind="KICK_OFF", actor=a)),
    "gate.remove": Case(
        lambda g, a: gate.remove(gate=g.made, actor=a),
        before=lambda g, a: g.rows.update(made=gate.plan(milestone=g.milestone, kind="KICK_OFF", actor=a)),
    ),
    "handover.add_item": Case(
        lambda g, a: handover.add_item(handover=g.handover, side="GIVE", text="New", actor=a)
    ),
    "handover.agree": Case(
        lambda g, a: handover.agree(item=g.agreed_line, is_done=True, actor=a),
        before=lambda g, a: g.stands(g.handover, "OFFERED"),
    ),
    "handover.bring": Case(lambda g, a: handover.bring(item=g.handover_line, evidence=LINK, actor=a)),
    "handover.create": Case(
        lambda g, a: handover.create(
            program=g.program,
            deliverable=g.deliverable,
            giver=g.team,
            receiver=g.other_team,
            give=["One"],
            actor=a,
        )
    ),
    "handover.edit": other(handover.edit, handover=("handover", "title")),
    "handover.remove_item": gone(handover.remove_item, item="handover_line"),
    "handover.take_step": Case(lambda g, a: handover.take_step(handover=g.handover, to="OFFERED", actor=a)),
    "milestone_signoff.edit": other(milestone_signoff.edit, signoff=("milestone_signoff", "role")),
    "milestone_signoff.name": Case(
        lambda g, a: milestone_signoff.name(milestone=g.milestone, moment="MET", role="QA", actor=a)
    ),
    "milestone_signoff.remove": gone(milestone_signoff.remove, signoff="milestone_signoff"),
    "milestone_signoff.take_step": Case(
        lambda g, a: milestone_signoff.take_step(
            signoff=g.milestone_signoff, to="REFUSED", reason="No.", actor=a
        ),
        refused=SIGNED,
    ),
    "obstacle.create": PART,
    "obstacle.edit": PART,
    "pin.answer": Case(
        lambda g, a: pin.answer(pin=g.pin, answer="KEPT", because="So.", actor=a),
        before=lambda g, a: g.reword(g.statement, a),
    ),
    "pin.drop": Case(lambda g, a: pin.drop(pin=g.pin, why="No more.", actor=a)),
    "pin.promise": Case(lambda g, a: pin.promise(deliverable=g.deliverable, statement=g.spare, actor=a)),
    "pin.promise_all": PART,
    "pin.renew": Case(
        lambda g, a: pin.renew(pin=g.pin, actor=a), before=lambda g, a: g.reword(g.statement, a)
    ),
    "risk.create": Case(
        lambda g, a: risk.create(program=g.program, title="New", milestone=g.milestone, actor=a)
    ),
    "risk.edit": other(risk.edit, risk=("risk", "title")),
    "risk.review": Case(lambda g, a: risk.review(risk=g.risk, note="Seen.", actor=a)),
    "risk.take_step": stepped(risk.take_step, "risk", "risk", "CLOSED"),
    "signoff.give": Case(
        lambda g, a: signoff.give(
            statement=g.statement, kind=g.asked.kind, verdict="SIGNED", subteam=g.service, link=LINK, actor=a
        ),
        refused=SIGNED,
    ),
    "signoff.withdraw": Case(
        lambda g, a: signoff.withdraw(signoff=g.signoff, because="Wrong.", actor=a), refused=SIGNED
    ),
    "success_criterion.add": Case(
        lambda g, a: success_criterion.add(milestone=g.milestone, text="New", actor=a)
    ),
    "success_criterion.edit": other(success_criterion.edit, criterion=("success_criterion", "text")),
    "success_criterion.meet": Case(
        lambda g, a: success_criterion.meet(criterion=g.success_criterion, evidence=LINK, actor=a)
    ),
    "success_criterion.move": Case(
        lambda g, a: success_criterion.move(criterion=g.made, up=True, actor=a),
        before=lambda g, a: g.rows.update(
            made=success_criterion.add(milestone=g.milestone, text="New", actor=a)
        ),
    ),
    "success_criterion.remove": gone(success_criterion.remove, criterion="success_criterion"),
    "success_criterion.unmeet": Case(
        lambda g, a: success_criterion.unmeet(criterion=g.success_criterion, why="No.", actor=a),
        before=lambda g, a: success_criterion.meet(criterion=g.success_criterion, evidence=LINK, actor=a),
    ),
    "success_criterion.write": PART,
    "task.add_criterion": Case(lambda g, a: task.add_criterion(task=g.task, text="New", actor=a)),
    "task.create": Case(
        lambda g, a: task.create(
            program=g.program, title="New", deliverable=g.deliverable, criteria=["One"], actor=a
        )
    ),
    "task.edit": other(task.edit, task=("task", "title")),
    "task.meet": Case(lambda g, a: task.meet(criterion=g.task_line, is_met=True, actor=a)),
    "task.move": Case(lambda g, a: task.move(task=g.task, deliverable=None, kind=g.task_kind, actor=a)),
    "task.name_cause": Case(lambda g, a: task.name_cause(task=g.test, deliverable=g.deliverable, actor=a)),
    "task.remove_criterion": gone(task.remove_criterion, criterion="task_line"),
    "task.take_step": stepped(task.take_step, "task", "task", "DROPPED"),
    "unknown.create": Case(
        lambda g, a: unknown.create(program=g.program, title="New", milestone=g.milestone, actor=a)
    ),
    "unknown.edit": other(unknown.edit, unknown=("unknown", "title")),
    "unknown.take_step": stepped(unknown.take_step, "unknown", "unknown", "ANSWERED"),
    "update.edit": other(update.edit, update=("update", "achieved")),
    "update.write": Case(
        lambda g, a: update.write(
            deliverable=g.deliverable, subteam=g.team, week="2026-W08", achieved="Much.", actor=a
        )
    ),
}
