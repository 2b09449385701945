"""A week of the sample program, each from what their home says they owe; without script."""

import re

import pytest
from django.utils import timezone

from estimates.models import Decision
from milestones.models import Deliverable, Handover, Milestone, SignOff, WeeklyUpdate
from pm.models import Program, User
from pm.services import sample
from tests.e2e.walk import Walk
from tests.factories.actors import actor

pytestmark = [pytest.mark.e2e]
HOME = f"/{sample.SLUG}/"


@pytest.fixture
def program(live) -> Program:
    return sample.create(actor(moment=timezone.now()))


def at_home(page_as, name: str) -> Walk:
    walk = Walk(page_as(User.objects.get(name=name), js=False))
    walk.page.goto(HOME)
    return walk


def owed(walk: Walk, words: str, link: str) -> None:
    """Follow what a line of the home offers."""
    line = walk.main.get_by_role("listitem").filter(has_text=words)
    line.get_by_role("link", name=link).first.click()


def accept_handover(walk: Walk) -> None:
    owed(walk, "Replay after a restart", "Accept or return")
    lines = walk.main.get_by_role("button", name=re.compile("^We agree"))
    for _ in range(lines.count()):
        lines.first.click()
    walk.follow(re.compile("^Accept"))
    walk.send("Accept")
    walk.reads("Accepted")


def close_what_is_ready(walk: Walk) -> None:
    owed(walk, "When a key changed, shown", "Close it")
    walk.send("Close deliverable")
    walk.reads(re.compile("^Closed on "))


def accept_close(walk: Walk) -> None:
    owed(walk, "Kotlin package", "Decide")
    walk.send("Accept close")
    walk.reads(re.compile("^Closed on "))


def decide(walk: Walk) -> None:
    owed(walk, "Store-and-forward MVP", "Open its bet")
    walk.follow("Decide…", "#bets")
    walk.main.locator("[name=kind]").select_option("CONTINUE")
    walk.fill(rationale="Receipts are worth 26 days more; the season begins in ten weeks.")
    walk.send("Record the decision")
    walk.reads("Continue with a new bet")


def write_update(walk: Walk) -> None:
    owed(walk, "Write the updates of Docs", "Write it")
    walk.follow("owed, write it")
    walk.fill(achieved="Five of six calls have their example.")
    walk.send("Save the update")
    walk.reads("Five of six calls have their example.")


def sign(walk: Walk) -> None:
    owed(walk, "Bring the evidence", "Open the desk")
    walk.page.goto(f"{HOME}signoffs/message-order/P1/")
    walk.follow(re.compile("^Sign.* Simulation$"))
    walk.fill(link="https://runs.kittiwake.example/replay/21", environment="2 GB phone")
    walk.send("Record it")
    walk.reads("P1 is signed by Simulation.")


def propose(walk: Walk) -> None:
    walk.page.goto(f"{HOME}tracks/")
    walk.follow("Reliable delivery")
    walk.follow(re.compile("idea", re.IGNORECASE))
    walk.fill(title="Send a position with one touch")  # its track is the one that was shown
    walk.send("Propose it")
    walk.reads(re.compile("^Added the idea M-22 "))


def test_what_is_owed_is_done(page_as, program):
    accept_handover(at_home(page_as, "Dov Larch"))
    close_what_is_ready(at_home(page_as, "Cleo Fenn"))
    manager = at_home(page_as, "Juno Sable")
    accept_close(manager)
    manager.page.goto(HOME)
    decide(manager)
    write_update(at_home(page_as, "Esme Rook"))
    sign(at_home(page_as, "Ivo Pell"))
    propose(at_home(page_as, "Maren Holt"))

    assert not Handover.objects.filter(status="OFFERED").exists()
    closed = Deliverable.objects.filter(title__in=["When a key changed, shown", "Kotlin package"])
    assert set(closed.values_list("status", flat=True)) == {"CLOSED"}
    assert Decision.objects.filter(kind="CONTINUE", is_internal=False).count() == 1
    assert not Milestone.objects.filter(decision_owed_on__isnull=False).exists()
    assert WeeklyUpdate.objects.filter(achieved="Five of six calls have their example.").count() == 1
    assert SignOff.objects.filter(verdict="SIGNED", environment="2 GB phone").count() == 1
    assert Milestone.objects.filter(status="IDEA").count() == 7
