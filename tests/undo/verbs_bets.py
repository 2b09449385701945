"""How each verb of the bets and figures is undone."""

from datetime import date
from decimal import Decimal

from estimates.services import (
    allocation,
    bet,
    capacity,
    cost,
    decision,
    effort,
    estimate,
    impact,
    review,
    size,
)
from tests.undo.world import NOTHING, PART, Case, Cases

DECIDED = "a decision is withdrawn with a reason"
ESTIMATED = frozenset({"estimates_estimate"})
D = Decimal
FROM, TO = date(2026, 4, 1), date(2026, 4, 30)

CASES: Cases = {
    "allocation.announce": PART,
    "allocation.create": Case(
        lambda g, a: allocation.create(
            target=g.milestone, subteam=g.team, people=D(1), from_on=FROM, to_on=TO, actor=a
        )
    ),
    "allocation.edit": Case(
        lambda g, a: allocation.edit(allocation=g.allocation, changes={"note": "Other"}, actor=a)
    ),
    "allocation.remove": Case(lambda g, a: allocation.remove(allocation=g.allocation, actor=a)),
    "bet.add_option": Case(lambda g, a: bet.add_option(bet=g.bet, summary="New", actor=a)),
    "bet.choose": Case(lambda g, a: bet.choose(option=g.option, actor=a)),
    "bet.create": Case(
        lambda g, a: bet.create(
            program=g.program,
            milestone=g.milestone,
            title="New",
            appetite_days=D(20),
            options=[("One", None)],
            actor=a,
        )
    ),
    "bet.edit": Case(lambda g, a: bet.edit(bet=g.bet, changes={"title": "Other"}, actor=a)),
    "bet.edit_option": Case(
        lambda g, a: bet.edit_option(option=g.option, changes={"summary": "Other"}, actor=a)
    ),
    "bet.note_midway": Case(
        lambda g, a: bet.note_midway(bet=g.bet, text="Half.", actor=a), before=lambda g, a: g.placed(a)
    ),
    "bet.place": Case(lambda g, a: g.placed(a)),
    "bet.review": Case(
        lambda g, a: bet.review(bet=g.bet, text="Done.", actor=a), before=lambda g, a: g.placed(a)
    ),
    "bet.spend": PART,
    "capacity.add_absence": Case(
        lambda g, a: capacity.add_absence(subteam=g.team, from_on=FROM, to_on=TO, person_days=D(3), actor=a)
    ),
    "capacity.edit_absence": Case(
        lambda g, a: capacity.edit_absence(absence=g.absence, changes={"reason": "Other"}, actor=a)
    ),
    "capacity.remove_absence": Case(lambda g, a: capacity.remove_absence(absence=g.absence, actor=a)),
    "capacity.set_capacity": Case(
        lambda g, a: capacity.set_capacity(
            subteam=g.team, period=g.capacity.period, people=D(9), support_percent=10, actor=a
        ),
        against=frozenset({"estimates_capacity"}),
    ),
    "capacity.set_capacity first": Case(
        lambda g, a: capacity.set_capacity(
            subteam=g.other_team, period="2027H1", people=D(9), support_percent=10, actor=a
        )
    ),
    "cost.set_rate": Case(
        lambda g, a: cost.set_rate(subteam=g.team, period="2027H1", amount=D(500), actor=a)
    ),
    "decision.record": Case(
        lambda g, a: decision.record(milestone=g.milestone, kind="CONTINUE", rationale="So.", actor=a),
        refused=DECIDED,
    ),
    "decision.record_step": PART,
    "decision.withdraw": Case(
        lambda g, a: decision.withdraw(decision=g.decision, because="Wrong.", actor=a), refused=DECIDED
    ),
    "decision.write": PART,
    "effort.log_sheet": Case(
        lambda g, a: effort.log_sheet(
            program=g.program,
            subteam=g.team,
            figures=[effort.Figure("w9", g.deliverable, "2026-W09", D(7), D(3))],
            actor=a,
        )
    ),
    "effort.log_week": Case(
        lambda g, a: effort.log_week(
            target=g.deliverable, subteam=g.team, week="2026-W08", person_days=D(2), actor=a
        ),
        against=frozenset({"estimates_effortentry"}),
    ),
    "effort.log_week again": Case(
        lambda g, a: effort.log_week(
            target=g.deliverable, subteam=g.team, week="2026-W09", person_days=D(8), base=D(3), actor=a
        )
    ),
    "estimate.append": PART,
    "estimate.ask": NOTHING,
    "estimate.choose_baseline": Case(
        lambda g, a: estimate.choose_baseline(milestone=g.goal, basis="OWN", actor=a),
        before=lambda g, a: estimate.set_estimate(target=g.goal, low=D(1), likely=D(2), high=D(3), actor=a),
    ),
    "estimate.set_estimate": Case(
        lambda g, a: estimate.set_estimate(target=g.milestone, low=D(1), likely=D(2), high=D(3), actor=a),
        against=ESTIMATED,
    ),
    "estimate.set_estimate first": Case(
        lambda g, a: estimate.set_estimate(target=g.goal, low=D(1), likely=D(2), high=D(3), actor=a)
    ),
    "estimate.set_parsed": PART,
    "impact.add_metric": Case(lambda g, a: impact.add_metric(milestone=g.milestone, name="New", actor=a)),
    "impact.edit_metric": Case(
        lambda g, a: impact.edit_metric(metric=g.metric, changes={"name": "Other"}, actor=a)
    ),
    "impact.observe": Case(lambda g, a: impact.observe(metric=g.metric, value=D(4), actor=a)),
    "impact.remove_metric": Case(
        lambda g, a: impact.remove_metric(metric=g.made, actor=a),
        before=lambda g, a: g.rows.update(made=impact.add_metric(milestone=g.milestone, name="New", actor=a)),
    ),
    "impact.review": Case(
        lambda g, a: impact.review(
            milestone=g.goal, moment="T30", verdict="WIN", feedback="Good.", realised_value=7, actor=a
        ),
        before=lambda g, a: g.stands(g.goal, "DELIVERED"),
    ),
    "recompute.request_all": NOTHING,
    "recompute.request_soon": NOTHING,
    "review.mark_reviewed": Case(lambda g, a: review.mark_reviewed(program=g.program, actor=a)),
    "size.set_sizes": Case(
        lambda g, a: size.set_sizes(
            program=g.program, sizes={"S": (D(1), D(2), D(3))}, base={"S": (D(5), D(10), D(15))}, actor=a
        )
    ),
}
