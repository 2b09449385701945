"""A program from an empty database to its first flag, by links and forms alone; with and without script."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from estimates.models import FlagReason
from pm.models import JobRun
from pm.services import job
from tests.e2e.walk import Walk
from tests.factories.pm import PASSWORD, UserFactory

pytestmark = [pytest.mark.e2e]
SUBTEAMS = (("Engine", "EN", "ENGINEERING"), ("Reliability QA", "RQ", "QA"))
STATEMENTS = (
    ("F", "A message is kept until its reader was online."),
    ("R", "A message survives a restart of the node."),
    ("P", "A node keeps 10,000 messages in 64 MB."),
)
DELIVERABLES = (
    ("Keep messages on disk", "Engine", "20–30–45 d", "F1"),
    ("Fetch what was kept", "Engine", "25–40–60 d", "P1"),
    ("A bed of bad links", "Reliability QA", "12–20–30 d", "R1"),
)


def work() -> None:
    """What the workers would do."""
    for run in JobRun.objects.open().order_by("pk"):
        now = max(timezone.now(), run.not_before)
        taken = job.claim(run_id=run.pk, now=now)
        if taken is not None:
            job.perform(run=taken, now=now)


def begin_program(walk: Walk) -> None:
    """The instance administrator makes the program and its subteams."""
    walk.page.goto("/")
    walk.follow("Create a program")
    walk.fill(name="Petrel", slug="petrel")
    walk.send("Create the program")
    for name, code, kind in SUBTEAMS:
        walk.page.goto("/petrel/")
        walk.follow("Add a subteam")
        walk.fill(name=name, code=code)
        walk.main.locator("[name=kind]").select_option(kind)
        walk.send("Add the subteam")
        walk.reads(f"Added {name}. Next, invite its people.")


def invite(walk: Walk, email: str, role: str, subteam: str = "") -> str:
    """Invite somebody; the link that they get."""
    walk.page.goto("/petrel/people/")
    form = walk.page.locator("#invite")
    form.get_by_label("E-mail address").fill(email)
    form.get_by_label("Role").select_option(label=role)
    if subteam:
        form.get_by_role("checkbox", name=subteam).check()
    form.get_by_role("button", name="Invite", exact=True).click()
    return walk.page.get_by_label("Invitation link").input_value()


def join(walk: Walk, link: str, name: str) -> None:
    """Open the link, choose a name and a password."""
    walk.page.goto(link)
    walk.page.get_by_label("Your name").fill(name)
    walk.page.get_by_label("Password").fill(PASSWORD)
    walk.page.get_by_role("button", name="Create the account and join").click()
    expect(walk.page.get_by_role("heading", name="Petrel", level=1)).to_be_visible()


def propose(walk: Walk, target: date) -> None:
    """A track, and a milestone with everything but its estimate and its metric."""
    walk.page.goto("/petrel/")
    walk.follow("Add a track")
    walk.fill(name="Reliable delivery")
    walk.send("Add the track")
    walk.page.goto("/petrel/")
    walk.follow("Propose a milestone")
    walk.fill(title="Store-and-forward", track="Reliable delivery")
    walk.unfold("What and why", "Dates and appetite")
    walk.fill(
        owner="Juno Sable",
        benefit="A message reaches somebody who was offline when it was sent.",
        value="8",
        target=target.isoformat(),
        start=(target - timedelta(weeks=6)).isoformat(),
        appetite="5 months",
    )
    walk.send("Add the milestone")
    walk.reads("Before it can be committed: it has no estimate; its impact metric is not stated.")


def commit(walk: Walk) -> None:
    """Follow what the page says is missing, then take the step."""
    walk.follow("Estimate it")
    walk.fill(estimate="2 people for 2.5 months")
    walk.send("Save")
    walk.follow("State one", "#impact")
    walk.fill(
        name="Messages that arrive", unit="%", source="The fleet's dashboard", baseline="61", expected="97"
    )
    walk.send("State the metric")
    walk.follow(re.compile("^Status of M-1"))
    walk.fill(status="Commit: Committed")
    walk.send("Save")
    walk.reads("M-1 is now committed.")


def state_promises(walk: Walk) -> None:
    """A feature with a statement of three letters."""
    walk.menu("Features")
    walk.follow("Add a feature")
    walk.fill(name="Store-and-forward", area="Messaging")
    walk.send("Add the feature")
    for letter, text in STATEMENTS:
        walk.follow(re.compile("^Add a statement"))
        walk.main.locator("[name=letter]").select_option(letter)
        walk.fill(text=text)
        walk.send("Add the statement")


def plan_work(walk: Walk, due: date) -> None:
    """Three deliverables, each with its estimate and its promise, and under way."""
    for number, (title, subteam, estimate, code) in enumerate(DELIVERABLES, start=1):
        walk.page.goto("/petrel/milestones/M-1/")
        walk.follow(re.compile("^Add (a deliverable|one)$"), "#deliverables")
        walk.fill(title=title, accountable=subteam, feature="Store-and-forward", due=due.isoformat())
        walk.send("Add the deliverable")
        expect(walk.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        walk.follow("Promise a statement")
        walk.main.get_by_role("checkbox", name=re.compile(f"^{code} ")).check()
        walk.send("Promise them")
        walk.page.goto(f"/petrel/deliverables/D-{number}/")
        walk.follow(re.compile("^With a reason"))
        walk.fill(estimate=estimate)
        walk.send("Save")
        walk.page.goto(f"/petrel/deliverables/D-{number}/")
        walk.send("Start")
        walk.reads("In progress")


def note_week(walk: Walk) -> None:
    """What the last week took, and what may go wrong."""
    walk.menu("Effort")
    walk.follow(re.compile(", Engine, "))
    walk.main.get_by_label(re.compile("^D-1 ")).fill("4 d")
    walk.main.get_by_label(re.compile("^D-2 ")).fill("2.5 d")
    walk.send("Save the effort")
    walk.reads("Saved 2 figures of Engine.")
    walk.page.goto("/petrel/milestones/M-1/")
    walk.follow("Add a risk")
    walk.fill(title="Old phones may have too little memory.", likelihood="High", impact="Medium")
    walk.send("Add the risk")
    walk.reads("Old phones may have too little memory.")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_a_program_is_begun_planned_and_flagged(page_as, live, js):
    today = timezone.localdate()
    target = today + timedelta(weeks=4)
    admin = Walk(page_as(UserFactory(is_superuser=True, name="Rae Isling"), js=js))
    begin_program(admin)
    link = invite(admin, "juno@example.org", "Program manager")
    walk = Walk(page_as(None, js=js))
    join(walk, link, "Juno Sable")
    join(Walk(page_as(None, js=js)), invite(walk, "bram@example.org", "Subteam lead", "Engine"), "Bram Tarn")

    propose(walk, target)
    commit(walk)
    state_promises(walk)
    plan_work(walk, target - timedelta(weeks=1))
    note_week(walk)
    work()

    walk.menu("At risk")
    expect(walk.main.get_by_role("link", name=re.compile("^Store-and-forward$")).first).to_be_visible()
    walk.reads(re.compile(r"^93\.5 person-days are left and the pace fits 40\.0 before "))
    reasons = FlagReason.objects.filter(flag__milestone__status="COMMITTED", flag__closed_at=None)
    assert list(reasons.values_list("rule", "flag__level")) == [("effort_against_pace", "AT_RISK")]
    walk.follow("Store-and-forward")
    for text in ("At risk", "A bed of bad links", "Old phones may have too little memory."):
        walk.reads(text)
