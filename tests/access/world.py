"""Two programs with a whole object graph each, and everybody who might knock at their doors.

Every text of the other program carries CANARY, so that a leak is a word in an answer.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from estimates.models import EffortEntry, Estimate, Flag, FlagReason, Forecast
from milestones.models import PlanLine
from pm.models import Change, ChangeSet, Invitation, JobRun, Program, Subteam, User
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
    TargetRevisionFactory,
    TrackFactory,
)
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory, member_of

CANARY = "CANARY-B"
ANONYMOUS = "anonymous"
STRANGER = "stranger"
DEACTIVATED = "deactivated"
STAKEHOLDER = "stakeholder"
MEMBER = "member"
SERVICE = "service"
LEAD_OWN = "subteam lead, own"
LEAD_OTHER = "subteam lead, other"
MANAGER = "program manager"
LEAD = "program lead"
INSTANCE = "instance administrator"
ACTORS = (
    ANONYMOUS, STRANGER, DEACTIVATED, STAKEHOLDER, MEMBER, SERVICE, LEAD_OWN, LEAD_OTHER, MANAGER, LEAD,
    INSTANCE,
)  # fmt: skip


@dataclass
class Graph:
    """One program and one row of everything in it."""

    program: Program
    team: Subteam
    other_team: Subteam
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None

    def keys(self) -> dict[str, Any]:
        """The parts of an address that name this program's rows."""
        return {
            "slug": self.program.slug,
            "milestone": self.milestone.key,
            "deliverable": self.deliverable.key,
            "feature": self.feature.slug,
            "team": self.team.slug,
            "track": self.track.slug,
            "statement": self.statement.code,
            "item": self.item.pk,
            "criterion": self.criterion.pk,
            "membership": self.membership.pk,
            "invitation": self.invitation.pk,
            "run": self.run.pk,
        }


def build_graph(slug: str, mark: str, *, number: int, is_public: bool = False) -> Graph:
    """A program whose every text starts with `mark`; `number` makes its keys its own."""
    program = ProgramFactory(slug=slug, name=f"{mark} program", is_public=is_public, is_sample=True)
    team = SubteamFactory(program=program, slug=f"{slug}-team", name=f"{mark} team")
    other = SubteamFactory(program=program, slug=f"{slug}-other", name=f"{mark} other team")
    graph = Graph(program=program, team=team, other_team=other)
    owner = MembershipFactory(program=program, role=Role.STAKEHOLDER, user=UserFactory(name=f"{mark} owner"))
    track = TrackFactory(program=program, slug=f"{slug}-track", name=f"{mark} track")
    today = date.today()  # noqa: DTZ011 -- pages compare with today
    milestone = MilestoneFactory(
        program=program, track=track, number=number, title=f"{mark} milestone", narrative=f"{mark} why",
        benefit=f"{mark} benefit", status="IN_PROGRESS", owner=owner.user, committed_on=today,
        first_target_on=today, target_from_on=today, target_to_on=today + timedelta(days=30), value=7,
        target_text=f"{mark} text", risks_text=f"{mark} risk", objective=f"{mark} objective", push_count=1,
        health="AT_RISK", health_reason=f"{mark} reason", owner_call="WATCH", owner_call_text=f"{mark} call",
        appetite_days=60,
    )  # fmt: skip
    feature = FeatureFactory(
        program=program, slug=f"{slug}-feature", name=f"{mark} feature", area=f"{mark} area"
    )
    statement = StatementFactory(
        program=program, feature=feature, number=number, text=f"{mark} statement", revision=2
    )
    deliverable = DeliverableFactory(
        program=program, milestone=milestone, feature=feature, accountable=team, number=number,
        title=f"{mark} deliverable", output=f"{mark} output", status="IN_PROGRESS", owner=owner.user,
        due_on=today,
    )  # fmt: skip
    graph.rows = {
        "track": track,
        "milestone": milestone,
        "feature": feature,
        "statement": statement,
        "deliverable": deliverable,
        "membership": owner,
        "item": ChecklistItemFactory(program=program, deliverable=deliverable, text=f"{mark} item"),
        "criterion": AcceptanceCriterionFactory(
            program=program, deliverable=deliverable, text=f"{mark} criterion"
        ),
        "pin": PinFactory(
            program=program, deliverable=deliverable, statement=statement, quoted_text=f"{mark} quote",
            scope=f"{mark} scope",
        ),
    }  # fmt: skip
    TargetRevisionFactory(program=program, milestone=milestone, reason=f"{mark} slip reason")
    fill_figures(graph, mark)
    return graph


def fill_figures(graph: Graph, mark: str) -> None:
    """History, jobs, estimates, forecasts and flags of the graph."""
    program, milestone = graph.program, graph.milestone
    times = {"happened_on": NOW.date(), "recorded_at": NOW}
    with computing():
        change_set = ChangeSet.objects.create(
            program=program, title=f"{mark} set", actor_name=f"{mark} actor", source="PAGE", recorded_at=NOW
        )
        Change.objects.create(
            program=program, change_set=change_set, kind="UPDATE", noun="milestones.milestone",
            object_id=milestone.pk, label=milestone.key, subject=milestone.key, field="title",
            before=f"{mark} before", after=f"{mark} after", why=f"{mark} why", actor_name=f"{mark} actor",
            source="PAGE", **times,
        )  # fmt: skip
        graph.rows["run"] = JobRun.objects.create(
            program=program, job="estimates.compute_drift", slot=f"{mark}", state="FAILED", attempts=5,
            error=f"{mark} error", requested_at=NOW, not_before=NOW, finished_at=NOW,
        )  # fmt: skip
        graph.rows["invitation"] = Invitation.objects.create(
            program=program, email=f"{mark.lower()}@example.org", role=Role.STAKEHOLDER,
            token_hash=f"{mark} hash", invited_by=graph.membership.user, created_at=NOW,
            expires_at=NOW + timedelta(days=9000),
        )  # fmt: skip
        PlanLine.objects.create(program=program, milestone=milestone, period="2026H1", rank=1)
        Estimate.objects.create(
            program=program, milestone=milestone, low_days=10, likely_days=20, high_days=40,
            text=f"{mark} estimate", is_baseline=True, **times,
        )  # fmt: skip
        EffortEntry.objects.create(
            program=program, deliverable=graph.deliverable, subteam=graph.team, week="2026-W09",
            person_days=3, **times,
        )  # fmt: skip
        Forecast.objects.create(
            program=program, milestone=milestone, made_at=NOW, day=NOW.date(), model_version="t",
            inputs_hash="t", level="AT_RISK", p50_basis=f"{mark} basis", rank_score=9, value=7,
        )  # fmt: skip
        flag = Flag.objects.create(program=program, milestone=milestone, level="AT_RISK", opened_at=NOW)
        FlagReason.objects.create(
            program=program, flag=flag, rule="target_passed", weight="AT_RISK", number=3,
            since_on=NOW.date(), sentence=f"{mark} sentence", mend="milestone_target", mend_key=milestone.key,
        )  # fmt: skip


@dataclass
class World:
    """Program A (ours, private), B (theirs, private), and the people of A."""

    ours: Graph
    theirs: Graph
    people: dict[str, User | AnonymousUser]
    before: dict[str, Any] = field(default_factory=dict)


def build_world() -> World:
    """Both graphs and one person for every actor, all of them in A only."""
    ours = build_graph("ours", "Ours", number=1)
    theirs = build_graph("theirs", CANARY, number=777)
    program = ours.program
    gone = MembershipFactory(program=program, user=UserFactory(is_active=False)).user
    people: dict[str, User | AnonymousUser] = {
        ANONYMOUS: AnonymousUser(),
        STRANGER: UserFactory(name="Stranger"),
        DEACTIVATED: gone,
        STAKEHOLDER: member_of(program, Role.STAKEHOLDER),
        MEMBER: member_of(program, Role.MEMBER, ours.team),
        SERVICE: member_of(program, Role.SERVICE),
        LEAD_OWN: member_of(program, Role.SUBTEAM_LEAD, ours.team),
        LEAD_OTHER: member_of(program, Role.SUBTEAM_LEAD, ours.other_team),
        MANAGER: member_of(program, Role.MANAGER),
        LEAD: member_of(program, Role.LEAD),
        INSTANCE: UserFactory(name="Instance", is_superuser=True),
    }
    return World(ours=ours, theirs=theirs, people=people)
