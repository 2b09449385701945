"""Loading a workload: everything of it arrives, mapped as it is documented."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum

from bench.workload import generate
from estimates.models import Bet, Decision, EffortEntry, Estimate
from milestones.models import (
    Blocker,
    Deliverable,
    Dependency,
    Gate,
    Handover,
    HandoverItem,
    Milestone,
    Pin,
    Risk,
    SignOff,
    Statement,
    SuccessCriterion,
    Task,
    TaskCriterion,
    Unknown,
    WeeklyUpdate,
)
from pm.models import Change, JobRun, Program, Subteam
from pm.services import workload
from tests.factories.actors import actor

pytestmark = pytest.mark.django_db
MILESTONES = 6


@pytest.fixture
def records() -> list[dict]:
    """The first milestones of size S with what hangs on them."""
    kept: list[dict] = []
    deliverables: set[int] = set()
    for each in generate("S"):
        kind = each["type"]
        if kind == "milestone" and each["id"] > MILESTONES:
            continue
        if kind == "deliverable":
            if each["milestone"] > MILESTONES:
                continue
            deliverables.add(each["id"])
        if kind in {"furps", "task", "effort", "handover"} and each["deliverable"] not in deliverables:
            continue
        kept.append(each)
    return kept


@pytest.fixture
def path(records: list[dict], tmp_path: Path) -> Path:
    found = tmp_path / "small.jsonl"
    found.write_text("\n".join(json.dumps(each) for each in records))
    return found


def of(records: list[dict], kind: str) -> list[dict]:
    return [each for each in records if each["type"] == kind]


def test_load_brings_every_record_that_has_a_table(path: Path, records: list[dict]) -> None:
    program = workload.load(path=path, slug="wave", actor=actor()).program
    connection.check_constraints()

    counts = {
        model: model._default_manager.filter(program=program).count()
        for model in (Subteam, Milestone, Deliverable, Statement, Pin, Task, TaskCriterion, Handover)
    }
    assert list(counts.values()) == [
        len(of(records, kind))
        for kind in (
            "subteam",
            "milestone",
            "deliverable",
            "furps",
            "furps",
            "task",
            "task",
            "handover",
        )  # fmt: skip
    ]


def test_load_counts_out_what_the_file_does_not_tell(path: Path, records: list[dict]) -> None:
    program = workload.load(path=path, slug="wave", actor=actor()).program

    worked = {(each["deliverable"], each["week"]) for each in of(records, "effort")}
    waits = sum(len(each["depends_on"]) for each in of(records, "deliverable"))
    wanted = {
        Risk: 2 * MILESTONES,
        Blocker: MILESTONES,
        Unknown: MILESTONES // 2,
        Dependency: waits + MILESTONES - 1 + MILESTONES // 4,
        SuccessCriterion: 3 * MILESTONES,
        Gate: 3 * MILESTONES,
        HandoverItem: 4 * len(of(records, "handover")),
        WeeklyUpdate: len(worked),
        Bet: MILESTONES,
        Decision: MILESTONES // 2,
    }
    assert {model: model._default_manager.filter(program=program).count() for model in wanted} == wanted
    assert SignOff.objects.filter(program=program, verdict=SignOff.Verdict.SIGNED).exists()


def test_load_sums_hours_to_person_days_of_a_subteam_and_week(path: Path, records: list[dict]) -> None:
    workload.load(path=path, slug="wave", actor=actor())

    hours = sum(each["hours"] for each in of(records, "effort"))
    days = EffortEntry.objects.aggregate(days=Sum("person_days"))["days"]
    assert abs(float(days) - hours / 8) < 0.01 * EffortEntry.objects.count()


def test_load_gives_every_milestone_the_sum_of_its_first_estimates_as_baseline(
    path: Path, records: list[dict]
) -> None:
    workload.load(path=path, slug="wave", actor=actor())

    wanted: dict[int, float] = defaultdict(float)
    for each in of(records, "deliverable"):
        wanted[each["milestone"]] = round(wanted[each["milestone"]] + each["estimates"][0][1], 2)
    rows = Estimate.objects.filter(is_baseline=True, milestone__isnull=False).select_related("milestone")
    assert {row.milestone.number: float(row.likely_days) for row in rows if row.milestone} == wanted


def test_load_moves_the_files_day_into_the_present_week(path: Path, records: list[dict]) -> None:
    loaded = workload.load(path=path, slug="wave", actor=actor())

    assert loaded.shift.days == 56  # from Monday 5 January 2026 to Monday 2 March
    first = of(records, "milestone")[0]
    assert Milestone.objects.get(number=1).target_to_on == loaded.day(first["due"])


def test_load_keeps_history_and_asks_for_no_run(path: Path) -> None:
    program = workload.load(path=path, slug="wave", actor=actor()).program

    created = Change.objects.filter(program=program, kind=Change.Kind.CREATE)
    assert created.filter(noun="milestones.milestone").count() == MILESTONES
    assert not JobRun.objects.exists()


def test_load_gives_the_next_new_milestone_the_next_key(path: Path) -> None:
    program = workload.load(path=path, slug="wave", actor=actor()).program

    assert {row.key for row in Milestone.objects.filter(program=program)} == {
        f"M-{number}" for number in range(1, MILESTONES + 1)
    }


def test_the_command_says_what_it_loaded(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_workload", str(path))

    lines = capsys.readouterr().out.splitlines()
    assert any(line.endswith(" tasks") for line in lines)
    assert lines[-1].startswith("Loaded Wave at /wave/ in ")


def test_a_broken_line_is_named_and_nothing_is_loaded(path: Path) -> None:
    path.write_text(path.read_text() + "\n{broken")

    with pytest.raises(CommandError, match=r"small.jsonl, line \d+ is no record of a workload"):
        call_command("load_workload", str(path))

    assert not Program.objects.exists()


def test_a_missing_file_is_said_with_the_way_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"bench/workload.py S"):
        call_command("load_workload", str(tmp_path / "none.jsonl"))


def test_a_file_without_tracks_is_refused_before_anything_is_loaded(path: Path, records: list[dict]) -> None:
    path.write_text("\n".join(json.dumps(each) for each in records if each["type"] != "track"))

    with pytest.raises(CommandError, match="has no line of type track"):
        call_command("load_workload", str(path))

    assert not Program.objects.exists()


def test_a_failure_halfway_leaves_nothing(path: Path, records: list[dict]) -> None:
    last = of(records, "effort")[-1]
    path.write_text("\n".join(json.dumps(each) for each in [*records, {**last, "person": 999}]))

    with pytest.raises(KeyError):
        workload.load(path=path, slug="wave", actor=actor())

    assert not Program.objects.exists()
