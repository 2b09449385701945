"""Every verb of every service, undone and redone: the rows are what they were, or the refusal says why."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django.apps import apps

from pm.errors import DomainError
from pm.registry import UNDO
from pm.services.undo import undo
from tests.undo import verbs_bets, verbs_delivery, verbs_kernel, verbs_plan
from tests.undo.world import Case, Cases, Stage, read_rows, taken_back

AREAS = {"pm": (verbs_kernel,), "milestones": (verbs_plan, verbs_delivery), "estimates": (verbs_bets,)}
# Machinery: no change tells of it.
NO_HISTORY = frozenset(
    {
        "pm.change",
        "pm.changeset",
        "pm.heartbeat",
        "pm.importidentity",
        "pm.jobrun",
        "pm.keysequence",
        "pm.outboxmail",
        "pm.searchentry",
    }
)
# Written by jobs, or by other verbs within theirs.
NOT_OF_PEOPLE = frozenset({"sample", "job", "job_hint", "outbox", "history", "search", "key", "health"})


def verbs_of(app: str) -> Iterator[str]:
    """`target.move`: each public function of a service that takes an actor by name."""
    package = importlib.import_module(f"{app}.services")
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{app}.services.{found.name}")
        for name, verb in inspect.getmembers(module, inspect.isfunction):
            actor = inspect.signature(verb).parameters.get("actor")
            is_own = verb.__module__ == module.__name__ and found.name not in NOT_OF_PEOPLE
            if is_own and actor is not None and actor.kind == actor.KEYWORD_ONLY:
                yield f"{found.name}.{name}"


def cases_of(app: str) -> Cases:
    return {name: case for area in AREAS[app] for name, case in area.CASES.items()}


@pytest.mark.parametrize("app", AREAS)
def test_each_verb_has_its_case(app):
    written = {name.partition(" ")[0] for name in cases_of(app)}

    assert sorted(set(verbs_of(app)) - written) == []


def test_each_noun_says_how_it_is_undone():
    ours = [model for app in AREAS for model in apps.get_app_config(app).get_models()]
    nouns = {model._meta.label_lower for model in ours}

    assert nouns - NO_HISTORY == {noun for noun, _ in UNDO.items()}


@pytest.mark.parametrize("area", [verbs_kernel, verbs_plan, verbs_delivery, verbs_bets])
def test_each_verb_is_undone_and_redone_or_says_why_not(stage, area):
    wrong = {}
    for name, case in area.CASES.items():
        if not (case.is_part or case.nothing):
            with taken_back():
                if fault := fault_of(stage, case):
                    wrong[name] = fault

    assert wrong == {}


def fault_of(stage: Stage, case: Case) -> str:
    """What undo left other than it was; empty for nothing."""
    try:
        if case.before is not None:
            case.before(stage.graph, stage.actor())
        before = read_rows()
        case.do(stage.graph, stage.actor())
    except Exception as problem:  # noqa: BLE001 -- the case itself is wrong: say which
        return f"not done: {type(problem).__name__} {problem}"
    done = read_rows()
    if done == before:
        return "it wrote nothing"
    if case.refused:
        return refusal_of(stage, case, done)
    try:
        undo(deed=stage.last_deed(), actor=stage.actor())
        undone = read_rows()
        undo(deed=stage.last_deed(), actor=stage.actor())
    except DomainError as refusal:
        return f"refused: {refusal}"
    redone = read_rows()
    left = sorted(table for table in before if before[table] != undone[table] and table not in case.against)
    lost = sorted(table for table in done if done[table] != redone[table] and table not in case.against)
    return f"{'undo left ' + str(left) if left else ''}{' redo left ' + str(lost) if lost else ''}"


def refusal_of(stage: Stage, case: Case, done: object) -> str:
    """What is wrong with a refusal; empty for nothing."""
    try:
        undo(deed=stage.last_deed(), actor=stage.actor())
    except DomainError as refusal:
        if case.refused not in str(refusal):
            return f"refused otherwise: {refusal}"
        return "" if read_rows() == done else "refused, and yet it wrote"
    return "it was undone, and should not be"
