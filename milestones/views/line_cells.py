"""What is edited in place of rows without a key: lines of milestones and deliverables, tracks, people."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.http import Http404

from milestones.forms.acceptance_check import AcceptanceCheckForm
from milestones.forms.artefact import ArtefactForm
from milestones.forms.communication import CommunicationForm
from milestones.forms.deliverable_record import ChecklistLineForm, CriterionTextForm
from milestones.forms.gate import GateForm, HoldForm
from milestones.forms.stakeholder import StakeholderForm
from milestones.forms.success_criterion import SuccessCriterionForm
from milestones.forms.track import TrackForm
from milestones.forms.update import UpdateForm
from milestones.models import (
    AcceptanceCheck,
    AcceptanceCriterion,
    ChecklistItem,
    Communication,
    DesignArtefact,
    Gate,
    Stakeholder,
    SuccessCriterion,
    Track,
    WeeklyUpdate,
)
from milestones.queries.deliverable import visible_deliverables
from milestones.queries.roadmap import visible
from milestones.rules import may
from milestones.services import acceptance_check, artefact, checklist, communication, criterion, gate
from milestones.services import stakeholder as stakeholders
from milestones.services import success_criterion as success_criteria
from milestones.services import track as tracks
from milestones.services import update as updates
from milestones.views.cells import form, holder, long, page, plain, saver, word
from milestones.views.line import section_url
from milestones.views.track import load_track
from pm.actor import Actor
from pm.forms.record import RecordForm
from pm.http import UserRequest, load_or_404
from pm.models import Program
from pm.permissions import Permission
from pm.pure.address import link_of
from pm.pure.cells import CellField, Editable
from pm.registry import CELLS
from pm.rules import Access

LONGEST = 60  # of a sentence that names its row
Load = Callable[[UserRequest, Program, str], Any]
spec_editor = holder(Permission.EDIT_SPEC)


def quoted(column: str) -> Callable[[Any], str]:
    """A row is called by its own sentence, cut where it is long."""

    def name(row: Any) -> str:
        text = str(getattr(row, column))
        return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + '…'}”"

    return name


def number_of(ref: str) -> int:
    """The id in an address, or 404."""
    if not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
        raise Http404("There is no such line.")
    return int(ref)


def of_milestone(model: type[models.Model]) -> Load:
    """A line of a milestone that this reader may see, or 404."""

    def load(request: UserRequest, program: Program, ref: str) -> Any:
        seen = visible(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
        rows = model._default_manager.filter(program=program, milestone__in=seen).select_related("milestone")
        row: Any = load_or_404(rows, pk=number_of(ref))
        row.program = row.milestone.program = program
        return row

    return load


def of_deliverable(model: type[models.Model]) -> Load:
    """A line of a deliverable that this reader may see, or 404."""

    def load(request: UserRequest, program: Program, ref: str) -> Any:
        rows = model._default_manager.filter(
            program=program, deliverable__in=visible_deliverables(program, request.access)
        ).select_related("deliverable__milestone")
        row: Any = load_or_404(rows, pk=number_of(ref))
        row.program = row.deliverable.program = row.deliverable.milestone.program = program
        return row

    return load


def of_insiders(model: type[models.Model]) -> Load:
    """A row of the program that only its people see, or 404."""

    def load(request: UserRequest, program: Program, ref: str) -> Any:
        rows = model._default_manager.filter(program=program)
        if not request.access.can(Permission.VIEW_INTERNAL):
            rows = rows.none()
        row: Any = load_or_404(rows, pk=number_of(ref))
        row.program = program
        return row

    return load


def of_plan(request: UserRequest, program: Program, ref: str) -> Communication:
    """A row of the communication plan, for those inside the program."""
    if not request.access.can(Permission.VIEW_INTERNAL):
        raise Http404("There is no such line.")
    row: Communication = of_milestone(Communication)(request, program, ref)
    return row


def addressed(model: type[models.Model]) -> Callable[[Any], str]:
    return lambda row: f"{model._meta.model_name}.{row.pk}"


def gate_form(request: UserRequest, program: Program, row: Gate) -> RecordForm:
    """What is planned of a gate; once it was held, what came of it."""
    return (HoldForm if row.held_on else GateForm).of(request, program, row=row)


def save_gate(*, row: Gate, changes: Any, base: Any, more: Any, actor: Actor) -> Gate:
    verb = gate.hold if row.held_on else gate.edit
    return verb(gate=row, changes=changes, base=base, actor=actor)


def reword(*, row: AcceptanceCriterion, changes: Any, base: Any, more: Any, actor: Actor) -> Any:
    return criterion.reword(criterion=row, text=changes["text"], base=base, actor=actor)


def one_line(request: UserRequest, program: Program, row: AcceptanceCriterion) -> CriterionTextForm:
    """Its form with a field as high as its line."""
    found = CriterionTextForm.of(request, program, row=row)
    found.fields["text"].widget = forms.TextInput()
    return found


def may_edit_lines(access: Access, row: Any) -> bool:
    return may(access, Permission.EDIT_DELIVERABLE, row.deliverable)


def section(name: str) -> Callable[[str, Any], str]:
    return lambda slug, row: section_url(row.milestone, name)


def deliverable_of(slug: str, row: Any) -> str:
    return page("deliverables")(slug, row.deliverable)


def overdue(due: str, done: str) -> Callable[[Any, date], str]:
    """`3 d overdue`, by the column of its day, until that of its end is filled."""

    def words(row: Any, today: date) -> str:
        day = getattr(row, due)
        late = (today - day).days if day and getattr(row, done) is None else 0
        return f"{late} d overdue" if late > 0 else ""

    return words


def artefact_words(row: DesignArtefact, today: date) -> str:
    """Why it is not needed, or where it lies when that is no address to follow."""
    if row.state == DesignArtefact.State.NOT_NEEDED:
        return f"because {row.because}"
    return row.link if row.state == DesignArtefact.State.PRESENT and not link_of(row.link) else ""


def line(model: type[models.Model], noun: str, **more: Any) -> Editable:
    """A line of a milestone's specification."""
    told = {"load": of_milestone(model), "permission": spec_editor, "called": quoted("text"), **more}
    return Editable(noun=noun, ref=addressed(model), **told)


LINES: dict[type[models.Model], Editable] = {
    SuccessCriterion: line(
        SuccessCriterion,
        "success_criterion",
        form=form(SuccessCriterionForm),
        save=saver(success_criteria.edit, "criterion"),
        url=section("criteria"),
        fields={
            "text": plain("What must hold", "text"),
            "level": word("Level", "level"),
            "kind": word("Kind", "kind"),
        },
    ),
    AcceptanceCheck: line(
        AcceptanceCheck,
        "acceptance_check",
        form=form(AcceptanceCheckForm),
        save=saver(acceptance_check.edit, "check"),
        url=section("criteria"),
        fields={
            "text": plain("What is tried", "text"),
            "kind": word("Checklist", "kind"),
            "result": CellField(
                "Result", lambda row: row.get_result_display(), note=lambda row, today: row.evidence
            ),
        },
    ),
    DesignArtefact: line(
        DesignArtefact,
        "artefact",
        called=lambda row: f"{row.get_kind_display()} of {row.milestone.key}",
        form=form(ArtefactForm),
        save=saver(artefact.edit, "artefact"),
        url=section("artefacts"),
        fields={
            "scope": plain("Scope", "scope", none="the whole milestone"),
            "state": CellField("State", lambda row: row.get_state_display(), note=artefact_words),
        },
    ),
    Gate: line(
        Gate,
        "gate",
        called=lambda row: f"{row.get_kind_display()} of {row.milestone.key}",
        form=gate_form,
        save=save_gate,
        url=section("gates"),
        fields={
            "planned_on": CellField(
                "Planned day",
                lambda row: row.planned_on,
                note=overdue("planned_on", "held_on"),
                none="no day yet",
                permission=lambda access, row: spec_editor(access, row) and row.held_on is None,
            ),
            "held_on": CellField(
                "Day",
                lambda row: row.held_on,
                permission=lambda access, row: spec_editor(access, row) and row.held_on is not None,
            ),
            "who": plain("Who", "who", none="nobody named"),
        },
    ),
    Communication: line(
        Communication,
        "communication",
        load=of_plan,
        called=quoted("message"),
        form=form(CommunicationForm),
        save=saver(communication.edit, "row"),
        url=section("communication"),
        fields={
            "message": plain("What they must hear", "message"),
            "stakeholder": plain("Stakeholder", "stakeholder"),
            "channel": plain("How", "channel", none="no way yet"),
            "owner": CellField("Who tells them", lambda row: row.owner, kind="person", none="nobody yet"),
            "due_on": CellField(
                "Day", lambda row: row.due_on, note=overdue("due_on", "done_on"), none="no day yet"
            ),
        },
    ),
    Stakeholder: Editable(
        noun="stakeholder",
        ref=addressed(Stakeholder),
        called=lambda row: str(row.name),
        load=of_insiders(Stakeholder),
        form=form(StakeholderForm),
        save=saver(stakeholders.edit, "stakeholder"),
        permission=spec_editor,
        url=lambda slug, row: f"/{slug}/stakeholders/",
        fields={
            "name": plain("Name", "name"),
            "organisation": plain("Organisation", "organisation"),
            "interest": plain("Interest", "interest"),
        },
    ),
    Track: Editable(
        noun="track",
        ref=lambda row: f"track.{row.slug}",
        called=lambda row: str(row.name),
        load=lambda request, program, slug: load_track(program, slug),
        form=form(TrackForm),
        save=saver(tracks.edit, "track"),
        permission=holder(Permission.EDIT_MILESTONE),
        url=lambda slug, row: f"/{slug}/roadmap/?view=table&track={row.slug}",
        fields={
            "name": CellField("Name", lambda row: row.name, kind="link"),
            "description": long("What it is about", "description"),
        },
    ),
    AcceptanceCriterion: Editable(
        noun="criterion",
        ref=addressed(AcceptanceCriterion),
        called=quoted("text"),
        load=of_deliverable(AcceptanceCriterion),
        form=one_line,
        save=reword,
        permission=may_edit_lines,
        url=deliverable_of,
        fields={
            "text": CellField(
                "Acceptance criterion",
                lambda row: row.text,
                say=lambda row, today: (
                    f"{quoted('text')(row)} is saved, and open until somebody says it holds."
                ),
            )
        },
    ),
    WeeklyUpdate: Editable(
        noun="update",
        ref=addressed(WeeklyUpdate),
        called=lambda row: f"{row.deliverable.key} in {row.week}",
        load=of_deliverable(WeeklyUpdate),
        form=form(UpdateForm),
        save=saver(updates.edit, "update"),
        permission=lambda access, row: access.can(Permission.WRITE_UPDATE, subteam_id=row.subteam_id),
        url=deliverable_of,
        fields={
            "achieved": long("Achieved", "achieved"),
            "next": long("Next", "next"),
            "blocked": long("In the way", "blocked"),
            "scope_change": long("Change of scope", "scope_change"),
            "date_change": long("Change of date", "date_change"),
        },
    ),
    ChecklistItem: Editable(
        noun="item",
        ref=addressed(ChecklistItem),
        called=lambda row: f"{row.get_kind_display()} of {row.deliverable.key}",
        load=of_deliverable(ChecklistItem),
        form=form(ChecklistLineForm),
        save=saver(checklist.edit, "item"),
        permission=may_edit_lines,
        url=deliverable_of,
        fields={"text": plain("What has to be done", "text", none="nothing more")},
    ),
}


def register() -> None:
    """Make them known: called once, with the addresses."""
    for model, editable in LINES.items():
        CELLS.add(str(model._meta.model_name), editable)
