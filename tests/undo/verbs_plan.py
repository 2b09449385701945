"""How each verb of the plan is undone: tracks, milestones, ideas, features, the settings of both."""

from datetime import date

from milestones.services import (
    aim,
    checklist_template,
    cycle_plan,
    duplicate,
    ending,
    evidence,
    feature,
    handover_kind,
    holding,
    idea,
    milestone,
    owner_call,
    plan_line,
    quick,
    rank,
    removal,
    reschedule,
    revision,
    stakeholder,
    target,
    task_kind,
    track,
    work_cycle,
)
from milestones.services.cycle_plan import Taken
from pm.pure.dates import ImpreciseDate
from tests.undo.world import NOTHING, Case, Cases

REVISED = frozenset({"milestones_targetrevision"})
REWORDED = frozenset({"milestones_statementrevision", "milestones_statement", "milestones_pin"})
DECIDED = "a decision is withdrawn with a reason"
DAY = date(2026, 9, 1)
GOAL = ImpreciseDate(DAY, DAY, "1 Sep", False)


def move(graph, by):
    return target.move(
        milestone=graph.milestone,
        start=DAY,
        end=DAY,
        text="1 Sep",
        reason_class="SCOPE",
        reason="More.",
        actor=by,
    )


def make(graph, by):
    return milestone.create(
        program=graph.program, track=graph.track, title="New", target_from_on=DAY, target_to_on=DAY,
        target_text="1 Sep", actor=by,
    )  # fmt: skip


CASES: Cases = {
    "aim.name": Case(lambda g, a: aim.name(milestone=g.milestone, statements=[g.statement], actor=a)),
    "aim.remove": Case(lambda g, a: aim.remove(aim=g.aim, actor=a)),
    "checklist_template.add": Case(
        lambda g, a: checklist_template.add(program=g.program, kind="OTHER", text="New", actor=a)
    ),
    "checklist_template.archive": Case(
        lambda g, a: checklist_template.archive(item=g.template_item, actor=a)
    ),
    "checklist_template.edit": Case(
        lambda g, a: checklist_template.edit(item=g.template_item, changes={"text": "Other"}, actor=a)
    ),
    "cycle_plan.plan": Case(
        lambda g, a: cycle_plan.plan(
            milestone=g.milestone,
            cycle_name="Cycle",
            parts=[Taken(g.part, [g.cycle_step], g.team), Taken(g.other_part, [], None, "Not here.")],
            start=DAY,
            actor=a,
        )
    ),
    "duplicate.duplicate": Case(
        lambda g, a: duplicate.duplicate(original=g.milestone, plan=g.copy_plan, actor=a)
    ),
    "ending.end": Case(
        lambda g, a: ending.end(
            milestone=g.milestone,
            to="DROPPED",
            answers=[ending.Answer(g.deliverable, ending.Fate.DROP)],
            reason="No more.",
            actor=a,
        ),
        refused=DECIDED,
    ),
    "evidence.add": Case(lambda g, a: evidence.add(program=g.program, letter="S", kind="OTHER", actor=a)),
    "evidence.archive": Case(lambda g, a: evidence.archive(requirement=g.requirement, actor=a)),
    "evidence.edit": Case(
        lambda g, a: evidence.edit(requirement=g.requirement, changes={"rank": 9}, actor=a)
    ),
    "feature.create": Case(lambda g, a: feature.create(program=g.program, name="New", slug="fresh", actor=a)),
    "feature.edit": Case(lambda g, a: feature.edit(feature=g.feature, changes={"name": "Other"}, actor=a)),
    "feature.reword": Case(
        lambda g, a: feature.reword(statement=g.statement, text="Other.", actor=a), against=REWORDED
    ),
    "feature.settle": Case(
        lambda g, a: feature.settle(statement=g.statement, to="LIMITATION", why="So.", actor=a)
    ),
    "feature.state": Case(
        lambda g, a: feature.state(feature=g.feature, letter="S", text="New.", actor=a), against=REWORDED
    ),
    "handover_kind.add": Case(
        lambda g, a: handover_kind.add(
            program=g.program, name="New", giver_kind="QA", receiver_kind="DOCS", give=["One"], actor=a
        )
    ),
    "handover_kind.add_item": Case(
        lambda g, a: handover_kind.add_item(kind=g.contract, side="GIVE", text="New", actor=a)
    ),
    "handover_kind.archive": Case(lambda g, a: handover_kind.archive(kind=g.contract, actor=a)),
    "handover_kind.edit": Case(
        lambda g, a: handover_kind.edit(kind=g.contract, changes={"name": "Other"}, actor=a)
    ),
    "handover_kind.edit_item": Case(
        lambda g, a: handover_kind.edit_item(item=g.contract_line, changes={"text": "Other"}, actor=a)
    ),
    "handover_kind.remove_item": Case(lambda g, a: handover_kind.remove_item(item=g.contract_line, actor=a)),
    "holding.give": Case(
        lambda g, a: holding.give(
            program=g.program, ref=g.milestone.key, giver=g.milestone.owner, to=g.lead, actor=a
        )
    ),
    "idea.correct": Case(lambda g, a: idea.correct(idea=g.idea, changes={"title": "Other"}, actor=a)),
    "idea.prefer": Case(lambda g, a: idea.prefer(over=g.other_idea, under=g.idea, because="So.", actor=a)),
    "idea.promote": Case(lambda g, a: idea.promote(idea=g.idea, actor=a)),
    "idea.vote": Case(lambda g, a: idea.vote(idea=g.other_idea, user_id=a.user_id, value=3, actor=a)),
    "milestone.create": Case(make),
    "milestone.edit": Case(
        lambda g, a: milestone.edit(milestone=g.milestone, changes={"title": "Other", "value": 3}, actor=a)
    ),
    "milestone.take_step": Case(
        lambda g, a: milestone.take_step(milestone=g.goal, to="COMMITTED", override="Now.", actor=a),
        before=lambda g, a: g.stands(g.goal, "PROPOSED"),
    ),
    "milestone.take_step shelves": Case(
        lambda g, a: milestone.take_step(milestone=g.goal, to="SHELVED", reason="Later.", actor=a),
        refused=DECIDED,
    ),
    "owner_call.make": Case(
        lambda g, a: owner_call.make(
            milestone=g.milestone, health="LATE", confidence=30, sentence="It slips.", actor=a
        ),
        against=frozenset({"milestones_ownercall"}),
    ),
    "plan_line.edit": Case(
        lambda g, a: plan_line.edit(line=g.line, changes={"rank": 5}, efforts={g.team: 3}, actor=a)
    ),
    "plan_line.put": Case(
        lambda g, a: plan_line.put(
            milestone=g.milestone, period="2027H1", rank=1, efforts={g.team: 3}, actor=a
        )
    ),
    "plan_line.remove": Case(lambda g, a: plan_line.remove(line=g.line, actor=a)),
    "quick.add_all": Case(
        lambda g, a: quick.add_all(
            program=g.program,
            titles=["One", "Two"],
            make=lambda title: milestone.create(program=g.program, track=g.track, title=title, actor=a),
            what="milestones",
            actor=a,
        )
    ),
    "rank.place": Case(lambda g, a: rank.place(row=g.other_idea, to=1, actor=a)),
    "removal.archive": Case(lambda g, a: removal.archive(milestone=g.other_idea, actor=a)),
    "removal.delete": Case(
        lambda g, a: removal.delete(row=g.made, actor=a),
        before=lambda g, a: g.rows.update(made=make(g, a)),
    ),
    "reschedule.apply": Case(
        lambda g, a: reschedule.apply(
            program=g.program,
            moves=[reschedule.shift_of(g.milestone, 7), reschedule.shift_of(g.deliverable, 7)],
            reason_class="SCOPE",
            reason="More.",
            actor=a,
        ),
        against=REVISED,
    ),
    "reschedule.preview": NOTHING,
    "revision.begin": Case(
        lambda g, a: revision.begin(
            program=g.program, track=g.track, title="New", goal=GOAL, period="2026H1", actor=a
        )
    ),
    "revision.revise": Case(
        lambda g, a: revision.revise(
            milestone=g.milestone,
            changes={"title": "Other"},
            base={},
            goal=GOAL,
            seen=g.seen(),
            reason_class="SCOPE",
            reason="More.",
            actor=a,
        ),
        against=REVISED,
    ),
    "spec.tell_all": NOTHING,
    "stakeholder.create": Case(lambda g, a: stakeholder.create(program=g.program, name="New", actor=a)),
    "stakeholder.edit": Case(
        lambda g, a: stakeholder.edit(stakeholder=g.stakeholder, changes={"name": "Other"}, actor=a)
    ),
    "stakeholder.set_archived": Case(
        lambda g, a: stakeholder.set_archived(stakeholder=g.stakeholder, is_archived=True, actor=a)
    ),
    "target.move": Case(move, against=REVISED),
    "task_kind.add": Case(lambda g, a: task_kind.add(program=g.program, name="New", lines=["One"], actor=a)),
    "task_kind.add_item": Case(lambda g, a: task_kind.add_item(kind=g.task_kind, text="New", actor=a)),
    "task_kind.archive": Case(lambda g, a: task_kind.archive(kind=g.task_kind, actor=a)),
    "task_kind.edit": Case(lambda g, a: task_kind.edit(kind=g.task_kind, changes={"name": "Other"}, actor=a)),
    "task_kind.edit_item": Case(
        lambda g, a: task_kind.edit_item(item=g.kind_line, changes={"text": "Other"}, actor=a)
    ),
    "task_kind.remove_item": Case(lambda g, a: task_kind.remove_item(item=g.kind_line, actor=a)),
    "track.archive": Case(
        lambda g, a: track.archive(track=g.made, actor=a),
        before=lambda g, a: g.rows.update(made=track.create(program=g.program, slug="t", name="T", actor=a)),
    ),
    "track.create": Case(lambda g, a: track.create(program=g.program, slug="fresh", name="New", actor=a)),
    "track.edit": Case(lambda g, a: track.edit(track=g.track, changes={"name": "Other"}, actor=a)),
    "track.restore": Case(
        lambda g, a: track.restore(track=g.made, actor=a),
        before=lambda g, a: g.rows.update(
            made=track.archive(track=track.create(program=g.program, slug="t", name="T", actor=a), actor=a)
        ),
    ),
    "work_cycle.add": Case(lambda g, a: work_cycle.add(program=g.program, name="New", actor=a)),
    "work_cycle.add_part": Case(
        lambda g, a: work_cycle.add_part(cycle=g.cycle, name="New", steps=["One"], actor=a)
    ),
    "work_cycle.add_step": Case(lambda g, a: work_cycle.add_step(part=g.part, text="New", actor=a)),
    "work_cycle.archive": Case(lambda g, a: work_cycle.archive(cycle=g.cycle, actor=a)),
    "work_cycle.edit": Case(lambda g, a: work_cycle.edit(cycle=g.cycle, changes={"name": "Other"}, actor=a)),
    "work_cycle.edit_part": Case(
        lambda g, a: work_cycle.edit_part(part=g.part, changes={"name": "Other"}, actor=a)
    ),
    "work_cycle.edit_step": Case(
        lambda g, a: work_cycle.edit_step(step=g.cycle_step, changes={"text": "Other"}, actor=a)
    ),
    "work_cycle.remove_part": Case(lambda g, a: work_cycle.remove_part(part=g.part, actor=a)),
    "work_cycle.remove_step": Case(lambda g, a: work_cycle.remove_step(step=g.cycle_step, actor=a)),
}
