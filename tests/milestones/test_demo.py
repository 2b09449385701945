"""The plan of the sample program: as many of everything as it promises, and believable."""

import re
from collections import Counter
from html import unescape

import pytest
from django.db.models import Count, F
from django.test import Client

from milestones import models
from milestones.demo.features import FEATURES
from milestones.demo.roadmap import BETS
from milestones.models import (
    AcceptanceCriterion,
    ChecklistItem,
    Deliverable,
    Feature,
    Handover,
    Milestone,
    Pin,
    PlanLine,
    SignOff,
    Statement,
    TargetRevision,
    Track,
    WeeklyUpdate,
)
from milestones.queries import doneness
from milestones.queries.gate import open_conditions
from pm.models import (
    Attachment,
    Change,
    Comment,
    JobRun,
    Membership,
    Program,
    Subteam,
    User,
    Watch,
)
from pm.permissions import Role
from pm.services import sample
from tests.factories.actors import NOW, actor
from tests.factories.sample import sample_program

__all__ = ["sample_program"]
pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a [^>]*href="([^"#]+)')
NAMES = re.compile(
    r"/(?:[A-Z]{1,2}-?)?\d+(?:-W\d+|H\d)?(?=/)"
    r"|(?<=/teams)/[^/]+|(?<=/tracks)/[^/]+|(?<=/signoffs)/[^/]+|(?<=/features)/[^/]+"
)
BESIDE_THE_PLAN = (
    models.AcceptanceCheck, models.Blocker, models.Communication, models.CoverageAnswer, models.Dependency,
    models.DesignArtefact, models.EvidenceRequirement, models.Gate, models.Handover, models.HandoverKind,
    models.IdeaVote, models.Preference, models.WorkCycleStep,
    models.MilestonePin, models.MilestoneSignOff, models.OwnerCall, models.Risk, models.SignOff,
    models.Stakeholder, models.SuccessCriterion, models.Task, models.TaskKind, models.Unknown,
    models.WeeklyUpdate,
)  # fmt: skip


def test_the_sample_has_the_shape_of_a_real_program(sample_program: Program) -> None:
    counts = {
        model: model._default_manager.filter(program=sample_program).count()
        for model in (Subteam, Track, Milestone, Deliverable, Feature, Statement)
    }

    assert list(counts.values()) == [6, 5, 20, 50, 12, 120]


def test_the_plan_covers_two_half_years(sample_program: Program) -> None:
    lines = PlanLine.objects.filter(program=sample_program).annotate(asked=Count("efforts"))

    assert len({line.period for line in lines}) == 2
    assert all(line.asked for line in lines)


def test_a_few_pins_have_drifted(sample_program: Program) -> None:
    drifted = Pin.objects.filter(program=sample_program, revision__lt=F("statement__revision"))

    assert 5 <= drifted.count() <= 20


def test_slips_carry_their_reason_and_one_target_was_pushed_twice(sample_program: Program) -> None:
    slips = TargetRevision.objects.filter(program=sample_program, is_slip=True)

    assert all(slip.reason and slip.reason_class for slip in slips)
    assert list(
        Milestone.objects.filter(program=sample_program, push_count=2).values_list("title", flat=True)
    ) == ["Battery under 3 % a day"]


def test_open_deliverables_are_proven_in_part_and_closed_ones_whole(sample_program: Program) -> None:
    items = ChecklistItem.objects.filter(program=sample_program)
    criteria = AcceptanceCriterion.objects.filter(program=sample_program)

    assert not items.filter(deliverable__status="CLOSED", state="OPEN").exists()
    assert not criteria.filter(deliverable__status="CLOSED", is_met=False).exists()
    running = items.filter(deliverable__status="IN_PROGRESS")
    assert running.filter(state="OPEN").exists()
    assert running.exclude(state="OPEN").exists()


def test_doneness_shows_all_three_truths(sample_program: Program) -> None:
    ids = list(Feature.objects.filter(program=sample_program).values_list("pk", flat=True))

    totals = [
        (row.total, row.claimed, row.verified) for row in doneness.of_features(ids, today=NOW.date()).values()
    ]

    promised, claimed, verified = (sum(column) for column in zip(*totals, strict=True))
    assert promised > claimed > verified > 0


def test_every_noun_of_the_plan_has_its_rows(sample_program: Program) -> None:
    counts = {
        model.__name__: model._default_manager.filter(program=sample_program).count()
        for model in BESIDE_THE_PLAN
    }

    assert {name: found for name, found in counts.items() if found < 2} == {}


def test_a_handover_waits_and_others_ended_either_way(sample_program: Program) -> None:
    rows = Handover.objects.filter(program=sample_program)
    [waiting] = rows.filter(status="OFFERED")

    assert Counter(rows.values_list("status", flat=True)) == {
        "ACCEPTED": 2, "OFFERED": 1, "RETURNED": 1, "DRAFT": 1,
    }  # fmt: skip
    assert (waiting.deliverable.title, waiting.receiver.name) == ("Replay after a restart", "Reliability QA")
    assert str(waiting.due_on) == "2026-02-27"


def test_one_deliverable_is_ready_to_close(sample_program: Program) -> None:
    running = Deliverable.objects.filter(program=sample_program, status="IN_PROGRESS")

    ready = [
        row.title for row in running.select_related("program", "accountable") if not open_conditions(row)
    ]

    assert ready == ["When a key changed, shown"]


def test_one_evidence_was_refused_and_one_has_expired(sample_program: Program) -> None:
    rows = SignOff.objects.filter(program=sample_program)

    [refused] = rows.filter(verdict="REFUSED")
    assert "2.6 s" in refused.reason
    assert rows.filter(verdict="SIGNED", expires_on__lt=NOW.date()).count() == 1


def test_people_talk_beside_the_rows_and_keep_one_small_file(sample_program: Program) -> None:
    said = Comment.objects.filter(program=sample_program)
    keys = {
        row.key for model in (Milestone, Deliverable) for row in model.objects.filter(program=sample_program)
    }
    [kept] = Attachment.objects.filter(program=sample_program)

    assert said.count() > 3
    assert set(said.values_list("subject", flat=True)) <= keys
    assert (kept.media_type, kept.subject in keys) == ("text/csv", True)
    assert Watch.objects.filter(program=sample_program).count() > 1


def test_each_track_has_ideas_and_one_is_charged_to_the_budget_line(sample_program: Program) -> None:
    ideas = Milestone.objects.filter(program=sample_program, status="IDEA")

    assert ideas.values("track").distinct().count() == 5
    assert all(idea.value and idea.effort_guess_days for idea in ideas)
    assert [idea.budget_line.kind for idea in ideas if idea.budget_line] == ["BUDGET_LINE"]


def test_one_update_of_the_last_week_is_missing(sample_program: Program) -> None:
    written = WeeklyUpdate.objects.filter(program=sample_program, week="2026-W09").values("deliverable")
    running = Deliverable.objects.filter(
        program=sample_program, status__in=["IN_PROGRESS", "CLOSE_REQUESTED"]
    )
    silent = running.exclude(pk__in=written).exclude(milestone__title="Fleet dashboard")

    assert [row.title for row in silent] == ["Examples and the promise"]


def test_every_performance_statement_can_be_measured() -> None:
    texts = [text for entry in FEATURES for letter, _, _, text in entry.statements() if letter == "P"]

    assert all(any(sign.isdigit() for sign in text) or "nine of ten" in text for text in texts)


def test_every_milestone_says_for_whom_and_why() -> None:
    assert all(bet.benefit and bet.audience and bet.scope_out for bet in BETS if bet.kind == "STANDARD")


def test_the_sample_has_every_role(sample_program: Program) -> None:
    roles = set(Membership.objects.filter(program=sample_program).values_list("role", flat=True))

    assert roles == {value for value, _ in Role.member_choices()}


def test_nobody_can_log_in_as_one_of_its_people(sample_program: Program) -> None:
    people = User.objects.filter(memberships__program=sample_program)

    assert not any(person.has_usable_password() for person in people)


def test_loading_asks_for_no_run_of_days_long_past(sample_program: Program) -> None:
    assert not JobRun.objects.filter(program=sample_program).exists()


def test_its_history_is_in_the_order_of_its_days(sample_program: Program) -> None:
    moments = list(
        Change.objects.filter(program=sample_program, recorded_at__lt=NOW)
        .order_by("pk")
        .values_list("recorded_at", flat=True)
    )

    assert moments == sorted(moments)


def test_a_second_one_is_refused(sample_program: Program) -> None:
    with pytest.raises(sample.SampleThere, match="Remove it first"):
        sample.create(actor())


def shape_of(address: str) -> str:
    """What two addresses of the same page have in common: `/kittiwake/risks/*/edit/`."""
    return NAMES.sub("/*", address.partition("?")[0])


def dead_links(client: Client, start: str) -> tuple[int, list[str]]:
    """Walk one page of each shape; how many were walked, and the links that did not open."""
    todo, known, dead = [(start, "")], {shape_of(start)}, []
    walked = 0
    while todo:
        address, source = todo.pop(0)
        answer = client.get(address)
        walked += 1
        if answer.status_code not in {200, 302}:
            dead.append(f"{answer.status_code} {address} from {source}")
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        for found in LINK.findall(answer.content.decode()):
            link = unescape(found)
            link = address.partition("?")[0] + link if link.startswith("?") else link
            if link.startswith(start) and shape_of(link) not in known:
                known.add(shape_of(link))
                todo.append((link, address))
    return walked, dead


@pytest.mark.long
@pytest.mark.parametrize(("name", "least"), [("Hale Merrin", 100), ("Nils Varga", 50), ("Maren Holt", 30)])
def test_every_link_opens(sample_program: Program, client: Client, name: str, least: int) -> None:
    client.force_login(User.objects.get(name=name))

    walked, dead = dead_links(client, f"/{sample_program.slug}/")

    assert dead == []
    assert walked > least
