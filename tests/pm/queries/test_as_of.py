"""A past day is what was recorded of it, whatever was written since, by the queries of today."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count
from django.db.models.functions import JSONObject
from hypothesis import given, settings
from hypothesis import strategies as st

from estimates.models import Bet, Decision
from milestones.models import Deliverable, Milestone, Track
from pm.models import Heartbeat, Program
from pm.pure.replay import HIDING
from pm.queries.as_of import ReadOnly, first_day, has_begun, reading
from pm.services.history import computing, recording
from tests.factories.actors import actor
from tests.factories.bets import BetFactory, DecisionFactory
from tests.factories.estimates import ForecastFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db

FIRST = date(2026, 3, 2)
DAYS = 6
WANTED = {
    "title": st.sampled_from(["Älter % 'x'", "B", ""]),
    "rank": st.sampled_from([0, 7]),
    "due_on": st.sampled_from([None, date(2026, 1, 31)]),
    "is_must": st.booleans(),
    "owner": st.sampled_from(["nobody", "somebody"]),
}
EDIT = st.fixed_dictionaries({}, optional=WANTED)
# What happens: on which day, how many days before or after that it was so, to which row, and what.
MOVES = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1),
        st.sampled_from([0, 0, 0, -1, -3, 1]),
        st.integers(0, 2),
        st.one_of(st.just("create"), st.just("delete"), EDIT, EDIT),
    ),
    max_size=14,
)


def on(number):
    return FIRST + timedelta(days=number)


def at(number):
    return actor(moment=datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=number))


def told(row):
    """What a row holds, as a query gives it."""
    return {column.attname: getattr(row, column.attname) for column in Deliverable._meta.concrete_fields}


def stored(program):
    return {row.pk: told(row) for row in Deliverable.objects.in_program(program).order_by("pk")}


def write(record, row, move, when, *, plan, index, pk, owner):
    """Make one move; the names of what it wrote, None when there was nothing to do."""
    if move == "create" and row is None:
        fresh = Deliverable(pk=pk, program=plan.program, milestone=plan, number=index + 1, title="Made")
        return record.create(fresh, happened_on=when).pk
    if row is None or move == "create":
        return None
    if move == "delete":
        record.delete(row, happened_on=when)
    else:
        wanted = {**move, "owner": owner if move.get("owner") == "somebody" else None}
        record.update(record.lock(row), wanted, happened_on=when)
    return pk


def play(plan, owner, moves):
    """Make the moves in the order of their days; by day, what is known of that day in the end."""
    known = {day: {} for day in range(-3, DAYS + 1)}
    ids = {}
    for day, late, index, move in sorted(moves, key=lambda one: one[0]):
        pk, when = ids.get(index), on(day + late)
        before = Deliverable.objects.filter(pk=pk).first()
        held = told(before) if before else {}
        with recording(at(day), plan.program) as record:
            pk = write(record, before, move, when, plan=plan, index=index, pk=pk, owner=owner)
        if pk is None:
            continue
        ids[index] = pk
        after = Deliverable.objects.filter(pk=pk).first()
        news = (
            {name: value for name, value in told(after).items() if held.get(name) != value} if after else {}
        )
        for number, rows in known.items():
            if on(number) < when:
                continue
            if after is None:
                rows.pop(pk, None)
            elif before is None:
                rows[pk] = told(after)
            elif pk in rows:
                rows[pk] |= news
    return known


@settings(max_examples=25)
@given(moves=MOVES)
def test_every_day_reads_as_it_was_recorded(moves):
    plan, owner = MilestoneFactory(), UserFactory()

    known = play(plan, owner, moves)

    for day, rows in known.items():
        with reading(plan.program, on(day)):
            assert stored(plan.program) == rows, day


def changed(program, row, day, **values):
    with recording(at(day), program) as record:
        record.update(record.lock(row), values)


def test_joins_filters_counts_and_unions_read_the_same_day():
    program = ProgramFactory()
    first, second = TrackFactory(program=program, name="First"), TrackFactory(program=program, name="Second")
    row = MilestoneFactory(program=program, track=first, title="Store")
    part = DeliverableFactory(program=program, milestone=row, status="IN_PROGRESS")
    other = MilestoneFactory(program=ProgramFactory())
    changed(program, row, 2, title="Store 100 %", track=second)
    with recording(at(3), program) as record:
        record.delete(record.lock(part))
    with recording(at(4), program) as record:
        record.create(Deliverable(program=program, milestone=row, number=9, title="Late"))

    with reading(program, on(1)):
        found = Milestone.objects.filter(program=program, track__name="First").select_related("track").get()
        parts = list(Deliverable.objects.filter(milestone=found).values_list("title", "milestone__title"))
        union = Milestone.objects.values_list("title").union(Track.objects.values_list("name"))
        words = sorted(text for (text,) in union)
        busy = Milestone.objects.filter(deliverables__status="IN_PROGRESS").count()
        held = [
            (one.title, one.held)
            for one in Milestone.objects.filter(pk=row.pk).annotate(held=Count("deliverables"))
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT '5 %' FROM \"milestones_milestone\" WHERE \"title\" LIKE 'Sto%'")
            raw = cursor.fetchall()

    assert (found.title, found.track.name, parts) == ("Store", "First", [(part.title, "Store")])
    assert words == sorted(["Store", other.title, "First", "Second", other.track.name])
    assert (busy, raw, held) == (1, [("5 %",)], [("Store", 1)])
    assert Milestone.objects.get(pk=row.pk).title == "Store 100 %"


def test_records_of_two_times_moments_decimals_and_json_come_back_as_they_were():
    program = ProgramFactory()
    row = MilestoneFactory(program=program)
    bet = BetFactory(program=program, milestone=row, appetite_days=Decimal("2.50"), numbers={"p50": "1 Sep"})
    decision = DecisionFactory(program=program, milestone=row, happened_on=on(2))
    changed(program, decision, 3, withdrawn_at=at(3).moment, withdrawn_because="Wrong row.")
    changed(program, decision, 4, withdrawn_at=at(4).moment)
    changed(program, bet, 3, numbers={}, appetite_days=Decimal(3))
    with recording(at(4), program) as record:
        record.delete(record.lock(bet))

    def known(day):
        with reading(program, on(day)):
            bets = Bet.objects.filter(appetite_days__gt=2).values_list("appetite_days", "numbers")
            return [*bets, *Decision.objects.values_list("withdrawn_at", flat=True)]

    assert known(1) == [(Decimal("2.50"), {"p50": "1 Sep"})]
    assert known(2) == [(Decimal("2.50"), {"p50": "1 Sep"}), None]
    assert known(3) == [(Decimal("3.00"), {}), at(3).moment]
    assert known(4) == [at(4).moment]


def test_figures_are_those_made_by_the_end_of_the_day_in_the_programs_zone():
    program = ProgramFactory(zone="Pacific/Auckland")
    row = MilestoneFactory(program=program, health="LATE")
    for moment, level in ((datetime(2026, 3, 2, 10, 59, tzinfo=UTC), "WATCH"),
                          (datetime(2026, 3, 2, 11, 1, tzinfo=UTC), "AT_RISK")):  # fmt: skip
        ForecastFactory(
            program=program, milestone=row, level=level, made_at=moment, is_latest=level == "AT_RISK"
        )

    def known(day):
        with reading(program, day):
            latest = Milestone.objects.filter(pk=row.pk, forecast__is_latest=True).values_list(
                "forecast__level"
            )
            return [Milestone.objects.get(pk=row.pk).health, *(level for (level,) in latest)]

    assert known(date(2026, 3, 1)) == ["UNKNOWN"]
    assert known(date(2026, 3, 2)) == ["WATCH", "WATCH"]
    assert known(date(2026, 3, 3)) == ["AT_RISK", "AT_RISK"]


def test_a_past_day_is_never_written_and_leaves_nothing_behind(django_assert_num_queries):
    program = ProgramFactory()
    row = MilestoneFactory(program=program, title="Now")
    changed(program, row, 3, title="Later")

    with django_assert_num_queries(2), reading(program, on(1)):
        then = Milestone.objects.get(pk=row.pk)
    with reading(program, on(1)):
        for write in (then.save, Heartbeat.objects.all().delete, lambda: Program.objects.update(name="x")):
            with pytest.raises(ReadOnly), computing():
                write()

    assert then.title == "Now"
    assert Milestone.objects.get(pk=row.pk).title == "Later"
    assert (first_day(program), has_begun(program, on(-90))) == (date(2026, 1, 5), False)


def test_a_row_hidden_since_is_hidden_on_every_day_before():
    program = ProgramFactory()
    row = MilestoneFactory(program=program)
    changed(program, row, 3, **{HIDING: True})
    changed(program, row, 4, **{HIDING: False})

    with reading(program, on(1)):
        assert not Milestone.objects.visible(sees_internal=False).filter(program=program).exists()


def test_a_fresh_process_asks_what_the_database_can_do_before_it_reads(django_assert_num_queries):
    program = ProgramFactory()
    vars(connection.features).pop("supports_json_field", None)

    with reading(program, date(2030, 1, 1)), django_assert_num_queries(1):
        list(Milestone.objects.in_program(program).values_list(JSONObject(title="title")))
