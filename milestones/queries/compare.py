"""The plan of a day as it is compared with that of another day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from milestones.models import Deliverable, Milestone, TargetRevision
from milestones.pure.compare import Plan, PlannedDeliverable, PlannedMilestone, standing
from milestones.queries.roadmap import visible
from pm.models import Change, Program
from pm.pure.dates import ImpreciseDate, format_imprecise
from pm.pure.days import short_day
from pm.pure.effort import short


def load_milestones(program: Program, *, sees_internal: bool, track: str = "") -> list[Milestone]:
    """Every milestone a reader may see, with track and owner, in one statement; of one track where asked."""
    rows = visible(program, sees_internal=sees_internal)
    if track:
        rows = rows.filter(track__slug=track)
    return list(rows.select_related("track", "owner").order_by("number"))


def load_plan(rows: list[Milestone], facts: Mapping[int, Mapping[str, Any]], today: date) -> Plan:
    """These milestones with their deliverables, in one statement."""
    parts = Deliverable.objects.filter(milestone_id__in=[row.pk for row in rows])
    columns = ("pk", "number", "title", "milestone_id", "status", "due_on", "cut_to_id")
    return Plan(
        milestones={row.pk: planned(row, facts.get(row.pk, {}), today) for row in rows},
        deliverables={
            pk: PlannedDeliverable(
                f"D-{number}", title, milestone, status, due, short_day(due, today), cut_to is not None
            )
            for pk, number, title, milestone, status, due, cut_to in parts.values_list(*columns)
        },
    )


def planned(row: Milestone, facts: Mapping[str, Any], today: date) -> PlannedMilestone:
    """One milestone in the words of the pages."""
    target = ImpreciseDate(row.target_from_on, row.target_to_on, row.target_text)
    return PlannedMilestone(
        key=row.key,
        title=row.title,
        track=row.track.name,
        status=row.status,
        status_text=row.get_status_display(),
        owner=str(row.owner) if row.owner else "",
        target_on=row.target_to_on,
        target_text=format_imprecise(target, today) if row.target_to_on else row.target_text,
        estimate=str(facts.get("estimate") or ""),
        parts={
            "title": row.title,
            "track": row.track.name,
            "planned start": short_day(row.planned_start_on, today) if row.planned_start_on else "",
            "appetite, person-days": short(row.appetite_days) if row.appetite_days is not None else "",
            "value": "" if row.value is None else str(row.value),
            "kind": row.get_kind_display(),
        },
    )


def load_reasons(program: Program, since: date, until: date) -> dict[int, str]:
    """By milestone why its target moved between two days: class and sentence of each that holds."""
    moves = TargetRevision.objects.filter(
        Q(is_slip=True) | ~Q(reason=""), program=program, happened_on__gt=since, happened_on__lte=until
    ).order_by("happened_on", "recorded_at", "pk")
    takes_back = dict(
        Change.objects.filter(
            program=program,
            noun=TargetRevision._meta.label_lower,
            kind=Change.Kind.CREATE,
            undoes__noun=TargetRevision._meta.label_lower,
            undoes__kind=Change.Kind.CREATE,
            undoes__happened_on__gt=since,
            happened_on__lte=until,
        ).values_list("object_id", "undoes__object_id")
    )
    stands = standing([move.pk for move in moves], takes_back)
    found: dict[int, list[str]] = {}
    for move in moves:
        if move.pk not in stands:
            continue
        label = move.get_reason_class_display() if move.reason_class else ""
        said = ": ".join(part for part in (label, move.reason) if part)
        if said:
            found.setdefault(move.milestone_id, []).append(said if said.endswith(".") else f"{said}.")
    return {pk: " ".join(said) for pk, said in found.items()}
