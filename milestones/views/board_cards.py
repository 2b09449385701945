"""The cards of the three boards: milestones, deliverables, tasks."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString

from milestones.models import Deliverable, Milestone, Task
from milestones.models.task import UNPLANNED_LAST
from milestones.pure.delivery_states import TASK_STEPS
from milestones.pure.moves import reached
from milestones.pure.states import DELIVERABLE_STEPS, MILESTONE_ENDED, MILESTONE_STEPS, Step
from milestones.queries.board import count_states, load_cards
from milestones.queries.roadmap import with_deliverables
from milestones.rules import CONDITIONS, may_take
from milestones.templatetags.plan import milestone_health, share_bar, shows_health, slip_words, target_words
from milestones.views.board import Board, board_of, card, person
from milestones.views.roadmap_rows import Reader, load_facts
from pm.http import UserRequest, actor_of
from pm.permissions import Permission
from pm.pure.days import distance, short_day
from pm.templatetags.cells import filled
from pm.views.column import turned

# Conditions of a step that the row itself answers, and what each lacks in a word.
LACKS = {"owner": "owner", "target": "target", "appetite": "appetite", "benefit": "benefit"}


def labels_of(model: type[Milestone] | type[Deliverable] | type[Task]) -> dict[str, str]:
    return {str(value): str(label) for value, label in model.Status.choices}


def name_of(person_: object) -> str:
    return str(person_) if person_ else ""


def lack_of(row: Milestone, to: Sequence[str]) -> str:
    """`COMMITTED|owner, target and appetite`: what keeps a proposed milestone from a commitment at sight."""
    if row.status != Milestone.Status.PROPOSED or "COMMITTED" not in to:
        return ""
    missing = [word for name, word in LACKS.items() if CONDITIONS.get(name)(row)]
    if not missing:
        return ""
    words = ", ".join(missing[:-1]) + f" and {missing[-1]}" if len(missing) > 1 else missing[0]
    return f"COMMITTED|{words[:1].upper()}{words[1:]} {'is' if len(missing) == 1 else 'are'} missing"


def milestone_board(request: UserRequest, rows: QuerySet[Milestone], counts: Mapping[str, int]) -> Board:
    """Milestones by status, the next target first."""
    order = (F("target_to_on").asc(nulls_last=True), F("rank").asc())
    cards = list(with_deliverables(load_cards(rows, order, MILESTONE_ENDED)))
    program, access = request.program, request.access
    today = actor_of(request, program).today
    reader = Reader(program, access, today, load_facts(request, cards))

    def may(step: Step) -> bool:
        return access.can(Permission(step.permission))

    return board_of(
        "milestone",
        MILESTONE_STEPS,
        labels_of(Milestone),
        counts,
        (
            (row.status, milestone_card(reader, row, reached(MILESTONE_STEPS, row.status, may)))
            for row in cards
        ),
        may=may,
        more=lambda status: turned(request.GET, view="table", status=status),
    )


def milestone_card(reader: Reader, row: Milestone, to: Sequence[str]) -> SafeString:
    slip = slip_words(row)
    target = target_words(row, reader.today) if row.target_text or row.target_to_on else ""
    share = reader.facts_of(row).get("claimed")
    return card(
        key=row.key,
        status=row.status,
        url=reader.url_of(row),
        move_url=f"{reader.url_of(row)}card/",
        title=row.title,
        head=milestone_health(row, reader.today) if shows_health(row) else "",
        foot=(
            person(name_of(row.owner)),
            filled('%s <span class="muted">%s</span>', target, slip) if slip else target,
            share_bar(share) if share is not None else "",
        ),
        to=to,
        lack=lack_of(row, to),
    )


def deliverable_board(request: UserRequest, rows: QuerySet[Deliverable]) -> Board:
    """Deliverables by status, the next due first."""
    program, access = request.program, request.access
    today = actor_of(request, program).today
    order = (F("due_on").asc(nulls_last=True),)
    found = load_cards(rows, order, (Deliverable.Status.CLOSED, Deliverable.Status.DROPPED))

    def steps(row: Deliverable) -> list[str]:
        return reached(DELIVERABLE_STEPS, row.status, lambda step: may_take(access, row, step))

    return board_of(
        "deliverable",
        DELIVERABLE_STEPS,
        labels_of(Deliverable),
        count_states(rows),
        (
            (row.status, deliverable_card(program.slug, row, steps(row), today))
            for row in found.select_related("milestone", "accountable", "owner")
        ),
        may=lambda step: access.can(Permission(step.permission)),
        more=lambda status: turned(request.GET, view="", status=status),
    )


def deliverable_card(slug: str, row: Deliverable, to: Sequence[str], today: date) -> SafeString:
    url = f"/{slug}/deliverables/{row.key}/"
    over = distance(row.due_on, today) if row.is_open and row.due_on and row.due_on < today else ""
    return card(
        key=row.key,
        status=row.status,
        url=url,
        move_url=f"{url}card/",
        title=row.title,
        head=filled('<span class="muted" title="%s">%s</span>', row.milestone.title, row.milestone.key),
        foot=(
            person(name_of(row.owner or row.accountable)),
            short_day(row.due_on, today) if row.due_on else "",
            filled('<b class="strong">%s</b>', over) if over else "",
        ),
        to=to,
    )


def task_board(request: UserRequest, rows: QuerySet[Task]) -> Board:
    """Tasks by status, the next planned week first."""
    program, access = request.program, request.access
    found = load_cards(
        rows, (UNPLANNED_LAST, F("planned_week").asc()), (Task.Status.DONE, Task.Status.DROPPED)
    )

    def may(step: Step) -> bool:
        return access.can(Permission(step.permission))

    return board_of(
        "task",
        TASK_STEPS,
        labels_of(Task),
        count_states(rows),
        (
            (row.status, task_card(program.slug, row, reached(TASK_STEPS, row.status, may)))
            for row in found.select_related("deliverable__accountable", "kind", "assignee", "subteam")
        ),
        may=may,
        more=lambda status: turned(request.GET, view="", status=status),
    )


def task_card(slug: str, row: Task, to: Sequence[str]) -> SafeString:
    url = f"/{slug}/tasks/{row.key}/"
    team = row.subteam or (row.deliverable.accountable if row.deliverable else None)
    where = row.deliverable.key if row.deliverable else name_of(row.kind)
    return card(
        key=row.key,
        status=row.status,
        url=url,
        move_url=f"{url}card/",
        title=row.title,
        head=filled('<span class="muted">%s</span>', where),
        foot=(person(name_of(row.assignee or team)), row.planned_week),
        to=to,
    )
