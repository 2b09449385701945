"""Many people edit one milestone at once: no saved edit disappears silently."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from milestones.models import Milestone
from pm.models import Change
from pm.services.history_row import plain
from tests.concurrency.editors import Editor, session_of
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import member_of

pytestmark = pytest.mark.http

EDITORS = 50
EDITS = 10
AT_ONCE = 12
FIELDS = {
    "title": "title",
    "benefit": "benefit",
    "objective": "objective",
    "narrative": "narrative",
    "scope_in": "scope_in",
    "scope_out": "scope_out",
    "risks_text": "risks_text",
    "rollback_plan": "rollback_plan",
    "external_url": "external_url",
    "appetite": "appetite_days",
    "effort_guess": "effort_guess_days",
    "start": "planned_start_on",
    "target": "target_to_on",
}
WRITE: dict[str, Callable[[int], str]] = {
    "external_url": lambda number: f"https://tracker.example/{number}",
    "appetite": lambda number: f"{number} d",
    "effort_guess": lambda number: f"{number} d",
    "start": lambda number: (date(2026, 1, 1) + timedelta(days=number)).isoformat(),
    "target": lambda number: (date(2030, 1, 1) + timedelta(days=number)).isoformat(),
}


def value_for(name: str, number: int) -> str:
    """A value that only this edit writes."""
    return WRITE.get(name, lambda number: f"Text {number}")(number)


def as_kept(name: str, value: str) -> str:
    """The value as history keeps it."""
    return value.removesuffix(" d")


def edit_in_turn(editors: Sequence[Editor], path: str, first: int) -> None:
    """Some people at one pace, two at a time: both look, then each saves what they think is still so."""
    rng = random.Random(first)
    numbered = list(enumerate(editors, start=first))
    for turn, start in product(range(EDITS), range(0, len(editors), 2)):
        begun = []
        for index, editor in numbered[start : start + 2]:
            name = rng.choice(list(FIELDS))
            begun.append((editor, name, value_for(name, 1 + index * EDITS + turn), editor.look(path, name)))
        for editor, name, value, seen in begun:
            editor.settle(path, name, value, seen)


def test_five_hundred_edits_of_one_milestone_lose_none_silently(live, record_property):
    milestone = MilestoneFactory(appetite_days=Decimal(500))
    editors = [Editor(live, session_of(member_of(milestone.program))) for _ in range(EDITORS)]
    path = f"/{milestone.program.slug}/cell/{milestone.key}/"
    begun = time.monotonic()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        share = -(-EDITORS // AT_ONCE)
        parts = [(editors[first : first + share], path, first) for first in range(0, EDITORS, share)]
        done = [threads.submit(edit_in_turn, *part) for part in parts]
    for each in done:
        each.result()

    seconds = time.monotonic() - begun
    statuses = sum((editor.statuses for editor in editors), Counter())
    assert set(statuses) <= {200, 409}
    assert statuses[200] == EDITORS * EDITS
    lost = 0
    final = Milestone.objects.get()
    for name, column in FIELDS.items():
        story = list(Change.objects.filter(field=column).order_by("pk").values_list("before", "after"))
        assert [before for before, _ in story[1:]] == [after for _, after in story[:-1]]
        assert story[-1][1] == plain(getattr(final, column))
        said = Counter(as_kept(name, value) for one in editors for key, value in one.saved if key == name)
        lost += (said - Counter(after for _, after in story)).total()
    assert lost == 0
    record_property(
        "figures",
        f"{EDITORS} people × {EDITS} edits of {len(FIELDS)} fields of one milestone: {statuses[200]} saved, "
        f"{lost} lost, {statuses[409]} conflicts answered, 0 errors, {seconds:.1f} s",
    )


def test_edits_of_different_fields_never_conflict(live):
    milestone = MilestoneFactory(appetite_days=Decimal(500))
    editors = [Editor(live, session_of(member_of(milestone.program))) for _ in FIELDS]
    path = f"/{milestone.program.slug}/cell/{milestone.key}/"
    seen = {name: editor.look(path, name) for name, editor in zip(FIELDS, editors, strict=True)}

    threads = [
        threading.Thread(target=editor.settle, args=(path, name, value_for(name, 7), seen[name]))
        for editor, name in zip(editors, FIELDS, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum((editor.statuses for editor in editors), Counter()) == {200: len(FIELDS)}
