"""Doneness of features, milestones and deliverables: one function for every page and job."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from milestones.models import Deliverable, Milestone, Pin, Statement
from milestones.pure.furps import LETTERS, Doneness, PinFact, StatementFact, measure
from milestones.queries.evidence import evidence_of
from pm.models import Membership

# The columns that doneness is counted from.
COUNTED = ("program", "feature", "letter", "number", "state", "revision")


def pin_facts(pins: QuerySet[Pin]) -> tuple[dict[int, list[PinFact]], dict[int, set[int]]]:
    """The pins of statements and who builds them, both by statement: one query whatever their number."""
    # Somebody whose subteam role names the subteam that is accountable.
    insider = Membership.objects.filter(
        subteam_links__subteam=OuterRef("deliverable__accountable"),
        user=OuterRef("deliverable__accepted_by"),
    )
    rows = list(
        pins.values_list(
            "statement_id",
            "is_dropped",
            "deliverable__status",
            "deliverable__is_close_imported",
            "deliverable__accepted_by_id",
            "deliverable__accountable_id",
            Exists(insider),
        )
    )
    facts: dict[int, list[PinFact]] = defaultdict(list)
    builders: dict[int, set[int]] = defaultdict(set)
    for statement_id, dropped, status, imported, accepted_by, team, is_insider in rows:
        outside = accepted_by is not None and not is_insider
        is_dropped = dropped or status == Deliverable.Status.DROPPED
        facts[statement_id].append(
            PinFact(
                is_dropped=is_dropped,
                is_closed=status == Deliverable.Status.CLOSED,
                is_accepted=outside and not imported,
                is_imported=imported,
            )
        )
        if team is not None and not is_dropped:
            builders[statement_id].add(team)
    return facts, builders


def team_members(subteam_ids: set[int]) -> dict[int, frozenset[int]]:
    """The people whose subteam role names each subteam."""
    if not subteam_ids:
        return {}
    members: dict[int, set[int]] = defaultdict(set)
    for team, user in Membership.objects.filter(subteam_links__subteam__in=subteam_ids).values_list(
        "subteam_links__subteam_id", "user_id"
    ):
        members[team].add(user)
    return {team: frozenset(users) for team, users in members.items()}


def facts_of(
    statements: Sequence[Statement],
    *,
    today: date,
    with_targets: bool = False,
    pins_of: QuerySet[Pin] | None = None,
) -> dict[int, StatementFact]:
    """The facts of loaded statements, by id. `today` tells what evidence has expired.

    `pins_of` are their pins where they can be named shorter than by hundreds of statements.

    The evidence of targets, which nobody claims, is read only when asked for: they are not verified, whatever
    was signed.
    """
    if pins_of is None:
        pins_of = Pin.objects.filter(statement_id__in=[row.pk for row in statements])
    pins, builders = pin_facts(pins_of)
    facts = {
        row.pk: StatementFact(
            letter=row.letter,
            number=row.number,
            counts=row.state == Statement.State.ACTIVE,
            pins=tuple(pins.get(row.pk, ())),
        )
        for row in statements
    }
    claimed = [row for row in statements if with_targets or facts[row.pk].is_claimed]
    evidence = evidence_of(claimed, builders, today=today, with_names=False)
    return facts | {
        pk: replace(facts[pk], evidence=tuple(one.fact for one in found)) for pk, found in evidence.items()
    }


def of_features(feature_ids: Sequence[int], *, today: date) -> dict[int, Doneness]:
    """Doneness of features by id, over all their statements."""
    statements = list(Statement.objects.filter(feature_id__in=feature_ids).only(*COUNTED))
    pins = Pin.objects.filter(statement__feature_id__in=feature_ids)
    facts = facts_of(statements, today=today, pins_of=pins)
    grouped: dict[int, list[StatementFact]] = defaultdict(list)
    for row in statements:
        grouped[row.feature_id].append(facts[row.pk])
    return {pk: measure(grouped.get(pk, [])) for pk in feature_ids}


def of_milestones(milestone_ids: Sequence[int], *, today: date) -> dict[int, Doneness]:
    """Doneness of milestones by id, over the statements their deliverables pin."""
    links: set[tuple[int, int]] = set(
        Pin.objects.filter(deliverable__milestone_id__in=milestone_ids, is_dropped=False)
        .exclude(deliverable__status=Deliverable.Status.DROPPED)
        .values_list("deliverable__milestone_id", "statement_id")
    )
    return _of_links(milestone_ids, links, today)


@dataclass(frozen=True, slots=True)
class Promised:
    """What the deliverables of a milestone promise: its doneness, and each statement with its state."""

    doneness: Doneness
    statements: tuple[tuple[Statement, str], ...]


def promised_by(milestone: Milestone, *, today: date) -> Promised:
    """The same as `of_milestones` for one, with the rows behind its numbers."""
    pins = Pin.objects.filter(deliverable__milestone=milestone, is_dropped=False)
    held = pins.exclude(deliverable__status=Deliverable.Status.DROPPED).values("statement")
    rows = list(Statement.objects.filter(pk__in=held).select_related("feature"))
    facts = facts_of(rows, today=today)
    rows.sort(key=lambda row: (LETTERS.index(row.letter), row.feature.name, row.number, row.pk))
    return Promised(
        doneness=measure(facts.values()),
        statements=tuple((row, facts[row.pk].state) for row in rows if facts[row.pk].counts),
    )


def of_deliverables(deliverable_ids: Sequence[int], *, today: date) -> dict[int, Doneness]:
    """Doneness of deliverables by id, over the statements they pin."""
    links: set[tuple[int, int]] = set(
        Pin.objects.filter(deliverable_id__in=deliverable_ids, is_dropped=False)
        .annotate(holder=F("deliverable_id"))
        .values_list("holder", "statement_id")
    )
    return _of_links(deliverable_ids, links, today)


def _of_links(holder_ids: Sequence[int], links: set[tuple[int, int]], today: date) -> dict[int, Doneness]:
    pinned = Statement.objects.filter(pk__in={statement for _, statement in links}).only(*COUNTED)
    facts = facts_of(list(pinned), today=today)
    grouped: dict[int, list[StatementFact]] = defaultdict(list)
    for holder, statement in links:
        grouped[holder].append(facts[statement])
    return {pk: measure(grouped.get(pk, [])) for pk in holder_ids}
