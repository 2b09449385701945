"""The gate, the checklist and the criteria of a deliverable's page, ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from milestones.forms.deliverable import ChecklistForm
from milestones.models import AcceptanceCriterion, ChecklistItem, Deliverable
from milestones.panels.rank_cell import rank_form
from milestones.queries.gate import Gate
from pm.errors import StaleEdit
from pm.http import UserRequest
from pm.models import Change, Program
from pm.pure.address import link_of
from pm.pure.days import short_day
from pm.registry import panels
from pm.templatetags.cells import draw, looker_of

Status, State = Deliverable.Status, ChecklistItem.State


@dataclass(frozen=True, slots=True)
class Tried:
    """What a refused answer tried, so that nothing typed is lost."""

    pk: int = 0
    form: Any = None
    stale: StaleEdit | None = None
    sentence: str = ""

    @property
    def words(self) -> str:
        """What is wrong with the answer as a whole."""
        errors = self.form.non_field_errors() if self.form is not None else []
        return self.sentence or (str(errors[0]) if errors else "")


NOT_TRIED = Tried()


def line_form(line: ChecklistItem, tried: Tried) -> ChecklistForm:
    """The form of one open line; the one that was refused keeps what was typed."""
    if tried.pk == line.pk and isinstance(tried.form, ChecklistForm):
        return tried.form
    return ChecklistForm(auto_id=f"line-{line.pk}-%s")


def missing_list(gate: Gate, row: Deliverable, program: Program, tried: Tried) -> list[dict[str, Any]]:
    """The open conditions in their order, each with its mend; last the lines that only should be done."""

    def mend(line: ChecklistItem, text: str) -> dict[str, Any]:
        return {
            "title": f"{line_name(line)} has no evidence",
            "text": text,
            "name": line_name(line),
            "line": line,
            "form": line_form(line, tried),
            "url": reverse("checklist_answer", args=[program.slug, row.key, line.pk]),
        }

    lines = [
        mend(line, "A link or a note shows it, or a reason says why it is not needed.")
        for line in gate.open_lines
    ]
    wishes = [mend(line, "It should be done, and keeps nothing from closing.") for line in gate.open_wishes]
    criteria = [
        {
            "title": f"“{criterion.text}” does not hold yet",
            "text": "An acceptance criterion. Say so here once it holds.",
            "criterion": criterion,
            "url": reverse("criterion_answer", args=[program.slug, row.key, criterion.pk]),
        }
        for criterion in gate.open_criteria
    ]
    return [*lines, *criteria, *others_missing(gate, row, program), *wishes]


def others_missing(gate: Gate, row: Deliverable, program: Program) -> list[dict[str, Any]]:
    """Handovers and evidence that a close waits for, each with the page where that is mended."""
    handovers = [
        {
            "title": f"{one.key} {one.title} is {one.get_status_display().lower()}",
            "text": f"A close waits until {one.receiver} has accepted it.",
            "link": reverse("handover_detail", args=[program.slug, one.key]),
            "label": f"Open {one.key}",
        }
        for one in gate.open_handovers
    ]
    evidence = [
        {
            "title": f"{one.code} has no evidence of its own subteam",
            "text": "The policy asks it of whoever builds what is promised, before the promise is claimed.",
            "link": reverse("signoff_give", args=[program.slug, one.feature.slug, one.code]),
            "label": f"Bring evidence for {one.code}",
        }
        for one in gate.unproven
    ]
    return [*handovers, *evidence]


def full_name(line: ChecklistItem) -> str:
    """`Code: the tests run`."""
    return f"{line.get_kind_display()}: {line.text}" if line.text else line.get_kind_display()


def line_name(line: ChecklistItem) -> str:
    """`Specs`, or what the line is about where it says so."""
    return line.text or line.get_kind_display()


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the checklist or a criterion as it stands, with who answered it and when."""

    pk: int
    css: str
    icon: str
    word: str
    name: str
    detail: str
    link: str
    by: str
    on: str
    url: str
    param: str
    value: str
    hidden: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    place: SafeString | str = ""
    cell: SafeString | str = ""


def in_place(
    request: UserRequest,
    row: Deliverable,
    answers: list[Answer],
    of: Sequence[ChecklistItem | AcceptanceCriterion],
    *,
    may: bool,
) -> list[Answer]:
    """The lines with their words edited where they stand, for those who may while it is open."""
    if not may:
        return answers
    looker, cells = looker_of(request, request.program), []
    for one in of:
        one.deliverable = row
        kind = f"{one.get_kind_display()}: " if isinstance(one, ChecklistItem) else ""
        end = " (should)" if isinstance(one, ChecklistItem) and one.is_should else ""
        cells.append(format_html("{}{}{}", kind, draw(looker, one, "text"), end))
    told = zip(answers, cells, of, strict=True)
    return [replace(answer, cell=cell) if one.text else answer for answer, cell, one in told]


def placed(request: UserRequest, kind: str, rows: list[Answer], *, may: bool) -> list[Answer]:
    """The lines with the cell of their place, for those who may put them in order."""
    if not may or len(rows) < 2:
        return rows
    return [
        replace(one, place=rank_form(request, kind, one.pk, one.name, n)) for n, one in enumerate(rows, 1)
    ]


LOOKS = {
    State.DONE: ("is-done", "c-done"),
    State.OPEN: ("is-open", "c-open"),
    State.NOT_NEEDED: ("is-na", "c-na"),
}


def checklist_answers(
    gate: Gate, row: Deliverable, program: Program, news: dict[tuple[str, int], Change], today: date
) -> list[Answer]:
    """Every line of the checklist as it stands."""
    return [
        line_answer(line, row, program, news.get(("checklistitem", line.pk)), today) for line in gate.lines
    ]


def line_answer(
    line: ChecklistItem, row: Deliverable, program: Program, last: Change | None, today: date
) -> Answer:
    """One line of the checklist as it stands."""
    css, icon = LOOKS[State(line.state)]
    details = {
        State.OPEN: "No evidence yet",
        State.DONE: line.evidence,
        State.NOT_NEEDED: f"Not needed: {line.because.removesuffix('.')}",
    }
    is_answered = line.state != State.OPEN
    return Answer(
        pk=line.pk,
        css=css,
        icon=icon,
        word=line.get_state_display(),
        name=f"{full_name(line)} (should)" if line.is_should else full_name(line),
        detail=details[State(line.state)],
        link=link_of(line.evidence) if line.state == State.DONE else "",
        by=last.actor_name if last and is_answered else "",
        on=short_day(last.happened_on, today) if last and is_answered else "",
        url=reverse("checklist_answer", args=[program.slug, row.key, line.pk]),
        param="state",
        value=State.OPEN,
        hidden=(("base_state", line.state), ("base_evidence", line.evidence), ("base_because", line.because)),
    )


def checklist_note(gate: Gate) -> str:
    """`2 done, 1 not needed, 1 open`: only what there is."""
    counts = {
        state: sum(line.state == state for line in gate.lines)
        for state in (State.DONE, State.NOT_NEEDED, State.OPEN)
    }
    return ", ".join(f"{count} {State(state).label.lower()}" for state, count in counts.items() if count)


def criterion_answers(
    gate: Gate, row: Deliverable, program: Program, news: dict[tuple[str, int], Change], today: date
) -> list[Answer]:
    """Every acceptance criterion as it stands."""
    return [
        criterion_line(one, row, program, news.get(("acceptancecriterion", one.pk)), today)
        for one in gate.criteria
    ]


def criterion_line(
    one: AcceptanceCriterion, row: Deliverable, program: Program, last: Change | None, today: date
) -> Answer:
    """One acceptance criterion as it stands."""
    css, icon = LOOKS[State.DONE if one.is_met else State.OPEN]
    return Answer(
        pk=one.pk,
        css=css,
        icon=icon,
        word="Met" if one.is_met else "Open",
        name=one.text,
        detail="",
        link="",
        by=last.actor_name if last and one.is_met else "",
        on=short_day(last.happened_on, today) if last and one.is_met else "",
        url=reverse("criterion_answer", args=[program.slug, row.key, one.pk]),
        param="is_met",
        value="no",
        hidden=(("base_is_met", "yes" if one.is_met else "no"),),
    )


def panel_parts(place: str, request: UserRequest, row: Deliverable) -> list[dict[str, Any]]:
    """What higher apps add to this place of the page, rendered."""
    http: HttpRequest = request
    return [
        {"title": panel.title, "html": render_to_string(panel.template, panel.build(request, row), http)}
        for panel in panels(place)
    ]
