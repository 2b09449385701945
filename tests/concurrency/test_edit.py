"""Many people edit one milestone at once: no saved edit disappears silently."""

import random
import threading
from collections import Counter
from decimal import Decimal

import pytest

from milestones.models import Milestone
from pm.models import Change
from pm.services.history import plain
from tests.concurrency.editors import Editor, session_of
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import member_of

pytestmark = pytest.mark.http

EDITORS = 8
EDITS = 10
FIELDS = {"value": "value", "appetite": "appetite_days", "start": "planned_start_on"}


def value_for(name: str, editor: int, turn: int) -> str:
    """A value that only this edit writes, where the field has room for that many."""
    number = editor * EDITS + turn
    if name == "value":
        return str((editor + turn) % 11)
    return f"{number + 1} d" if name == "appetite" else f"2026-{1 + number // 28:02d}-{1 + number % 28:02d}"


def run_editors(editors: list[Editor], path: str) -> None:
    """All at once, each with their own pace."""
    failures: list[BaseException] = []

    def work(index: int) -> None:
        rng = random.Random(index)
        try:
            for turn in range(EDITS):
                name = list(FIELDS)[(index + turn) % len(FIELDS)]
                editors[index].save(f"{path}{name}/", name, value_for(name, index, turn), rng)
        except BaseException as error:  # noqa: BLE001 -- shown by the test, in its own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(editors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_eighty_edits_of_one_milestone_lose_none_silently(live):
    milestone = MilestoneFactory(value=5, appetite_days=Decimal(500))
    people = [member_of(milestone.program) for _ in range(EDITORS)]
    editors = [Editor(live, session_of(person)) for person in people]

    run_editors(editors, f"/{milestone.program.slug}/milestones/{milestone.key}/")

    statuses = sum((editor.statuses for editor in editors), Counter())
    assert set(statuses) <= {200, 409}
    assert statuses[200] == EDITORS * EDITS
    final = Milestone.objects.get()
    for name, column in FIELDS.items():
        story = list(Change.objects.filter(field=column).order_by("pk").values_list("before", "after"))
        assert [before for before, _ in story[1:]] == [after for _, after in story[:-1]]
        assert story[-1][1] == plain(getattr(final, column))
        if name != "value":
            said = [
                value.removesuffix(" d") for editor in editors for key, value in editor.saved if key == name
            ]
            assert sorted(after for _, after in story) == sorted(said)


def test_edits_of_different_fields_never_conflict(live):
    milestone = MilestoneFactory(value=5, appetite_days=Decimal(500))
    editors = [Editor(live, session_of(member_of(milestone.program))) for _ in FIELDS]
    path = f"/{milestone.program.slug}/milestones/{milestone.key}/"
    forms = {name: editor.ask(f"{path}{name}/") for name, editor in zip(FIELDS, editors, strict=True)}
    assert {status for status, _ in forms.values()} == {200}

    def work(editor: Editor, name: str) -> None:
        editor.save(f"{path}{name}/", name, value_for(name, 1, 1), random.Random(1))

    threads = [
        threading.Thread(target=work, args=(editor, name))
        for editor, name in zip(editors, FIELDS, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum((editor.statuses for editor in editors), Counter()) == {200: len(FIELDS)}
