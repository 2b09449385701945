"""Many rows at once: chosen, shown, confirmed; refused, stale and hostile ones."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.models import Deliverable, Milestone, PlanLine, Risk, TargetRevision, Task
from pm.models import Change, ChangeSet
from pm.permissions import Role
from pm.registry import BULK
from pm.services.history import computing
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of
from tests.factories.spec import BlockerFactory, DependencyFactory, RiskFactory, UnknownFactory

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TICKED = re.compile(r'name="key" value="([^"]+)" aria-label="[^"]+" checked')


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def manager(client, program):
    user = member_of(program)
    client.force_login(user)
    return user


def html_of(answer):
    return answer.content.decode()


def preview(client, letter, keys, act, **value):
    """Ask for the value as the page does, then the preview."""
    path = f"/kit/bulk/{letter}/"
    asked = client.get(path, {"key": keys, "act": act})
    hidden = {}
    for name, text in HIDDEN.findall(html_of(asked)):
        hidden.setdefault(name, []).append(text)
    hidden.pop("csrfmiddlewaretoken", None)
    return client.post(path, {**hidden, **value})


def confirm(client, letter, shown):
    """Send what the preview holds, all that is ticked."""
    data = {"key": TICKED.findall(html_of(shown))}
    for name, text in HIDDEN.findall(html_of(shown)):
        if name != "csrfmiddlewaretoken":
            data.setdefault(name, []).append(text)
    return client.post(f"/kit/bulk/{letter}/", data)


def put(row, **fields):
    """What stands in a row, without history."""
    with computing():
        type(row).objects.filter(pk=row.pk).update(**fields)


def milestones(program, count, **fields):
    track = TrackFactory(program=program)
    return [MilestoneFactory(program=program, track=track, number=n + 1, **fields) for n in range(count)]


def test_one_value_for_three_is_shown_then_written_as_one_change_set(client, program, manager):
    rows = milestones(program, 3, value=None)

    shown = preview(client, "M", [row.key for row in rows], "value", value="7")
    assert "3 would change" in html_of(shown)
    assert Milestone.objects.filter(value=7).count() == 0
    assert ChangeSet.objects.count() == 0
    done = confirm(client, "M", shown)

    assert done.status_code == 302
    assert done.url == "/kit/roadmap/"
    assert Milestone.objects.filter(value=7).count() == 3
    [change_set] = ChangeSet.objects.all()
    assert change_set.title == "Value of 3 milestones: 7"
    assert Change.objects.filter(change_set=change_set, field="value").count() == 3


def test_the_value_is_changed_once_more_from_what_was_typed(client, program, manager):
    rows = milestones(program, 2, value=None)
    put(rows[1], value=7)

    shown = preview(client, "M", [row.key for row in rows], "value", value="7")
    hidden = dict(HIDDEN.findall(html_of(shown)))
    again = html_of(
        client.post("/kit/bulk/M/", {**hidden, "key": TICKED.findall(html_of(shown)), "again": "1"})
    )

    assert hidden["left"] == "M-2"
    assert '<input type="text" name="value" value="7"' in again
    assert [text for name, text in HIDDEN.findall(again) if name == "key"] == ["M-1", "M-2"]


def test_without_an_act_the_page_offers_what_can_be_changed(client, program, manager):
    [row] = milestones(program, 1)

    page = html_of(client.get("/kit/bulk/M/", {"key": [row.key]}))

    for label in ("Owner", "Status", "Dates", "Half-year", "Appetite"):
        assert f">{label}</button>" in page


def test_a_shift_moves_both_dates_and_asks_why_of_committed_targets(client, program, manager):
    free, held = milestones(
        program, 2, planned_start_on=date(2026, 3, 2), target_from_on=date(2026, 6, 1),
        target_to_on=date(2026, 6, 1), target_text="",
    )  # fmt: skip
    put(held, status="COMMITTED", committed_on=date(2026, 2, 1), first_target_on=date(2026, 6, 1))
    keys = [free.key, held.key]

    asked = preview(client, "M", keys, "shift", days="14")
    assert asked.status_code == 422
    assert "Choose why they move." in html_of(asked)
    shown = preview(client, "M", keys, "shift", days="14", reason_class="SCOPE", reason="Receipts came in.")
    confirm(client, "M", shown)

    for row in Milestone.objects.all():
        assert (row.planned_start_on, row.target_to_on) == (date(2026, 3, 16), date(2026, 6, 15))
    [slip] = TargetRevision.objects.filter(is_slip=True)
    assert (slip.milestone_id, slip.reason_class, slip.days) == (held.pk, "SCOPE", 14)


def test_what_its_verb_refuses_stays_and_says_why(client, program, manager):
    early, late = milestones(program, 2, planned_start_on=None)
    put(early, target_from_on=date(2026, 4, 1), target_to_on=date(2026, 4, 1))

    shown = preview(client, "M", [early.key, late.key], "start", start="2026-05-01")
    assert "1 would change, 1 stays as it is" in html_of(shown)
    assert TICKED.findall(html_of(shown)) == [late.key]
    confirm(client, "M", shown)

    assert [row.planned_start_on for row in Milestone.objects.order_by("number")] == [None, date(2026, 5, 1)]


def test_what_was_changed_meanwhile_is_left_and_named(client, program, manager):
    first, second = milestones(program, 2, value=1)
    shown = preview(client, "M", [first.key, second.key], "value", value="7")
    put(first, value=3)

    done = confirm(client, "M", shown)

    assert [row.value for row in Milestone.objects.order_by("number")] == [3, 7]
    assert "Left as they were: M-1. It was changed meanwhile." in html_of(client.get(done.url))


def test_an_imprecise_target_that_ends_on_the_same_day_is_another_one(client, program, manager):
    [row] = milestones(
        program, 1, target_from_on=date(2026, 9, 30), target_to_on=date(2026, 9, 30), target_text=""
    )
    shown = preview(client, "M", [row.key], "target", target="Q3 2026")
    assert TICKED.findall(html_of(shown)) == [row.key]
    put(row, target_from_on=date(2026, 8, 1), target_text="late summer")

    again = confirm(client, "M", shown)

    assert again.status_code == 409
    row.refresh_from_db()
    assert row.target_text == "late summer"


def test_all_changed_meanwhile_is_a_choice_again(client, program, manager):
    [row] = milestones(program, 1, value=1)
    shown = preview(client, "M", [row.key], "value", value="7")
    put(row, value=3)

    again = confirm(client, "M", shown)

    assert again.status_code == 409
    assert "It was changed meanwhile" in html_of(again)
    assert ChangeSet.objects.count() == 0


def test_a_step_is_taken_by_those_for_whom_it_is_legal(client, program, manager):
    first, second = RiskFactory(program=program, number=1), RiskFactory(program=program, number=2)
    put(second, status="CLOSED", closed_on=date(2026, 2, 1))

    shown = preview(client, "R", [first.key, second.key], "status", status="CLOSED", reason="It passed.")
    assert TICKED.findall(html_of(shown)) == [first.key]
    confirm(client, "R", shown)

    assert set(Risk.objects.values_list("status", flat=True)) == {"CLOSED"}


def test_deliverables_move_to_another_milestone_and_half_years_are_planned(client, program, manager):
    source, goal = milestones(program, 2)
    parts = [DeliverableFactory(program=program, milestone=source, number=n + 1) for n in range(2)]

    keys = [part.key for part in parts]
    confirm(client, "D", preview(client, "D", keys, "milestone", to=goal.key, reason="It fits there."))
    confirm(client, "M", preview(client, "M", [source.key, goal.key], "period", period="2026H2"))

    assert set(Deliverable.objects.values_list("milestone_id", flat=True)) == {goal.pk}
    assert PlanLine.objects.filter(period="2026H2").count() == 2


def test_all_that_match_the_list_are_selected(client, program, manager):
    rows = milestones(program, 3, value=2)
    put(rows[0], value=9)

    page = html_of(client.get("/kit/bulk/M/", {"all": f"q={rows[1].title}", "act": "appetite"}))
    every = html_of(client.get("/kit/bulk/M/", {"all": "", "act": "appetite"}))

    assert "Appetite of 1 milestone" in page
    assert "Appetite of 3 milestones" in every


@pytest.mark.parametrize("count", [1, 3])
def test_each_row_takes_one_statement(client, program, manager, count):
    rows = milestones(program, count, value=None, appetite_days=Decimal(5))
    path, data = "/kit/bulk/M/", {"key": [row.key for row in rows]}
    counts = []
    with CaptureQueriesContext(connection) as asked:
        client.get(path, {**data, "act": "value"})
    counts.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        shown = client.post(
            path, {**data, "act": "value", "stage": "preview", "value": "7", "base_value": ""}
        )
    counts.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        assert confirm(client, "M", shown).status_code == 302
    counts.append(len(asked))
    held = connection.vendor == "postgresql"  # where a statement holds the program

    assert counts == [10, 12 + held + count, 12 + held + count]


def test_rows_that_have_ended_are_archived_and_tasks_go_some_weeks_later(client, program, manager):
    done, under_way = milestones(program, 2)
    put(done, status="DROPPED")
    put(under_way, status="IN_PROGRESS", committed_on=date(2026, 1, 1))
    for number, week in enumerate(("2026-W52", ""), start=1):
        TaskFactory(program=program, number=number, planned_week=week)

    shown = preview(client, "M", [done.key, under_way.key], "archived", is_archived="yes")
    assert TICKED.findall(html_of(shown)) == [done.key]
    confirm(client, "M", shown)
    later = preview(client, "T", ["T-1", "T-2"], "shift", weeks="2")
    assert "T-2 is planned in no week." in html_of(later)
    confirm(client, "T", later)

    assert list(Milestone.objects.filter(is_archived=True)) == [done]
    assert list(Task.objects.order_by("number").values_list("planned_week", flat=True)) == ["2027-W01", ""]


def test_one_target_for_many_asks_why_of_those_that_are_committed(client, program, manager):
    goal = {"target_from_on": date(2026, 6, 1), "target_to_on": date(2026, 6, 1)}
    free, held = milestones(program, 2, planned_start_on=None, **goal)
    put(held, status="COMMITTED", committed_on=date(2026, 2, 1), first_target_on=date(2026, 6, 1))
    keys = [free.key, held.key]

    unsaid = preview(client, "M", keys, "target", target="30 Sep 2026")
    assert TICKED.findall(html_of(unsaid)) == [free.key]
    assert "M-2 is committed. Say why its date moves" in html_of(unsaid)
    said = {"reason_class": "SCOPE", "reason": "Receipts came in."}
    confirm(client, "M", preview(client, "M", keys, "target", target="30 Sep 2026", **said))

    assert set(Milestone.objects.values_list("target_to_on", flat=True)) == {date(2026, 9, 30)}
    assert TargetRevision.objects.get(is_slip=True).milestone_id == held.pk


def test_a_subteam_lead_changes_what_is_theirs_and_is_told_of_the_rest(client, program):
    ours, theirs = SubteamFactory(program=program, code="OU"), SubteamFactory(program=program, code="TH")
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, ours))
    [goal] = milestones(program, 1)
    for number, team in enumerate((ours, theirs), start=1):
        DeliverableFactory(program=program, milestone=goal, number=number, accountable=team)

    shown = preview(client, "D", ["D-1", "D-2"], "due", due="2026-09-01")

    assert TICKED.findall(html_of(shown)) == ["D-1"]
    assert "Your role does not change this of D-2." in html_of(shown)
    hostile = client.post(
        "/kit/bulk/D/", {"key": ["D-2"], "act": "due", "stage": "apply", "due": "2026-09-01", "base_due": ""}
    )
    assert hostile.status_code == 409
    assert not Deliverable.objects.filter(due_on=date(2026, 9, 1)).exists()


def test_no_post_of_any_act_breaks_anything(client, program, manager):
    [goal] = milestones(program, 1)
    DeliverableFactory(program=program, milestone=goal, number=1)
    TaskFactory(program=program, number=1)
    RiskFactory(program=program, number=1)
    for factory in (BlockerFactory, UnknownFactory, DependencyFactory):
        factory(program=program, milestone=goal, number=1)
    more = ("days", "weeks", "period", "reason", "reason_class", "to", "status", "is_archived")
    found = {}
    for letter, kind in BULK.items():
        for act in kind.acts():
            for stage, value in (("preview", "\x00<b>9999-13-45"), ("apply", "-9" * 40)):
                data = {name: value for one in (act, *more) for name in (one, f"base_{one}")}
                data |= {"key": [f"{letter}-1"], "act": act, "stage": stage, "seen": ["x", "1.y", "."]}
                found[letter, act, value] = client.post(f"/kit/bulk/{letter}/", data).status_code
    assert set(found.values()) <= {302, 409, 422, 200}
    assert {letter for letter, _, _ in found} == {"M", "D", "T", "R", "B", "U", "DP"}
    assert ChangeSet.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/kit/bulk/M/", {}, 302),
        ("/kit/bulk/M/", {"key": ["M-1", "x", "M-999999999999", "R-1"], "act": "owner"}, 200),
        ("/kit/bulk/Q/", {"key": ["M-1"]}, 404),
        ("/kit/bulk/M/", {"all": "q=no+such+thing&status=%00", "act": "owner"}, 302),
        ("/kit/bulk/M/", {"key": ["M-1"], "act": "nothing"}, 200),
        ("/kit/bulk/M/", {"key": ["M-1"], "act": "value", "next": "https://elsewhere.example/"}, 200),
    ],
)
def test_odd_selections_are_answered(client, program, manager, path, data, status):
    milestones(program, 1)
    answer = client.get(path, data)
    assert answer.status_code == status
    assert 'name="next" value="https://elsewhere' not in html_of(answer)


@pytest.mark.parametrize(
    ("act", "value"),
    [
        ("value", {"value": "eleven"}),
        ("value", {"value": "11"}),
        ("shift", {"days": "0"}),
        ("shift", {"days": "99999999999999999999"}),
        ("owner", {"owner": "999999"}),
        ("target", {"target": "31 Jun 2030"}),
        ("status", {"status": "NOWHERE"}),
        ("period", {"period": "2026H3"}),
    ],
)
def test_a_value_that_cannot_be_stays_typed_with_its_sentence(client, program, manager, act, value):
    [row] = milestones(program, 1)
    answer = preview(client, "M", [row.key], act, **value)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in html_of(answer)
    assert ChangeSet.objects.count() == 0


def test_foreign_rows_and_shut_doors(client, program, manager):
    other = MilestoneFactory(number=77)
    assert client.get("/kit/bulk/M/", {"key": [other.key]}).status_code == 404
    hidden = MilestoneFactory(program=program, number=78, is_internal=True, title="Hidden away")
    DeliverableFactory(
        program=program, milestone=hidden, number=78, accountable=(team := SubteamFactory(program=program))
    )
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, team))
    assert "Hidden away" not in html_of(client.get("/kit/bulk/D/", {"key": ["D-78"]}))
    client.force_login(member_of(program, role="STAKEHOLDER"))
    [row] = milestones(program, 1)
    assert client.get("/kit/bulk/M/", {"key": [row.key]}).status_code == 403
    client.logout()
    assert client.get("/kit/bulk/M/", {"key": [row.key]}).status_code == 302
