"""The lines of an effort form: what a subteam may have spent a week on, and what is entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum

from estimates.models import EffortEntry
from estimates.queries.estimate import Target
from milestones.models import Contribution, Deliverable, Milestone
from pm.models import Program, Subteam
from pm.pure.periods import iso_week

AT_WORK = ("IN_PROGRESS", "CLOSE_REQUESTED")
SHOWN_WEEKS = 6


@dataclass(frozen=True, slots=True)
class EffortLine:
    """One figure that may be entered: its name in the form, its label, of what, in which week."""

    name: str
    label: str
    hint: str
    target: Target
    week: str
    days: Decimal | None


def week_lines(
    program: Program, subteam: Subteam, week: str, *, sees_internal: bool, typed: Iterable[str] = ()
) -> list[EffortLine]:
    """A line for each deliverable the subteam works on, each budget line, each figure entered already.

    `typed` are names of lines that a form was opened with: what ended meanwhile keeps its line.
    """
    kept = {name[2:] for name in typed if name.startswith("d_") and name[2:].isdecimal() and len(name) < 12}
    entered = EffortEntry.objects.filter(program=program, subteam=subteam, week=week)
    by_item = {row.deliverable_id: row.person_days for row in entered if row.deliverable_id}
    by_line = {row.milestone_id: row.person_days for row in entered if row.milestone_id}
    helps = Contribution.objects.filter(deliverable=OuterRef("pk"), subteam=subteam)
    at_work = Q(status__in=AT_WORK) & (Q(accountable=subteam) | Exists(helps))
    items = (
        Deliverable.objects.in_program(program)
        .visible(sees_internal=sees_internal)
        .filter(at_work | Q(pk__in=list(by_item)) | Q(number__in=kept))
        .select_related("milestone")
        .order_by("milestone__number", "number")
    )
    budgets = (
        Milestone.objects.in_program(program)
        .visible(sees_internal=sees_internal)
        .filter(Q(kind=Milestone.Kind.BUDGET_LINE, status__in=["COMMITTED", "IN_PROGRESS"])
                | Q(pk__in=list(by_line)))
        .order_by("number")
    )  # fmt: skip
    lines = [
        EffortLine(f"d_{row.number}", f"{row.key} {row.title}", f"{row.milestone.key} {row.milestone.title}",
                   row, week, by_item.get(row.pk))
        for row in items
    ]  # fmt: skip
    lines += [
        EffortLine(f"m_{row.number}", f"{row.key} {row.title}", "Budget line", row, week, by_line.get(row.pk))
        for row in budgets
    ]
    return lines


def weeks_before(today: date, count: int = SHOWN_WEEKS) -> list[str]:
    """This ISO week and those before it, the newest first."""
    return [iso_week(today - timedelta(weeks=back)) for back in range(count)]


def item_lines(deliverable: Deliverable, subteam: Subteam, today: date) -> list[EffortLine]:
    """A line for each of the last weeks of one deliverable and one subteam."""
    weeks = weeks_before(today)
    entered = dict(
        EffortEntry.objects.filter(deliverable=deliverable, subteam=subteam, week__in=weeks).values_list(
            "week", "person_days"
        )
    )
    return [
        EffortLine(f"w_{week[:4]}_{week[6:]}", week, monday_words(week), deliverable, week, entered.get(week))
        for week in weeks
    ]


def monday_words(week: str) -> str:
    """`from 21 Sep`, the Monday of a week."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return f"from {monday.day} {monday:%b}"


def sums_of(program: Program, weeks: list[str]) -> dict[tuple[str, int], Decimal]:
    """Person-days entered by week and subteam; nothing where nothing was entered."""
    rows = EffortEntry.objects.filter(program=program, week__in=weeks).values_list("week", "subteam_id")
    return {(week, pk): days for week, pk, days in rows.annotate(days=Sum("person_days")).order_by()}
