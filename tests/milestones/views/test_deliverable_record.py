"""The plain forms of a deliverable: create, edit, move, cut, and the lines of its gate."""

from datetime import date

import pytest

from milestones.models import AcceptanceCriterion, ChecklistItem, ChecklistTemplateItem, Deliverable
from milestones.services import deliverable as deliverables
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
)
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db

NEW = "/kit/milestones/M-31/deliverables/new/"
PAGE = "/kit/deliverables/D-7/"
CREATE_QUERIES, EDIT_QUERIES = 11, 12


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="core", name="Core")


@pytest.fixture
def other(program):
    return SubteamFactory(program=program, slug="docs", name="Docs")


@pytest.fixture
def milestone(program):
    return MilestoneFactory(program=program, number=31, title="Store", status="COMMITTED",
                            committed_on=date(2026, 1, 5))  # fmt: skip


@pytest.fixture
def row(program, milestone, team):
    return DeliverableFactory(program=program, number=7, milestone=milestone, accountable=team, title="Queue",
                              output="A queue.", status="IN_PROGRESS")  # fmt: skip


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def lead_of(client, program, team):
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, team))


def test_a_deliverable_is_planned_with_its_criteria_and_the_programs_checklist(
    client, program, milestone, team, other
):
    feature = FeatureFactory(program=program, slug="relay")
    owner = member_of(program)
    with computing():
        ChecklistTemplateItem.objects.create(program=program, kind="OTHER", text="Threats reviewed")
        ChecklistTemplateItem.objects.create(program=program, kind="DOCS", level="OFF")
    data = typed(
        client.get(NEW), title="Queue", accountable="core", contributors=["docs"], owner=owner.pk,
        feature="relay", output="A queue.", start="1 Apr", due="30 Apr",
        criteria="Order holds.\r\n\r\n It drains.",
    )  # fmt: skip

    response = client.post(NEW, data, follow=True)

    row = Deliverable.objects.get()
    assert response.redirect_chain == [("/kit/deliverables/D-1/", 302)]
    assert "Added D-1 Queue." in response.content.decode()
    assert (row.milestone, row.accountable, row.owner, row.feature) == (milestone, team, owner, feature)
    assert (row.due_on, row.is_must) == (date(2026, 4, 30), True)
    assert [one.subteam for one in row.contributions.all()] == [other]
    assert list(row.criteria.order_by("rank").values_list("text", flat=True)) == [
        "Order holds.",
        "It drains.",
    ]
    assert list(row.checklist.values_list("kind", "text")) == [("OTHER", "Threats reviewed")]


@pytest.mark.parametrize(
    ("typing", "sentence"),
    [
        ({"milestone": "M-99"}, "There is no M-99 to choose here."),
        ({"milestone": ""}, "Say which milestone it works towards"),
        ({"due": "1 Mar 2026", "start": "9 Mar 2026"}, "Due</a>: The due date is before the planned start."),
        ({"accountable": "core", "contributors": ["core"]}, "Core is accountable already."),
        ({"owner": "999999"}, "Choose one of the list."),
        ({"criteria": "x" * 501}, "One of the lines is longer than 500 letters."),
    ],
)
def test_each_refusal_is_a_sentence_and_keeps_what_was_typed(client, milestone, team, typing, sentence):
    data = typed(client.get("/kit/deliverables/new/?milestone=M-31"), title="Queue", output="Kept.") | typing

    response = client.post("/kit/deliverables/new/", data)

    html = response.content.decode()
    assert (response.status_code, Deliverable.objects.count()) == (422, 0)
    assert sentence in html
    assert "Kept.</textarea>" in html


def test_work_of_internal_or_ended_milestones_is_not_offered(client, program, milestone):
    ended = MilestoneFactory(program=program, number=32, status="DROPPED")

    response = client.post("/kit/deliverables/new/", {"title": "Queue", "milestone": ended.key})

    assert response.status_code == 422
    assert "There is no M-32 to choose here." in response.content.decode()


def test_a_subteam_lead_plans_and_edits_work_of_their_own_subteam_only(
    client, program, milestone, team, other, row
):
    lead_of(client, program, team)
    shown = client.get(NEW)

    none = client.post(NEW, typed(shown, title="Mine"))
    theirs = client.post(NEW, typed(shown, title="Theirs", accountable="docs"))
    mine = client.post(NEW, typed(shown, title="Mine", accountable="core"))

    assert (none.status_code, theirs.status_code, mine.status_code) == (422, 422, 302)
    assert "Choose which of your subteams answers for it." in none.content.decode()
    assert client.get(f"{PAGE}edit/").status_code == 200
    lead_of(client, program, other)
    paths = ("edit/", "move/", "cut/", "criteria/new/", "checklist/new/")
    assert {client.get(f"{PAGE}{path}").status_code for path in paths} == {403}


def test_an_edit_writes_what_was_changed_and_who_contributes(client, row, other):
    shown = client.get(f"{PAGE}edit/")
    deliverables.edit(deliverable=row, changes={"output": "Two queues."}, actor=actor())

    client.post(f"{PAGE}edit/", typed(shown, title="Ring", contributors=["docs"], is_must=""))
    row.refresh_from_db()
    assert (row.title, row.output, row.is_must) == ("Ring", "Two queues.", False)
    assert [one.subteam for one in row.contributions.all()] == [other]

    client.post(f"{PAGE}edit/", typed(client.get(f"{PAGE}edit/"), accountable="docs"))
    row.refresh_from_db()
    assert (row.accountable, row.contributions.count()) == (other, 0)


def test_a_stale_edit_is_a_choice(client, row):
    shown = client.get(f"{PAGE}edit/")
    deliverables.edit(deliverable=row, changes={"title": "Ring"}, actor=actor(UserFactory(name="Cleo Fenn")))

    stale = client.post(f"{PAGE}edit/", typed(shown, title="Buffer", output="Mine."))

    html = stale.content.decode()
    assert stale.status_code == 409
    assert "Cleo Fenn changed this while you were editing" in html
    assert "Mine.</textarea>" in html


def test_where_one_subteam_works_alone_contributors_are_not_asked(client, program, milestone, team, other):
    with computing():
        program.allows_contributors = False
        program.save()

    assert "Contributing" not in client.get(NEW).content.decode()


def test_it_moves_to_another_open_milestone_with_a_reason(client, program, row):
    goal = MilestoneFactory(program=program, number=40, title="Pilot", status="PROPOSED")
    page = f"{PAGE}move/"
    data = {"to": "m-40", "reason": "The pilot needs it."}

    early = client.post(page, data)
    silent = client.post(page, {"to": "M-40"})
    deliverables.take_step(deliverable=row, to="DROPPED", reason="Off.", actor=actor())
    dropped = client.post(page, data)
    deliverables.take_step(deliverable=row, to="PLANNED", reason="On.", actor=actor())
    moved = client.post(page, data, follow=True)

    row.refresh_from_db()
    assert "Milestone</a>: D-7 is under way and M-40 is not committed yet." in early.content.decode()
    assert "D-7 is dropped. Reopen it, then move it." in dropped.content.decode()
    assert [early.status_code, silent.status_code, dropped.status_code] == [422, 422, 422]
    assert row.milestone == goal
    assert "D-7 works towards M-40 now." in moved.content.decode()


def test_cut_work_is_an_idea_of_the_track_until_it_is_reopened(client, row, milestone):
    response = client.post(f"{PAGE}cut/", {"reason": "Not for the pilot."}, follow=True)
    again = client.post(f"{PAGE}cut/", {"reason": "Twice."})

    row.refresh_from_db()
    assert (row.status, row.cut_to.status, row.cut_to.track) == ("DROPPED", "IDEA", milestone.track)
    idea, page = response.content.decode(), client.get(PAGE).content.decode()
    assert f"Cut D-7: it is the idea {row.cut_to.key} now." in idea
    assert '<a href="/kit/deliverables/D-7/">D-7 Queue</a>' in idea
    assert f"/kit/milestones/{row.cut_to.key}/" in page
    assert "Only open work can be cut." in again.content.decode()
    deliverables.take_step(deliverable=row, to="PLANNED", reason="Asked for again.", actor=actor())
    row.refresh_from_db()
    assert row.cut_to is None


def test_criteria_are_added_reworded_and_taken_away(client, program, row):
    one = AcceptanceCriterionFactory(program=program, deliverable=row, text="Order holds.", is_met=True)
    page = f"{PAGE}criteria/{one.pk}/"

    client.post(f"{PAGE}criteria/new/", {"text": "It drains."})
    empty = client.post(f"{PAGE}criteria/new/", {"text": "  "})
    client.post(f"{page}edit/", typed(client.get(f"{page}edit/"), text="Order holds for a day."))

    rows = list(AcceptanceCriterion.objects.order_by("rank", "pk").values_list("text", "is_met"))
    assert rows == [("Order holds for a day.", False), ("It drains.", False)]
    assert empty.status_code == 422
    client.post(f"{page}remove/")
    assert AcceptanceCriterion.objects.get().text == "It drains."


def test_checklist_lines_are_added_renamed_and_taken_away(client, program, row):
    item = ChecklistItemFactory(program=program, deliverable=row, kind="SPECS")
    page = f"{PAGE}checklist/{item.pk}/"

    refused = client.post(f"{PAGE}checklist/new/", {"kind": "OTHER", "text": ""})
    client.post(f"{PAGE}checklist/new/", {"kind": "OTHER", "text": "Threats reviewed"})
    client.post(f"{page}edit/", typed(client.get(f"{page}edit/"), text="RFC"))

    assert "Write what has to be done." in refused.content.decode()
    rows = ChecklistItem.objects.order_by("rank").values_list("kind", "text", "rank")
    assert list(rows) == [("SPECS", "RFC", 0), ("OTHER", "Threats reviewed", 1)]
    client.post(f"{page}remove/")
    assert ChecklistItem.objects.count() == 1


def test_the_gate_of_a_closed_deliverable_keeps_its_lines(client, program, row):
    item = ChecklistItemFactory(program=program, deliverable=row)
    with computing():
        Deliverable.objects.update(status="CLOSED", closed_on=date(2026, 2, 1))

    added = client.post(f"{PAGE}criteria/new/", {"text": "Late."})
    removed = client.post(f"{PAGE}checklist/{item.pk}/remove/")

    assert (added.status_code, removed.status_code) == (422, 409)
    assert "D-7 is closed. Reopen it to change its answers." in added.content.decode()


def test_the_forms_cost_the_same_whatever_the_program_holds(
    client, program, row, team, django_assert_num_queries
):
    client.get(NEW)
    for number in (1, 2):
        with django_assert_num_queries(CREATE_QUERIES):
            client.get(NEW)
        with django_assert_num_queries(EDIT_QUERIES):
            client.get(f"{PAGE}edit/")
        MilestoneFactory(program=program, number=100 + number)
        FeatureFactory(program=program)
        SubteamFactory(program=program)
        member_of(program)


def test_it_moves_as_it_is_only_once_that_was_said(client, program, row):
    days = dict.fromkeys(("target_from_on", "target_to_on", "committed_on"), date(2020, 1, 1))
    goal = MilestoneFactory(program=program, number=77, status="COMMITTED", **days)
    with computing():
        Deliverable.objects.filter(pk=row.pk).update(due_on=date(2020, 1, 11), planned_start_on=None)
    said = {"to": "M-77", "reason": "It fits there."}

    asked = client.post(f"{PAGE}move/", said)
    moved = client.post(f"{PAGE}move/", {**said, "anyway": "on"})

    row.refresh_from_db()
    assert (asked.status_code, moved.status_code, row.milestone) == (422, 302, goal)
    assert "10 d after the target of M-77" in asked.content.decode()
