"""Plan lines and planned effort as an import wants them."""

from decimal import Decimal

from milestones.exchange.collect import Collector
from milestones.exchange.deliverables import team_ref
from milestones.exchange.standing import Speaking
from milestones.exchange.teams import Team, Teams
from milestones.models import PlanLine, PlannedEffort
from milestones.pure.markdown.document import MilestoneDoc, PlanRowDoc, ShareDoc
from pm.exchange.plan import Ref

MOST_DAYS = Decimal(1_000_000)
MOST_RANK = 30_000


def want_plan(
    into: Collector, milestone: MilestoneDoc, said: Speaking, ref: Ref, teams: Teams, days_per_month: int
) -> None:
    """One line for each half-year that plans the milestone; a row with shares is asked before one without."""
    rows: dict[str, PlanRowDoc] = {}
    for row in said.plans:
        if row.period is None:
            sentence = f"The row of “{milestone.title}” stands under no half-year; no plan line was made."
            into.problem(row, "no half-year", sentence)
        elif row.period not in rows or (row.shares and not rows[row.period].shares):
            rows[row.period] = row
    for period, row in rows.items():
        _want_line(into, milestone, row, period, ref, teams, days_per_month)


def _want_line(
    into: Collector,
    milestone: MilestoneDoc,
    row: PlanRowDoc,
    period: str,
    ref: Ref,
    teams: Teams,
    days_per_month: int,
) -> None:
    line = into.want(
        PlanLine,
        _Here(milestone, row),
        f"@plan/{period}",
        f"plan of “{milestone.title}” in {period}",
        {"milestone": ref, "period": period, "rank": _rank(into, row)},
        subject=ref,
    )
    if line is None:
        return
    for team, shares in _by_team(into, row, teams).items():
        found = teams.find(shares[0].subteam)
        months = sum((share.person_months or Decimal(0) for share in shares), Decimal(0))
        days = (months * days_per_month).quantize(Decimal("0.01"))
        if found is None or days >= MOST_DAYS:
            into.problem(row, "share not read", f"The share “{shares[0].text}” was left out.")
            continue
        into.want(
            PlannedEffort,
            _Here(milestone, row),
            f"@plan/{period}/{team}",
            f"planned effort of {found.name} for “{milestone.title}” in {period}",
            {
                "plan_line": line,
                "subteam": team_ref(team),
                "person_days": days,
                "text": into.fit(PlannedEffort, "text", " + ".join(share.text for share in shares), row),
            },
            subject=ref,
        )


def _rank(into: Collector, row: PlanRowDoc) -> int:
    """The priority as stated, else the row's place among those of its table."""
    if row.priority is not None:
        return min(row.priority, MOST_RANK)
    same = [one for one in (*into.doc.plan_rows, *into.doc.proposals) if one.path == row.path]
    return 1 + [one for one in same if one.table == row.table].index(row)


def _by_team(into: Collector, row: PlanRowDoc, teams: Teams) -> dict[str, list[ShareDoc]]:
    """The shares that say people and months, by subteam."""
    found: dict[str, list[ShareDoc]] = {}
    for share in row.shares:
        team: Team | None = teams.find(share.subteam)
        if share.person_months is None and share.people is not None:
            sentence = (
                f"“{share.text}” under {share.subteam} names people and no months; "
                f"no effort of {share.subteam} is planned for “{row.title}”."
            )
            into.problem(row, "share without months", sentence)
        elif share.person_months is not None and team is not None:
            found.setdefault(team.key, []).append(share)
    return found


class _Here:
    """A row of a plan that belongs to a milestone: its place is the milestone's, its line the row's."""

    def __init__(self, milestone: MilestoneDoc, row: PlanRowDoc) -> None:
        self.path = milestone.path
        self.line = row.line if row.path == milestone.path else milestone.line
        self.anchor = milestone.anchor
