"""Any sequence of edits, undo and redo ends where the history says."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.models import Deliverable, Milestone
from milestones.services import deliverable, feature, milestone, removal, target
from pm.errors import DomainError
from pm.models import Change
from pm.queries.history import column_named
from pm.queries.undo import deed_of, undone_by
from pm.registry import UNDO
from pm.services.history_row import payload_of
from pm.services.undo import undo
from tests.undo.world import Stage, taken_back

pytestmark = pytest.mark.django_db
NOUNS = (
    "milestones.milestone",
    "milestones.deliverable",
    "milestones.checklistitem",
    "milestones.targetrevision",
    "milestones.statement",
    "milestones.statementrevision",
    "milestones.pin",
)
FIRST = date(2026, 9, 1)


def replayed() -> dict[tuple[str, int], dict[str, Any]]:
    """The rows as their changes tell them, for those whose making is told."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for change in Change.objects.filter(noun__in=NOUNS).order_by("pk"):
        place = change.noun, change.object_id
        if change.kind == Change.Kind.CREATE:
            rows[place] = dict(change.payload or {})
        elif change.kind == Change.Kind.DELETE:
            rows.pop(place, None)
        elif place in rows:
            column = column_named(change.noun, change.field)
            assert column is not None
            rows[place][column.attname] = change.after
    return rows


def standing() -> dict[tuple[str, int], dict[str, Any]]:
    return {
        (noun, row.pk): payload_of(row)
        for noun in NOUNS
        for row in apps.get_model(noun)._default_manager.all()
    }


def told(rows: dict[tuple[str, int], dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Without computed columns, as their columns hold the values."""
    return {
        (noun, pk): {
            name: str(apps.get_model(noun)._meta.get_field(name).to_python(value))
            for name, value in values.items()
            if name not in UNDO.get(noun).computed
        }
        for (noun, pk), values in rows.items()
    }


def newest(stage: Stage, model: Any) -> Any:
    return model.objects.filter(program=stage.program).order_by("-pk").first()


def move(stage: Stage, number: int) -> None:
    day = FIRST + timedelta(days=number)
    target.move(
        milestone=stage.graph.milestone, start=day, end=day, text=str(number), reason_class="SCOPE",
        reason="More.", actor=stage.actor(),
    )  # fmt: skip


def take_back(stage: Stage, number: int) -> None:
    """Undo one of the last deeds, be it an undo itself."""
    pks = list(Change.objects.filter(program=stage.program).order_by("-pk").values_list("pk", flat=True)[:40])
    deed = deed_of(stage.program, pks[number % len(pks)])
    assert deed is not None
    undo(deed=deed, actor=stage.actor())


STEPS: dict[str, Callable[[Stage, int], object]] = {
    "title": lambda s, n: milestone.edit(
        milestone=s.graph.milestone, changes={"title": f"Title {n % 3}"}, actor=s.actor()
    ),
    "move": move,
    "make": lambda s, n: deliverable.create(
        program=s.program, milestone=s.graph.milestone, title=f"Work {n}", actor=s.actor()
    ),
    "due": lambda s, n: deliverable.edit(
        deliverable=newest(s, Deliverable), changes={"due_on": FIRST + timedelta(days=n)}, actor=s.actor()
    ),
    "idea": lambda s, n: milestone.create(
        program=s.program, track=s.graph.track, title=f"Idea {n}", status="IDEA", actor=s.actor()
    ),
    "delete": lambda s, n: removal.delete(row=newest(s, (Milestone, Deliverable)[n % 2]), actor=s.actor()),
    "reword": lambda s, n: feature.reword(statement=s.graph.statement, text=f"Words {n}.", actor=s.actor()),
    "undo last": lambda s, n: take_back(s, 0),
    "undo": take_back,
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 30)), min_size=6, max_size=14))
def test_any_sequence_ends_where_the_history_says(stage, steps):
    with taken_back():
        before = standing()
        for name, number in steps:
            try:
                STEPS[name](stage, number)
            except DomainError:
                continue
        now, rows = standing(), replayed()

        assert told(rows) == told({place: now[place] for place in now if place in rows})
        assert {place for place in now if place not in rows} <= set(before)
        for one in undone_by(list(Change.objects.all())).values():
            assert one.who
