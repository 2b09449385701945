"""Sections of what a milestone specifies: criteria, sign-offs, checks, artefacts, gates, communication."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from milestones.models import (
    AcceptanceCheck,
    Communication,
    DesignArtefact,
    Gate,
    Milestone,
    MilestoneSignOff,
    SuccessCriterion,
)
from milestones.panels.spec import TEMPLATE, Group, Line, Link, joined
from milestones.queries.spec import (
    artefacts_of,
    checks_of,
    communications_of,
    criteria_of,
    gates_of,
    signoffs_of,
)
from milestones.rules import STEP_EFFECTS
from milestones.services.gate import owe_post_mortem
from pm.http import UserRequest, actor_of
from pm.permissions import Permission
from pm.pure.address import link_of
from pm.pure.days import short_day
from pm.registry import Panel, panels
from pm.templatetags.cells import draw, editable_of, looker_of

ALWAYS = (
    DesignArtefact.Kind.SYSTEM_ARCHITECTURE,
    DesignArtefact.Kind.APPLICATION_ARCHITECTURE,
    DesignArtefact.Kind.PROTOCOL_SPECIFICATION,
    DesignArtefact.Kind.DETAILED_DESIGN,
)
Sign, Result, State = MilestoneSignOff.State, AcceptanceCheck.Result, DesignArtefact.State
SIGN_ICONS = {Sign.OPEN: "c-open", Sign.SIGNED: "c-done", Sign.REFUSED: "error"}
RESULT_ICONS = {
    Result.OPEN: "c-open",
    Result.PASSED: "c-done",
    Result.FAILED: "error",
    Result.NOT_NEEDED: "c-na",
}
STATE_ICONS = {State.OPEN: "c-open", State.PRESENT: "c-done", State.NOT_NEEDED: "c-na"}


class Desk:
    """Who reads which milestone on which day, and what they may do there."""

    def __init__(self, request: UserRequest, row: Milestone) -> None:
        self.program, self.row = request.program, row
        actor = actor_of(request, request.program)
        self.today = actor.today
        self.user_id = None if request.access.only_reads else actor.user_id  # nobody signs on a past day
        self.may_edit = request.access.can(Permission.EDIT_SPEC)
        self.looker = looker_of(request, request.program)

    def url(self, name: str, *more: int) -> str:
        return reverse(name, args=[self.program.slug, self.row.key, *more])

    def acts(self, *pairs: Link) -> Sequence[Link]:
        """Links for those who may edit the specification."""
        return pairs if self.may_edit else ()

    def cell(self, row: Any, name: str, before: str = "") -> SafeString | str:
        """A value that is edited where it stands; nothing for readers where there is none."""
        if not self.may_edit and not editable_of(row).fields[name].show(row):
            return ""
        row.milestone = self.row  # what its cells call it by
        return format_html("{}{}", before, draw(self.looker, row, name))

    def day(self, day: date | None) -> str:
        return short_day(day, self.today)

    def section(self, name: str, title: str, note: str, *groups: Group) -> dict[str, Any] | None:
        """The section; none where there is nothing to read and nothing to write."""
        if not self.may_edit and not any(group.lines for group in groups):
            return None
        return {"id": name, "title": title, "note": note, "groups": groups}


def criterion_line(desk: Desk, row: SuccessCriterion) -> Line:
    meet = ("Met…", desk.url("success_criterion_meet", row.pk))
    edit = ("Edit", desk.url("success_criterion_edit", row.pk))
    met = f"met {desk.day(row.met_on)}: {row.evidence}" if row.is_met else ""
    note = joined(desk.cell(row, "level"), desk.cell(row, "kind"), met)
    acts = desk.acts(edit) if row.is_met else desk.acts(meet, edit)
    text = desk.cell(row, "text")
    return Line("c-done" if row.is_met else "c-open", text, note=note, acts=acts, name=row.text)


def signoff_line(desk: Desk, row: MilestoneSignOff) -> Line:
    """Who signs, what they said; the buttons of the person who may sign now."""
    step = desk.url("milestone_signoff_step", row.pk)
    is_mine = desk.user_id is not None and row.signer_id == desk.user_id
    acts: list[Link] = []
    if is_mine or (desk.may_edit and row.signer_id is None):
        offered = {
            Sign.OPEN: (("Sign", "SIGNED"), ("Refuse…", "REFUSED")),
            Sign.REFUSED: (("Sign", "SIGNED"),),
            Sign.SIGNED: (("Withdraw…", "OPEN"),),
        }[Sign(row.state)]
        acts += [(label, f"{step}?to={to}") for label, to in offered]
    if desk.may_edit and row.state == Sign.OPEN:
        acts.append(("Edit", desk.url("milestone_signoff_edit", row.pk)))
    who = str(row.signer or "a program lead or manager")
    said = f"{row.get_state_display().lower()} by {row.signed_by} on {desk.day(row.signed_on)}"
    words = joined(said if row.state != Sign.OPEN else f"{who} signs", row.note)
    return Line(SIGN_ICONS[Sign(row.state)], row.role, note=words, acts=acts)


def check_line(desk: Desk, row: AcceptanceCheck) -> Line:
    note = joined(desk.cell(row, "kind"), desk.cell(row, "result"))
    acts = desk.acts(("Edit", desk.url("acceptance_check_edit", row.pk)))
    return Line(RESULT_ICONS[Result(row.result)], desk.cell(row, "text"), note=note, acts=acts, name=row.text)


def build_criteria(request: UserRequest, row: Milestone) -> dict[str, Any] | None:
    """What it must show, who agrees to that and later signs that it is so, how it is tried."""
    desk = Desk(request, row)
    criteria, signoffs, checks = criteria_of(row), signoffs_of(row), checks_of(row)
    met = sum(one.is_met for one in criteria)
    adds = {
        "criterion": ("Add a criterion", desk.url("success_criterion_create")),
        "signer": ("Name who signs", desk.url("milestone_signoff_create")),
        "check": ("Add a check", desk.url("acceptance_check_create")),
    }
    empty = "What it must show to count as delivered is not written yet."
    if not (criteria or signoffs or checks):
        return desk.section(
            "criteria", "Success criteria", "", Group("", [], empty, desk.acts(*adds.values()))
        )
    lines = [criterion_line(desk, one) for one in criteria]
    groups = [Group("", lines, empty, desk.acts(adds["criterion"]))]
    for moment in MilestoneSignOff.Moment:
        named = [signoff_line(desk, one) for one in signoffs if one.moment == moment]
        label, url = adds["signer"]
        if named or desk.may_edit:
            add = desk.acts((label, f"{url}?moment={moment}"))
            groups.append(Group(moment.label, named, "Nobody is named to sign.", add))
    if checks or desk.may_edit:
        tried = [check_line(desk, one) for one in checks]
        groups.append(
            Group("Acceptance checks", tried, "No check is written down.", desk.acts(adds["check"]))
        )
    note = f"{met} of {len(criteria)} met" if criteria else ""
    return desk.section("criteria", "Success criteria", note, *groups)


def artefact_line(desk: Desk, row: DesignArtefact) -> Line:
    return Line(
        STATE_ICONS[State(row.state)],
        row.get_kind_display(),
        url=link_of(row.link) if row.state == State.PRESENT else "",
        note=joined(desk.cell(row, "state"), desk.cell(row, "scope")),
        acts=desk.acts(("Edit", desk.url("artefact_edit", row.pk))),
    )


def build_artefacts(request: UserRequest, row: Milestone) -> dict[str, Any] | None:
    """The four drawings and specifications that are always asked for, and three if needed."""
    desk, rows = Desk(request, row), artefacts_of(row)
    rank = {kind.value: place for place, kind in enumerate(DesignArtefact.Kind)}
    lines = [artefact_line(desk, one) for one in sorted(rows, key=lambda one: rank[one.kind])]
    known = {one.kind for one in rows}
    asked = [
        (
            kind.label if kind in ALWAYS else f"{kind.label}, if needed",
            f"{desk.url('artefact_create')}?kind={kind}",
        )
        for kind in DesignArtefact.Kind
        if kind not in known
    ]
    settled = {one.kind for one in rows if one.state != State.OPEN} & set(ALWAYS)
    note = f"{len(settled)} of {len(ALWAYS)} answered"
    group = Group("", lines, "None of the four is there.", desk.acts(*asked), "To answer:")
    return desk.section("artefacts", "Design artefacts", note, group)


def gate_line(desk: Desk, row: Gate) -> Line:
    hold = ("Held…" if row.held_on is None else "Outcome", desk.url("gate_hold", row.pk))
    edit = [("Edit", desk.url("gate_edit", row.pk))] if row.held_on is None else []
    when = desk.cell(row, "held_on", "held ") if row.held_on else desk.cell(row, "planned_on", "planned for ")
    note = joined(
        when if row.held_on or row.planned_on or desk.may_edit else "no day yet",
        desk.cell(row, "who"),
        "guests welcome" if row.has_guests else "",
        row.outcome,
        f"learnt: {row.lessons}" if row.lessons else "",
    )
    icon = "c-done" if row.held_on else "c-open"
    return Line(icon, row.get_kind_display(), note=note, acts=desk.acts(hold, *edit))


def build_gates(request: UserRequest, row: Milestone) -> dict[str, Any] | None:
    """The reviews and meetings it passes through."""
    desk, rows = Desk(request, row), gates_of(row)
    held = sum(one.held_on is not None for one in rows)
    add = desk.acts(("Plan a gate", desk.url("gate_create")))
    lines = [gate_line(desk, one) for one in rows]
    group = Group("", lines, "No review or meeting is planned.", add)
    return desk.section("gates", "Gates", f"{held} of {len(rows)} held" if rows else "", group)


def communication_line(desk: Desk, row: Communication) -> Line:
    told = f"told {desk.day(row.done_on)}" if row.done_on else desk.cell(row, "due_on", "by ")
    owner = desk.cell(row, "owner", "told by ")
    note = joined(desk.cell(row, "message"), desk.cell(row, "channel"), owner, told)
    acts = desk.acts(("Edit", desk.url("communication_edit", row.pk)))
    icon, who = "c-done" if row.done_on else "c-open", desk.cell(row, "stakeholder")
    return Line(icon, who, note=note, acts=acts, name=row.stakeholder.name)


def build_communication(request: UserRequest, row: Milestone) -> dict[str, Any] | None:
    """Who hears what, and when; not for readers from outside."""
    if not request.access.can(Permission.VIEW_INTERNAL):
        return None
    desk, rows = Desk(request, row), communications_of(row)
    done = sum(one.done_on is not None for one in rows)
    stakeholders = ("Stakeholders", reverse("stakeholder_list", args=[desk.program.slug]))
    adds = [*desk.acts(("Plan a line", desk.url("communication_create"))), stakeholders]
    lines = [communication_line(desk, one) for one in rows]
    group = Group("", lines, "Nobody is to be told anything.", adds)
    return desk.section(
        "communication", "Communication", f"{done} of {len(rows)} told" if rows else "", group
    )


for _name, _title, _build in (
    ("criteria", "Success criteria", build_criteria),
    ("artefacts", "Design artefacts", build_artefacts),
    ("gates", "Gates", build_gates),
    ("communication", "Communication", build_communication),
):
    panels("milestone_section").add(_name, Panel(_title, TEMPLATE, _build))
STEP_EFFECTS.add("post_mortem", owe_post_mortem)
