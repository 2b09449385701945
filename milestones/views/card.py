"""The steps of one card of a board or row of a list, the form of one that asks something, and taking one.

A step that asks nothing is one POST. One that asks a sentence answers 422 with its form, one that is refused
with the sentence that says why; `card-steps.js` shows both in a dialog. Without script they are pages.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.card import CardForm
from milestones.models import Deliverable, Milestone, Task
from milestones.pure.delivery_states import TASK_STEPS
from milestones.pure.states import DELIVERABLE_STEPS, MILESTONE_STEPS, Step, find_step, steps_from
from milestones.queries.gate import load_gate
from milestones.rules import may, may_take, unmet
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from milestones.services import task as tasks
from milestones.views.deliverable import load_deliverable
from milestones.views.deliverable_moves import refusal_of
from milestones.views.ending import open_deliverables
from milestones.views.milestone_cell import load_milestone
from milestones.views.more import Item, of_card, of_milestone, returning
from milestones.views.task import load_task
from pm.actor import Actor
from pm.errors import DomainError, StaleEdit
from pm.http import UserRequest, actor_of, page_in, requires
from pm.models import Program
from pm.permissions import Permission, who_may
from pm.views.record import wants_fragment

PAGE, FRAGMENT = "milestones/card/form.html", "milestones/card/_form.html"
Row = Milestone | Deliverable | Task


@dataclass(frozen=True, slots=True)
class Move:
    """One step out of a card's state: what it asks, or why it cannot be taken."""

    step: Step
    label: str
    url: str
    refusal: str = ""
    missing: str = ""
    asks_reason: bool = False
    page: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is more than one click."""
        return bool(self.asks_reason or self.missing or self.page)


@dataclass(frozen=True, slots=True)
class Kind:
    """What boards know of a noun: its steps, who may, what they ask, its verb."""

    noun: str
    board: str
    steps: tuple[Step, ...]
    may: Callable[[UserRequest, Any, Step], bool]
    asks: Callable[[UserRequest, Any, Step], dict[str, Any]]
    verb: Callable[..., Any]
    others: Callable[[UserRequest, Any], list[Item]]
    said: tuple[str, ...] = ("to", "base_status", "reason")

    def take(self, row: Any, form: CardForm, actor: Actor) -> Any:
        """The row after a step, by its own verb."""
        said = {name: form.said(name) for name in self.said}
        return self.verb(**{self.noun: row}, **said, actor=actor)

    def url(self, row: Any) -> str:
        return reverse(f"{self.noun}_card", args=[row.program.slug, row.key])

    def page(self, row: Any) -> str:
        return reverse(f"{self.noun}_detail", args=[row.program.slug, row.key])


def milestone_asks(request: UserRequest, row: Milestone, step: Step) -> dict[str, Any]:
    """What is missing keeps it, or asks why to go on; what ends open deliverables has its own page."""
    missing = "; ".join(unmet(step, row))
    if missing and not step.can_override:
        return {"refusal": f"{missing[:1].upper()}{missing[1:]}."}
    if step.asks_answers and open_deliverables(row):
        page = reverse("milestone_end", args=[row.program.slug, row.key])
        return {"page": f"{page}?{urlencode({'to': step.target})}"}
    return {"missing": missing, "asks_reason": step.needs_reason}


def deliverable_asks(request: UserRequest, row: Deliverable, step: Step) -> dict[str, Any]:
    """The gate refuses a close; a close that is requested with conditions left asks why."""
    left = load_gate(row).left if step.target in {"CLOSED", "CLOSE_REQUESTED"} else 0
    waives = step.target == Deliverable.Status.CLOSE_REQUESTED and left
    return {"refusal": refusal_of(step, row, left), "asks_reason": bool(step.needs_reason or waives)}


def task_asks(request: UserRequest, row: Task, step: Step) -> dict[str, Any]:
    return {"asks_reason": step.needs_reason}


def role_may(request: UserRequest, row: Row, step: Step) -> bool:
    return request.access.can(Permission(step.permission))


MILESTONES = Kind(
    "milestone",
    "roadmap",
    MILESTONE_STEPS,
    role_may,
    milestone_asks,
    milestones.take_step,
    of_milestone,
    said=("to", "base_status", "reason", "override"),
)
DELIVERABLES = Kind(
    "deliverable",
    "deliverable_list",
    DELIVERABLE_STEPS,
    lambda request, row, step: may_take(request.access, row, step),
    deliverable_asks,
    deliverables.take_step,
    of_card,
)
TASKS = Kind("task", "task_list", TASK_STEPS, role_may, task_asks, tasks.take_step, of_card)


def moves_of(request: UserRequest, kind: Kind, row: Any) -> list[Move]:
    """Every step out of its state, those of other roles with their roles."""
    found = []
    for step in steps_from(kind.steps, row.status):
        label, url = type(row).Status(step.target).label, f"{kind.url(row)}?to={step.target}"
        if not kind.may(request, row, step):
            found.append(Move(step, label, url, refusal=f"Needs the role {who_may(step.permission)}."))
        else:
            found.append(Move(step, label, url, **kind.asks(request, row, step)))
    return found


def card_page(request: UserRequest, program: Program, kind: Kind, row: Any) -> HttpResponse:
    """The steps of a card, the form of one of them, or the step taken."""
    row.program = program
    said = request.POST if request.method == "POST" else request.GET
    wanted, seen = said.get("to", ""), said.get("base_status", row.status)
    if request.method != "POST" and not wanted:
        return show(request, kind, row, moves=moves_of(request, kind, row))
    if seen != row.status:
        return refused(request, kind, row, f"{row.key} is {row.get_status_display().lower()} by now.", 409)
    step = find_step(kind.steps, row.status, wanted)
    if step is None:
        return refused(request, kind, row, no_step(row, wanted), 422)
    if not kind.may(request, row, step):
        raise PermissionDenied
    asked = kind.asks(request, row, step)
    move = Move(step, type(row).Status(step.target).label, f"{kind.url(row)}?to={step.target}", **asked)
    if move.page:
        return elsewhere(request, move.page)
    form = form_of(request, move, row)
    if request.method != "POST" or move.refusal or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        if status == 422 and move.asks and not {"reason", "override"} & request.POST.keys():
            form = form_of(request, move, row, is_bound=False)  # a card that was dropped: nothing was typed
        return show(request, kind, row, status=status, move=move, form=form)
    return take(request, kind, row, form, move)


def no_step(row: Any, wanted: str) -> str:
    """Why a state cannot be reached from here in one step."""
    label = dict(type(row).Status.choices).get(wanted, "that").lower()
    return f"{row.key} is {row.get_status_display().lower()}; it cannot become {label} in one step."


def form_of(request: UserRequest, move: Move, row: Any, *, is_bound: bool = True) -> CardForm:
    """The form of a step, with what was seen."""
    is_post = request.method == "POST"
    back = request.POST.get("next", "") if is_post else request.headers.get("Referer", "")
    return CardForm(
        request.POST if is_post and is_bound else None,
        asks_reason=move.asks_reason,
        asks_override=bool(move.missing),
        initial={"to": move.step.target, "base_status": row.status, "next": back[:2000]},
        auto_id="card-%s",
    )


def show(
    request: UserRequest,
    kind: Kind,
    row: Any,
    *,
    status: int = 200,
    moves: Sequence[Move] = (),
    move: Move | None = None,
    form: CardForm | None = None,
    sentence: str = "",
) -> HttpResponse:
    """The steps, or one of them, as a page or in a dialog."""
    verb = move.step.verb if move else ""
    context = {
        "row": row,
        "title": f"{verb} {row.key}" if verb else f"Steps of {row.key}",
        "verb": verb,
        "moves": moves,
        "move": move,
        "form": form,
        "sentence": sentence or (move.refusal if move else ""),
        "action": kind.url(row),
        "page_url": kind.page(row),
        "back": back_of(request, kind, row),
        "others": [] if move else returning(kind.others(request, row), back_of(request, kind, row)),
        "crumbs": [(row.key, kind.page(row)), ("Steps", None)],
    }
    return render(request, FRAGMENT if wants_fragment(request) else PAGE, context, status=status)


def refused(request: UserRequest, kind: Kind, row: Any, sentence: str, status: int) -> HttpResponse:
    return show(request, kind, row, status=status, sentence=sentence, moves=moves_of(request, kind, row))


def elsewhere(request: UserRequest, url: str) -> HttpResponse:
    """A step that needs a page of its own."""
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def take(request: UserRequest, kind: Kind, row: Any, form: CardForm, move: Move) -> HttpResponse:
    """Take the step, say so, and go back to the board."""
    try:
        after = kind.take(row, form, actor_of(request, request.program))
    except StaleEdit:
        return refused(request, kind, row, f"Somebody moved {row.key} meanwhile. Choose again.", 409)
    except DomainError as refusal:
        return show(request, kind, row, status=422, move=move, form=form, sentence=str(refusal))
    said = f"{after.key} is now {after.get_status_display().lower()}."
    messages.success(request, said)
    if not wants_fragment(request):
        return HttpResponseRedirect(back_of(request, kind, row))
    answer = render(request, "milestones/card/_moved.html")
    answer.headers["HX-Trigger"] = json.dumps({"card-moved": {"said": said}})
    answer.headers["HX-Reswap"] = "none"
    return answer


def back_of(request: UserRequest, kind: Kind, row: Any) -> str:
    """The board or the list that it was opened on; from its own page the board."""
    board = reverse(kind.board, args=[row.program.slug])
    offered = request.POST.get("next") or request.headers.get("Referer", "")
    path = page_in(request, row.program, offered).partition("#")[0]
    if not path or path.startswith(kind.page(row)):
        path = f"{board}?view=board"
    is_board = path.startswith(f"{board}?") and "view=board" in path
    return f"{path}#card-{row.key}" if is_board else path


@requires(Permission.START_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_card(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The steps of a milestone on the board."""
    return card_page(request, program, MILESTONES, load_milestone(request, program, key))


@requires(Permission.WORK_ON_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_card(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The steps of a deliverable on the board."""
    row = load_deliverable(request, program, key)
    if not may(request.access, Permission.WORK_ON_DELIVERABLE, row):
        raise PermissionDenied
    return card_page(request, program, DELIVERABLES, row)


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_card(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The steps of a task on the board."""
    return card_page(request, program, TASKS, load_task(request, program, key))
