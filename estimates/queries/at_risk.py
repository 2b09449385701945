"""Which milestones will miss, and why: the one source of the page and of the command."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from estimates.models import FlagReason, Forecast, RiskReview
from estimates.pure.level import AT_RISK, LATE, ON_TRACK, ORDER, UNKNOWN, WATCH
from estimates.pure.movement import NEW, RECOVERED, WORSE, Look, moved
from milestones.models import Milestone
from pm.models import Program, User
from pm.registry import Weight

LEVELS = (LATE, AT_RISK, WATCH, ON_TRACK, UNKNOWN)
JUDGED = ("PROPOSED", "COMMITTED", "IN_PROGRESS")
ENDED = ("DELIVERED", "REVIEWED", "SHELVED", "DROPPED")
FIGURES = (
    "made_at", "level", "spent_days", "remaining_days", "forecast_days", "baseline_days",
    "effort_drift_days", "part_finished_days", "part_scope_days", "part_remaining_days", "part_class_days",
    "progress", "p50_on", "p50_basis", "date_drift_baseline_days", "date_drift_target_days",
    "expected_days_late", "value", "is_value_stated", "rank_score",
)  # fmt: skip
OWN = (
    "pk", "number", "title", "status", "owner_id", "owner__name", "target_from_on", "target_to_on",
    "target_text", "first_target_on", "push_count", "appetite_days", "owner_call", "owner_call_confidence",
    "owner_call_text", "owner_call_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason of an open flag."""

    rule: str
    weight: str
    number: float
    threshold: float | None
    unit: str
    since_on: date
    sentence: str
    highlight: str
    mend: str
    mend_key: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """One milestone with its figures. Effort in person-days; None is unknown."""

    key: str
    title: str
    status: str
    level: str
    is_computed: bool
    track: str
    track_name: str
    owner_id: int | None
    owner: str
    target_from_on: date | None
    target_to_on: date | None
    target_text: str
    first_target_on: date | None
    push_count: int
    appetite_days: float | None
    figures: dict[str, Any]
    call: str
    call_confidence: int | None
    call_text: str
    call_on: date | None
    then_level: str | None
    then_days_late: float | None
    movement: str | None
    id: int
    reasons: tuple[ReasonLine, ...] = ()

    @property
    def days_late(self) -> float | None:
        value: float | None = self.figures["expected_days_late"]
        return value

    @property
    def rank_score(self) -> float:
        return float(self.figures["rank_score"] or 0)


@dataclass(frozen=True, slots=True)
class TrackCount:
    """How many milestones of a track stand at each level."""

    slug: str
    name: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole page: the rows in rank order, what moved, counts by track, and how old the figures are."""

    rows: tuple[Ranked, ...]
    total: int
    by_level: dict[str, int]
    moved: dict[str, tuple[Ranked, ...]]
    tracks: tuple[TrackCount, ...]
    owners: tuple[tuple[int, str], ...]
    since: datetime
    computed_at: datetime | None

    def plain(self, rows: Sequence[Ranked]) -> dict[str, Any]:
        """Everything as JSON keeps it, with these of its rows."""
        return {
            "since": self.since.isoformat(),
            "computed_at": self.computed_at.isoformat() if self.computed_at else None,
            "total": self.total,
            "by_level": self.by_level,
            "moved": {name: [row.key for row in rows] for name, rows in self.moved.items()},
            "tracks": [asdict(track) for track in self.tracks],
            "milestones": [plain(asdict(row)) for row in rows],
        }


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if key != "id"}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def last_monday(program: Program, now: datetime) -> datetime:
    """The beginning of this week in the program's zone; a week earlier on a Monday."""
    zone = ZoneInfo(program.zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday() or 7)
    return datetime.combine(monday, time(), zone).astimezone(UTC)


def last_review(program: Program, user: User | None) -> datetime | None:
    """When this person last looked the page over."""
    if user is None:
        return None
    newest = RiskReview.objects.filter(program=program, reviewed_by=user).order_by("-reviewed_at", "-pk")
    return newest.values_list("reviewed_at", flat=True).first()


def ranking(*, program: Program, sees_internal: bool, since: datetime) -> Ranking:
    """Every open milestone by expected days late × value, those on track too; reasons are not loaded yet."""
    rows = sorted((ranked(row) for row in load_rows(program, sees_internal, since)), key=order_of)
    held = tuple(row for row in rows if row.status in JUDGED)
    owners = {(row.owner_id, row.owner) for row in held if row.owner_id is not None}
    return Ranking(
        rows=held,
        total=len(held),
        by_level=count_levels(held),
        moved={name: tuple(row for row in rows if row.movement == name) for name in (NEW, WORSE, RECOVERED)},
        tracks=tuple(count_tracks(held)),
        owners=tuple(sorted(owners, key=lambda pair: pair[1])),
        since=since,
        computed_at=min((row.figures["made_at"] for row in held if row.is_computed), default=None),
    )


def visible(program: Program, sees_internal: bool) -> QuerySet[Milestone]:
    """What may be judged: no budget line, nothing merely pencilled in, internal ones only for insiders."""
    rows = Milestone.objects.in_program(program).exclude(kind=Milestone.Kind.BUDGET_LINE)
    rows = rows.exclude(is_pencilled=True, target_to_on=None)
    return rows.visible(sees_internal=sees_internal)


def load_rows(program: Program, sees_internal: bool, since: datetime) -> list[dict[str, Any]]:
    """Open milestones and those that ended since, each with its latest forecast and the one of then."""
    then = Forecast.objects.filter(milestone=OuterRef("pk"), made_at__lte=since).order_by("-made_at", "-pk")
    rows = (
        visible(program, sees_internal)
        .filter(Q(status__in=JUDGED) | Q(status__in=ENDED, health_at__gte=since))
        .annotate(
            latest=FilteredRelation("forecast", condition=Q(forecast__is_latest=True)),
            then_level=Subquery(then.values("level")[:1]),
            then_days_late=Subquery(then.values("expected_days_late")[:1]),
        )
        .annotate(**{f"f_{name}": F(f"latest__{name}") for name in FIGURES})
        .order_by("number")
    )
    return list(
        rows.values(*OWN, "track__slug", "track__name", "then_level", "then_days_late",
                    *(f"f_{name}" for name in FIGURES))
    )  # fmt: skip


def ranked(row: dict[str, Any]) -> Ranked:
    figures = {name: row[f"f_{name}"] for name in FIGURES}
    is_open = row["status"] in JUDGED
    level = figures["level"] or UNKNOWN
    now = Look(level, figures["expected_days_late"]) if is_open else Look(ON_TRACK)
    movement = moved(Look(row["then_level"], row["then_days_late"]), now) if figures["level"] else None
    return Ranked(
        key=f"M-{row['number']}",
        title=row["title"],
        status=row["status"],
        level=level,
        is_computed=figures["level"] is not None,
        track=row["track__slug"],
        track_name=row["track__name"],
        owner_id=row["owner_id"],
        owner=row["owner__name"] or "",
        target_from_on=row["target_from_on"],
        target_to_on=row["target_to_on"],
        target_text=row["target_text"],
        first_target_on=row["first_target_on"],
        push_count=row["push_count"],
        appetite_days=None if row["appetite_days"] is None else float(row["appetite_days"]),
        figures=figures,
        call=row["owner_call"],
        call_confidence=row["owner_call_confidence"],
        call_text=row["owner_call_text"],
        call_on=row["owner_call_on"],
        then_level=row["then_level"],
        then_days_late=row["then_days_late"],
        movement=movement,
        id=row["pk"],
    )


def order_of(row: Ranked) -> tuple[float, int, date, int]:
    """Rank first, then the heavier level, the nearer target, the older key."""
    return (-row.rank_score, -ORDER[row.level], row.target_to_on or date.max, row.id)


def with_reasons(rows: Sequence[Ranked]) -> list[Ranked]:
    """The rows with the reasons of their open flags, the heaviest first."""
    names = tuple(ReasonLine.__dataclass_fields__)
    found: dict[int, list[ReasonLine]] = {}
    reasons = FlagReason.objects.filter(flag__milestone_id__in=[row.id for row in rows], flag__closed_at=None)
    for pk, *values in reasons.order_by("pk").values_list("flag__milestone_id", *names):
        found.setdefault(pk, []).append(ReasonLine(*values))
    heavy = [Weight.AT_RISK, Weight.WATCH, Weight.INFO]
    return [
        replace(
            row,
            reasons=tuple(sorted(found.get(row.id, ()), key=lambda one: heavy.index(Weight(one.weight)))),
        )
        for row in rows
    ]


def count_levels(rows: Iterable[Ranked]) -> dict[str, int]:
    counts = dict.fromkeys(LEVELS, 0)
    for row in rows:
        counts[row.level] += 1
    return counts


def count_tracks(rows: Sequence[Ranked]) -> Iterable[TrackCount]:
    """The tracks by name, each with its milestones by level."""
    for name, slug in sorted({(row.track_name, row.track) for row in rows}):
        yield TrackCount(slug, name, count_levels(row for row in rows if row.track == slug))
