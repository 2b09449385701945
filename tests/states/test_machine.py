"""Random walks over milestone, deliverable, handover, pin and bet, by services and by pages.

A step that DESIGN does not know is refused on every path; after each step the invariants hold in SQL and
history ends where the rows stand.
"""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from estimates.models import BetOption
from estimates.services import bet as bets
from estimates.services import estimate as estimates
from milestones.models import HandoverItem, Milestone, Side
from milestones.services import deliverable as deliverables
from milestones.services import feature as features
from milestones.services import handover, milestone, pin, target
from pm.errors import DomainError
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.milestones import FeatureFactory, StatementFactory, TrackFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of
from tests.states import oracle
from tests.states.invariants import broken, history_disagrees

pytestmark = [pytest.mark.django_db]
DUE = date(2026, 6, 30)
WHY = "The reason that was given."
REFUSED = frozenset({403, 409, 422})
ENDS = frozenset({"SHELVED", "DROPPED"})
ACTS: dict[str, dict[str, Any]] = {}
SEEN: set[tuple[str, str, str]] = set()


def act(**drawn: Any) -> Any:
    """One thing that may be done. All hang on one rule: rules of their own are switched off by turns."""

    def keep(method: Any) -> Any:
        ACTS[method.__name__] = drawn
        return method

    return keep


class Plan(RuleBasedStateMachine):
    """One milestone with two deliverables, a handover, promises and a bet."""

    @initialize(is_ready=st.sampled_from([True, True, False]))
    def plan(self, is_ready: bool) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        program = self.program = ProgramFactory()
        self.giver, self.receiver = SubteamFactory(program=program), SubteamFactory(program=program)
        self.lead = member_of(program, Role.LEAD)
        self.gives = member_of(program, Role.SUBTEAM_LEAD, self.giver)
        self.takes = member_of(program, Role.SUBTEAM_LEAD, self.receiver)
        self.client = Client()
        self.client.force_login(self.lead)
        by = actor(self.lead)
        self.milestone = milestone.create(
            program=program, track=TrackFactory(program=program), title="Walk", actor=by
        )
        self.deliverables = [
            deliverables.create(program=program, milestone=self.milestone, title=title,
                                accountable=self.giver, checklist=("CODE",), actor=by)
            for title in ("First", "Second")
        ]  # fmt: skip
        self.statements = StatementFactory.create_batch(
            2, program=program, feature=FeatureFactory(program=program)
        )
        self.handover = handover.create(
            program=program, deliverable=self.deliverables[0], giver=self.giver, receiver=self.receiver,
            title="Over", give=("Tests are there.",), accept=("The tests were read.",), actor=by,
        )  # fmt: skip
        self.bet = bets.create(
            program=program, milestone=self.milestone, title="Bet", appetite_days=Decimal(20), actor=by,
            options=(("One way", None), ("Another", None)),
        )  # fmt: skip
        if is_ready:
            self.make_ready()

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def status(self, row: Any) -> str:
        row.refresh_from_db()
        return str(row.status)

    def walk(self, row: Any, wanted: str, legal: set[tuple[str, str]], take: Any) -> None:
        """Take a step: it is refused and leaves all as it was, or it is one that DESIGN knows."""
        before = self.status(row)
        try:
            answer = take()
            refused = getattr(answer, "status_code", 200) in REFUSED
        except DomainError:
            refused = True
        after = self.status(row)
        if refused:
            assert after == before
        else:
            assert after in {before, wanted}
        assert after == before or (before, after) in legal, f"{before} → {after}"
        if after != before:
            SEEN.add((type(row).__name__, before, after))
        if wanted != before and (before, wanted) not in legal:
            assert refused, f"{before} → {wanted} was not refused"

    def wanted(self, data: Any, row: Any, legal: set[tuple[str, str]], states: list[str]) -> str:
        """Mostly a state that a legal step leads to, else any: walks go deep, and off the path."""
        onward = sorted(target for source, target in legal if source == self.status(row))
        onward = [state for state in onward if state not in ENDS] * 3 + onward
        return str(data.draw(st.sampled_from(onward * 3 + states)))

    @act(
        data=st.data(),
        page=st.sampled_from([False, False, True]),
        give_why=st.sampled_from([True, True, True, False]),
    )
    def step_milestone(self, data: Any, page: bool, give_why: bool) -> None:
        now = self.status(self.milestone)
        to = self.wanted(data, self.milestone, oracle.MILESTONE, oracle.MILESTONE_STATES)
        override = reason = WHY if give_why else ""
        if page:
            url = reverse("milestone_status", args=[self.program.slug, self.milestone.key])
            words = {"status": to, "base_status": now, "override": override, "reason": reason}
            self.walk(self.milestone, to, oracle.MILESTONE, lambda: self.client.post(url, words))
        else:
            self.walk(self.milestone, to, oracle.MILESTONE, lambda: milestone.take_step(
                milestone=self.milestone, to=to, base_status=now, override=override, reason=reason,
                actor=actor(self.lead)))  # fmt: skip

    @act()
    def make_ready(self) -> None:
        """Owner, target, appetite, benefit and estimate: what a commitment asks for."""
        by = actor(self.lead)
        row = Milestone.objects.get(pk=self.milestone.pk)
        milestone.edit(milestone=row, changes={"owner": self.lead, "benefit": "Faster."}, actor=by)
        milestone.edit(milestone=row, changes={"appetite_days": 20}, actor=by)
        try:
            target.move(milestone=row, start=DUE, end=DUE, text="", actor=by)
        except DomainError:
            assert self.status(row) not in {"IDEA", "PROPOSED"}
        days = (Decimal(5), Decimal(10), Decimal(20))
        estimates.set_estimate(target=row, low=days[0], likely=days[1], high=days[2], actor=by)

    @act(data=st.data(), which=st.integers(0, 1), page=st.sampled_from([False, False, True]),
          give_why=st.sampled_from([True, True, False]))  # fmt: skip
    def step_deliverable(self, data: Any, which: int, page: bool, give_why: bool) -> None:
        row = self.deliverables[which]
        now = self.status(row)
        to = self.wanted(data, row, oracle.DELIVERABLE, oracle.DELIVERABLE_STATES)
        reason = WHY if give_why else ""
        if page:
            url = reverse("deliverable_step", args=[self.program.slug, row.key])
            words = {"to": to, "base_status": now, "reason": reason}
            self.walk(row, to, oracle.DELIVERABLE, lambda: self.client.post(url, words))
        else:
            self.walk(row, to, oracle.DELIVERABLE, lambda: deliverables.take_step(
                deliverable=row, to=to, base_status=now, reason=reason, actor=actor(self.gives)))  # fmt: skip

    @act(which=st.integers(0, 1), state=st.sampled_from(["DONE", "DONE", "NOT_NEEDED", "OPEN"]))
    def answer_checklist(self, which: int, state: str) -> None:
        item = self.deliverables[which].checklist.get()
        words = {"DONE": {"evidence": "the merged change"}, "NOT_NEEDED": {"because": "no code"}}
        try:
            deliverables.answer_checklist(
                item=item, state=state, actor=actor(self.gives), **words.get(state, {})
            )
        except DomainError:
            assert not self.deliverables[which].is_open or self.status(self.deliverables[which]) in {
                "CLOSED", "DROPPED"}  # fmt: skip

    @act(which=st.integers(0, 1), statement=st.integers(0, 1), scope=st.sampled_from(["", "for S2"]))
    def promise(self, which: int, statement: int, scope: str) -> None:
        with suppress(DomainError):
            pin.promise(deliverable=self.deliverables[which], statement=self.statements[statement],
                        scope=scope, actor=actor(self.lead))  # fmt: skip

    @act(statement=st.integers(0, 1), words=st.sampled_from(["It answers.", "It answers fast."]))
    def reword(self, statement: int, words: str) -> None:
        features.reword(statement=self.statements[statement], text=words, actor=actor(self.lead))

    @act(data=st.data(), sides=st.sampled_from(["right", "right", "right", "wrong"]), why=st.booleans())
    def step_handover(self, data: Any, sides: str, why: bool) -> None:
        to = self.wanted(data, self.handover, oracle.HANDOVER, oracle.HANDOVER_STATES)
        giving = (to == "OFFERED") == (sides == "right")
        reason = WHY if why else ""
        who = self.gives if giving else self.takes
        now = self.status(self.handover)
        self.walk(self.handover, to, oracle.HANDOVER, lambda: handover.take_step(
            handover=self.handover, to=to, base_status=now, reason=reason, actor=actor(who)))  # fmt: skip
        if giving and self.status(self.handover) != now:
            assert to == "OFFERED", "who gives never accepts nor returns"

    @act(side=st.sampled_from(list(Side)), done=st.sampled_from([True, True, False]),
          right=st.sampled_from([True, True, False]))  # fmt: skip
    def answer_line(self, side: str, done: bool, right: bool) -> None:
        giving = (side == Side.GIVE) == right
        item = HandoverItem.objects.get(handover=self.handover, side=side)
        by = actor(self.gives if giving else self.takes)
        try:
            if side == Side.GIVE:
                handover.bring(item=item, evidence="the merged tests" if done else "", actor=by)
            else:
                handover.agree(item=item, is_done=done, actor=by)
        except DomainError:
            item.refresh_from_db()

    @act(which=st.integers(0, 1))
    def choose(self, which: int) -> None:
        option = BetOption.objects.filter(bet=self.bet).order_by("rank")[which]
        try:
            bets.choose(option=option, actor=actor(self.lead))
        except DomainError:
            assert self.status(self.bet) == "REVIEWED"

    @act(to=st.sampled_from(["PLACED", "REVIEWED"]), words=st.sampled_from(["", WHY]))
    def step_bet(self, to: str, words: str) -> None:
        by = actor(self.lead)
        if to == "PLACED":
            self.walk(self.bet, to, oracle.BET, lambda: bets.place(bet=self.bet, actor=by))
        else:
            self.walk(self.bet, to, oracle.BET, lambda: bets.review(bet=self.bet, text=words, actor=by))

    @act()
    def pass_on(self) -> None:
        """The whole contract as both sides keep it, as far as it gets."""
        for side, giving, to in ((Side.GIVE, True, "OFFERED"), (Side.ACCEPT, False, "ACCEPTED")):
            by, now = actor(self.gives if giving else self.takes), self.status(self.handover)
            if side == Side.ACCEPT or now in {"DRAFT", "RETURNED"}:
                self.answer_line(side=side, done=True, right=True)
            self.walk(self.handover, to, oracle.HANDOVER, partial(
                handover.take_step, handover=self.handover, to=to, base_status=now, actor=by))  # fmt: skip

    @act(which=st.integers(0, 1))
    def close_up(self, which: int) -> None:
        """Commit, start, answer, close: as far as it gets."""
        row = self.deliverables[which]
        for to in ("COMMITTED", "IN_PROGRESS"):
            now = self.status(self.milestone)
            self.walk(self.milestone, to, oracle.MILESTONE, partial(
                milestone.take_step, milestone=self.milestone, to=to, base_status=now, override=WHY,
                actor=actor(self.lead)))  # fmt: skip
        self.answer_checklist(which=which, state="DONE")
        for to in ("IN_PROGRESS", "CLOSED"):
            now = self.status(row)
            self.walk(row, to, oracle.DELIVERABLE, partial(
                deliverables.take_step, deliverable=row, to=to, base_status=now, reason=WHY,
                actor=actor(self.gives)))  # fmt: skip

    @rule(data=st.data())
    def anything(self, data: Any) -> None:
        name = data.draw(st.sampled_from(sorted(ACTS)))
        words = {part: data if part == "data" else data.draw(kind) for part, kind in ACTS[name].items()}
        getattr(self, name)(**words)

    @precondition(lambda self: hasattr(self, "bet"))
    @invariant()
    def all_holds(self) -> None:
        assert broken() == {}
        assert history_disagrees() == []


def test_no_walk_reaches_what_no_step_allows(db):
    run_state_machine_as_test(
        Plan,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
            # A walk that fails is printed whole; making it shorter took minutes.
            phases=(Phase.generate,),
        ),
    )
    assert {
        ("Milestone", "IN_PROGRESS", "DELIVERED"),
        ("Milestone", "IN_PROGRESS", "SHELVED"),
        ("Deliverable", "IN_PROGRESS", "CLOSED"),
        ("Handover", "OFFERED", "ACCEPTED"),
        ("Bet", "PLACED", "REVIEWED"),
    } <= SEEN, "the walks are too short to prove anything"
