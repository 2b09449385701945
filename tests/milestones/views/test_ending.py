"""Shelving and dropping from the browser: each open deliverable is answered, all at once."""

from datetime import date

import pytest

from milestones.models import Deliverable, Milestone
from milestones.rules import STEP_EFFECTS
from milestones.services import ending
from pm.errors import DomainError
from pm.models import Change, ChangeSet
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db

STATUS = "/kit/milestones/M-31/status/"
END = "/kit/milestones/M-31/end/?to=DROPPED"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def row(program):
    return MilestoneFactory(
        program=program, number=31, title="Store MVP", status="IN_PROGRESS", committed_on=date(2026, 1, 5),
        is_internal=True,
    )  # fmt: skip


@pytest.fixture
def works(program, row):
    return [
        DeliverableFactory(program=program, milestone=row, number=number, title=f"Work {number}",
                           status=status, output="A store.", **ended)
        for number, status, ended in (
            (1, "PLANNED", {}), (2, "IN_PROGRESS", {}), (3, "IN_PROGRESS", {}), (4, "CLOSE_REQUESTED", {}),
            (5, "CLOSED", {"closed_on": date(2026, 2, 1)}),
        )
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def test_the_step_asks_for_each_open_deliverable_first(client, row, works):
    data = {"status": "DROPPED", "base_status": "IN_PROGRESS", "reason": "Nobody asks."}

    page, cell = client.post(STATUS, data), client.post(STATUS, data, headers=HTMX)
    html = client.get(page.url).content.decode()

    assert page.url == "/kit/milestones/M-31/end/?to=DROPPED&reason=Nobody+asks."
    assert cell.headers["HX-Redirect"] == page.url
    assert "4 deliverables are open: say for each what becomes of it." in html
    assert [f"D-{number} Work {number}" in html for number in (1, 2, 3, 4, 5)] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert 'value="Nobody asks."' in html


def test_every_answer_is_carried_out_in_one_change_set(client, program, row, works):
    goal = MilestoneFactory(program=program, number=40, status="COMMITTED", committed_on=date(2026, 1, 5))
    told = []
    STEP_EFFECTS.add(
        "told", lambda **step: told.append((step["milestone"], step["step"].target, step["reason"]))
    )
    shown = client.get(END)

    response = client.post(
        END,
        typed(
            shown,
            reason="Nobody asks.",
            fate_1="KEEP",
            fate_2="MOVE",
            to_2="M-40",
            fate_3="CUT",
            fate_4="DROP",
        ),
        follow=True,
    )
    del STEP_EFFECTS._items["told"]

    by_number = {one.number: one for one in Deliverable.objects.select_related("milestone", "cut_to")}
    idea = by_number[3].cut_to
    assert "M-31 is now dropped." in response.content.decode()
    assert [by_number[number].status for number in (1, 2, 3, 4, 5)] == [
        "PLANNED", "IN_PROGRESS", "DROPPED", "DROPPED", "CLOSED",
    ]  # fmt: skip
    assert (by_number[2].milestone, by_number[4].cut_to) == (goal, None)
    assert (idea.title, idea.status, idea.track, idea.is_internal) == ("Work 3", "IDEA", row.track, True)
    assert idea.narrative == "A store.\n\nCut from M-31 Store MVP, where it was D-3: Nobody asks."
    assert told == [(row, "DROPPED", "Nobody asks.")]
    assert set(Change.objects.values_list("change_set__title", flat=True)) == {"M-31 dropped"}


def test_an_open_answer_or_one_without_its_milestone_is_refused_and_nothing_is_written(client, row, works):
    data = typed(
        client.get(END), reason="Nobody asks.", fate_1="MOVE", fate_2="CUT", fate_3="", fate_4="DROP"
    )

    response = client.post(END, data)

    html = response.content.decode()
    assert response.status_code == 422
    assert "What becomes of D-3</a>: Choose what becomes of it." in html
    assert "Say to which milestone D-1 moves" in html
    assert (Milestone.objects.count(), ChangeSet.objects.count()) == (1, 0)


def test_work_under_way_does_not_move_to_what_is_not_committed(client, program, row, works):
    MilestoneFactory(program=program, number=40, status="PROPOSED")
    data = typed(client.get(END), reason="Off.", fate_1="CUT", fate_2="MOVE", to_2="M-40", fate_3="CUT",
                 fate_4="CUT")  # fmt: skip

    response = client.post(END, data)

    row.refresh_from_db()
    assert response.status_code == 422
    assert "D-2 is under way and M-40 is not committed yet. Commit it first." in response.content.decode()
    assert (row.status, Milestone.objects.filter(status="IDEA").count()) == ("IN_PROGRESS", 0)


def test_a_form_that_saw_another_status_is_refused(client, row, works):
    data = typed(client.get(END), reason="Off.", **{f"fate_{number}": "KEEP" for number in (1, 2, 3, 4)})
    answers = [ending.Answer(one, ending.Fate.KEEP) for one in works]
    ending.end(milestone=row, to="SHELVED", answers=answers, reason="Later.", actor=actor())

    response = client.post(END, data)

    assert response.status_code == 422
    assert "M-31 is shelved since this form was opened." in response.content.decode()
    assert "M-31 is shelved already." in client.get("/kit/milestones/M-31/end/").content.decode()


def test_without_open_deliverables_the_step_is_taken_at_once(client, row):
    client.post(STATUS, {"status": "SHELVED", "base_status": "IN_PROGRESS", "reason": "Later."})
    client.post(STATUS, {"status": "PROPOSED", "base_status": "SHELVED", "reason": "Asked for again."})

    row.refresh_from_db()
    assert row.status == "PROPOSED"


def test_a_deliverable_of_another_milestone_is_no_answer(row):
    stray = DeliverableFactory(program=row.program)

    with pytest.raises(DomainError, match="is not of M-31 any more"):
        ending.end(
            milestone=row,
            to="SHELVED",
            answers=[ending.Answer(stray, ending.Fate.CUT)],
            reason="Off.",
            actor=actor(),
        )


def test_a_subteam_lead_does_not_end_a_milestone(client, program, row):
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, SubteamFactory(program=program)))

    assert client.get(END).status_code == 403
    assert client.get("/kit/milestones/M-31/end/?to=IDEA").status_code == 403
