"""How each verb of the kernel is undone."""

from datetime import date

from pm.registry import RULES
from pm.rules import load_access
from pm.services import (
    attachment,
    comment,
    holiday,
    membership,
    period,
    program,
    rule_setting,
    saved_view,
    subteam,
    watch,
)
from tests.undo.world import NOTHING, PART, Case, Cases

HOLDER = "milestones"
PEOPLE = "Who is in the program"


def rule():
    return next(iter(RULES))


CASES: Cases = {
    "attachment.add": Case(
        lambda g, a: attachment.add(
            program=g.program,
            subject=g.milestone.key,
            name="a.txt",
            data=b"text",
            by=g.membership.user,
            actor=a,
        ),
        refused="A file has no undo",
    ),
    "attachment.remove": Case(
        lambda g, a: attachment.remove(attachment=g.attachment, actor=a), refused="A file has no undo"
    ),
    "bulk.apply": PART,
    "bulk.rehearse": NOTHING,
    "comment.add": Case(
        lambda g, a: comment.add(
            program=g.program, subject=g.milestone.key, text="Said.", by=g.membership.user, actor=a
        )
    ),
    "comment.edit": Case(lambda g, a: comment.edit(comment=g.comment, changes={"text": "Other."}, actor=a)),
    "comment.remove": Case(lambda g, a: comment.remove(comment=g.comment, actor=a)),
    "holiday.add": Case(
        lambda g, a: holiday.add(program=g.program, on=date(2026, 5, 1), name="May", actor=a)
    ),
    "holiday.add_many": Case(
        lambda g, a: holiday.add_many(program=g.program, days=[(date(2026, 5, 1), "May")], actor=a)
    ),
    "holiday.remove": Case(lambda g, a: holiday.remove(holiday=g.holiday, actor=a)),
    "membership.accept": PART,
    "membership.change": Case(
        lambda g, a: membership.change(
            member=g.membership,
            changes={"role": "MANAGER"},
            access=load_access(g.lead, g.program),
            actor=a,
        ),
        refused=PEOPLE,
    ),
    "membership.deactivate": Case(
        lambda g, a: membership.deactivate(member=g.membership, actor=a), refused=PEOPLE
    ),
    "membership.hand_over": Case(
        lambda g, a: membership.hand_over(
            program=g.program,
            giver=g.milestone.owner,
            given={g.milestone.key: (HOLDER, g.lead)},
            actor=a,
        )
    ),
    "membership.invite": PART,
    "membership.join": Case(
        lambda g, a: membership.join(
            program=g.program, user=g.stranger, role="MEMBER", subteams=[g.team], actor=a
        ),
        refused=PEOPLE,
    ),
    "membership.withdraw": Case(
        lambda g, a: membership.withdraw(invitation=g.invitation, actor=a), refused=PEOPLE
    ),
    "period.create": Case(lambda g, a: period.create(program=g.program, code="2027H1", actor=a)),
    "period.edit": Case(lambda g, a: period.edit(period=g.period, changes={"goal": "Other"}, actor=a)),
    "program.create": PART,
    "program.edit": Case(
        lambda g, a: program.edit(program=g.program, changes={"name": "Other"}, base=None, actor=a)
    ),
    "rule_setting.edit": Case(
        lambda g, a: rule_setting.edit(program=g.program, rule=rule(), changes={"weight": "OFF"}, actor=a)
    ),
    "rule_setting.reset": Case(
        lambda g, a: rule_setting.reset(program=g.program, rule=rule(), actor=a),
        before=lambda g, a: rule_setting.edit(
            program=g.program, rule=rule(), changes={"weight": "OFF"}, actor=a
        ),
    ),
    "saved_view.create": Case(
        lambda g, a: saved_view.create(
            program=g.program, page="risk_list", name="Mine", query="", owner_id=g.membership.user_id, actor=a
        )
    ),
    "saved_view.edit": Case(
        lambda g, a: saved_view.edit(view=g.view, changes={"name": "Other"}, base={}, actor=a)
    ),
    "saved_view.remove": Case(lambda g, a: saved_view.remove(view=g.view, actor=a)),
    "saved_view.save": Case(
        lambda g, a: saved_view.save(view=g.view, query="state=OPEN", base_query=g.view.query, actor=a)
    ),
    "subteam.archive": Case(lambda g, a: subteam.archive(subteam=g.other_team, actor=a)),
    "subteam.create": Case(
        lambda g, a: subteam.create(
            program=g.program, slug="fresh", name="Fresh", code="FR", kind="QA", actor=a
        )
    ),
    "subteam.edit": Case(lambda g, a: subteam.edit(subteam=g.team, changes={"name": "Other"}, actor=a)),
    "subteam.remove": Case(lambda g, a: subteam.remove(subteam=g.spare_team, actor=a)),
    "subteam.restore": Case(
        lambda g, a: subteam.restore(subteam=g.spare_team, actor=a),
        before=lambda g, a: subteam.archive(subteam=g.spare_team, actor=a),
    ),
    "undo.undo": PART,
    "watch.unwatch": Case(
        lambda g, a: watch.unwatch(
            program=g.program, subject=g.milestone.key, user=g.membership.user, actor=a
        )
    ),
    "watch.watch": Case(
        lambda g, a: watch.watch(program=g.program, subject=g.goal.key, user=g.membership.user, actor=a)
    ),
    "workload.load": PART,
}
