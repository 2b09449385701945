"""Rows without a key edited in place: each saves, says so, refuses what it must, and bears any value."""

import pytest
from django.urls import reverse

from milestones.models import Contribution, Deliverable, Dependency, Gate, Milestone
from milestones.views.line_cells import LINES
from pm.permissions import Role
from pm.services.history import computing
from pm.templatetags.cells import editable_of
from tests.factories.delivery import WeeklyUpdateFactory
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of
from tests.factories.spec import (
    AcceptanceCheckFactory,
    CommunicationFactory,
    DependencyFactory,
    DesignArtefactFactory,
    GateFactory,
    StakeholderFactory,
    SuccessCriterionFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
OF_KEYS = ("contributors", "milestone", "needed_milestone")
HOSTILE = "\x00<b>\"'&" + "9" * 400 + " ü" * 2000


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", allows_contributors=True)


@pytest.fixture
def rows(program):
    milestone = MilestoneFactory(program=program, number=1, title="Store MVP")
    work = DeliverableFactory(program=program, milestone=milestone, number=2)
    of, part = {"program": program, "milestone": milestone}, {"program": program, "deliverable": work}
    return {
        "criterion": SuccessCriterionFactory(**of, text="It holds"),
        "check": AcceptanceCheckFactory(**of, text="Restart"),
        "artefact": DesignArtefactFactory(**of),
        "gate": GateFactory(**of),
        "word": CommunicationFactory(**of, message="It comes"),
        "people": StakeholderFactory(program=program, name="Harbour"),
        "track": TrackFactory(program=program, slug="power", name="Low power"),
        "accepted": AcceptanceCriterionFactory(**part, text="Seven days", is_met=True),
        "line": ChecklistItemFactory(**part, kind="CODE", text="Tests run"),
        "update": WeeklyUpdateFactory(**part, week="2026-W09"),
        "work": work,
        "waits": DependencyFactory(**of, number=3, title="Mast"),
    }


@pytest.fixture
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))
    reverse("programs")  # what is edited in place is known with the addresses
    return client


def address(row, field):
    return reverse("cell_edit", args=["kit", editable_of(row).ref(row), field])


def base_of(client, row, field):
    html = client.get(address(row, field), headers=HTMX).content.decode()
    told = {}
    for part in html.split('name="base_')[1:]:
        name, _, rest = part.partition('" value="')
        told[f"base_{name}"] = rest.partition('"')[0]
    return told


def send(client, row, field, typed, **more):
    data = {**base_of(client, row, field), field: typed, **more}
    return client.post(address(row, field), data, headers=HTMX)


def said(answer):
    return answer.content.decode().partition('data-announce="')[2].partition('"')[0]


def test_each_kind_of_line_saves_and_says_so(manager, rows):
    saves = [
        ("criterion", "level", "SHOULD", {}),
        ("check", "result", "PASSED", {"evidence": "Log 13"}),
        ("artefact", "scope", "The engine", {}),
        ("gate", "planned_on", "4 May 2026", {}),
        ("word", "channel", "Letter", {}),
        ("people", "organisation", "Port", {}),
        ("track", "description", "On a battery.", {}),
        ("accepted", "text", "Eight days", {}),
        ("line", "text", "All tests run", {}),
        ("update", "next", "Merge *once*.", {}),
        ("word", "channel", "", {}),
        ("line", "text", "", {}),
    ]

    told = [said(send(manager, rows[name], field, typed, **more)) for name, field, typed, more in saves]

    assert told == [
        "Level of “It holds” is Should now.",
        "Result of “Restart” is Passed now.",
        "Scope of System architecture of M-1 is The engine now.",
        "Planned day of Design review of M-1 is 4 May now.",
        "How of “It comes” is Letter now.",
        "Organisation of Harbour is Port now.",
        "What it is about of Low power is saved.",
        "“Eight days” is saved, and open until somebody says it holds.",
        "What has to be done of Code of D-2 is All tests run now.",
        "Next of D-2 in 2026-W09 is saved.",
        "How of “It comes”: no way yet.",
        "What has to be done of Code of D-2: nothing more.",
    ]
    rows["accepted"].refresh_from_db()
    assert rows["accepted"].is_met is False


def test_both_ends_of_a_dependency_and_who_contributes(manager, program, rows):
    work, waits = rows["work"], rows["waits"]
    docs, qa = (SubteamFactory(program=program, slug=slug, name=slug.title()) for slug in ("docs", "qa"))

    moved = send(manager, waits, "milestone", "", deliverable="D-2")
    circle = send(manager, waits, "needed_milestone", "", needed_deliverable="D-2", title="", external_url="")
    first = send(manager, work, "contributors", [docs.slug])
    stale = base_of(manager, work, "contributors")
    with computing():
        Contribution.objects.create(program=program, deliverable=work, subteam=qa)
    both = manager.post(address(work, "contributors"), {**stale, "contributors": []}, headers=HTMX)

    assert said(moved) == f"What waits of DP-3 is D-2 {work.title} now."
    assert (circle.status_code, "circle" in circle.content.decode()) == (422, True)
    assert Dependency.objects.get().deliverable == work
    assert said(first) == "Contributing subteams of D-2 is Docs now."
    assert [both.status_code, *Contribution.objects.values_list("subteam__slug", flat=True)] == [200, "qa"]


def test_what_was_held_is_edited_as_held_and_what_ended_stays(manager, rows):
    gate, criterion = rows["gate"], rows["criterion"]
    planned = manager.get(address(gate, "held_on"), headers=HTMX).status_code
    with computing():
        Gate.objects.update(held_on="2026-03-02", outcome="Go on")
        Milestone.objects.update(status="DROPPED")

    after = [
        manager.get(address(gate, field), headers=HTMX).status_code for field in ("planned_on", "held_on")
    ]
    ended = send(manager, criterion, "text", "It held")

    assert (planned, after) == (403, [403, 200])
    assert (ended.status_code, "Reopen it" in ended.content.decode()) == (422, True)


def test_no_value_is_too_hostile_for_a_line(manager, rows):
    found = set()

    for row in rows.values():
        editable = editable_of(row)
        for field in editable.fields if type(row) in LINES else OF_KEYS:
            if field in editable.fields:
                found.add(send(manager, row, field, HOSTILE).status_code)

    assert found <= {200, 403, 422}
    assert Deliverable.objects.count() == 1
