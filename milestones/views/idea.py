"""Laundry lists: the ideas of each track, votes, what goes before what, promotion."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.idea import IdeaFilter, OwnIdeaForm, PreferForm
from milestones.models import Milestone, Track
from milestones.queries.idea import ideas_of, proposed_by, said_of
from milestones.services import idea as ideas
from milestones.views.idea_rows import Reader, sections_of
from milestones.views.milestone_cell import load_milestone
from milestones.views.roadmap_rows import detail_url
from pm.errors import DomainError
from pm.filters import chips
from pm.http import UserRequest, actor_of, next_url, requires
from pm.models import Program
from pm.permissions import Permission
from pm.queries.page import clamped, number_of, page_of
from pm.views.csv_file import csv_answer
from pm.views.record import record_page
from pm.views.saved_view import keeps_views, list_parts, plain_of

SIZE = 100
COLUMNS = (
    ("Place", "w-place"),
    ("Idea", ""),
    ("Value", "num w-60"),
    ("Effort, months", "num w-110"),
    ("Charged to", "w-90"),
    ("Votes", "nowrap w-110"),
    ("Your vote", "w-90"),
    ("Comments", "num w-90"),
    ("Plan", "num w-plan"),
)
HEADS = (
    "key", "title", "track", "place", "value", "effort guess days", "charged to", "votes", "median vote",
    "comments", "goes before", "because",
)  # fmt: skip


@requires(Permission.VIEW)
@keeps_views
@require_safe
def idea_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every idea in the list of its track."""
    tracks = list(Track.objects.filter(program=program).order_by("is_archived", "rank", "name", "pk"))
    user_id = actor_of(request, program).user_id
    found = IdeaFilter(
        request.GET, queryset=ideas_of(program, request.access), tracks=tracks, user_id=user_id
    )
    if request.GET.get("format") == "csv":
        rows = list(found.qs)
        return csv_answer(
            f"{program.slug}-ideas-{actor_of(request, program).today.isoformat()}.csv",
            HEADS,
            file_rows(Reader(request, is_ordered=False), rows),
        )
    total = found.qs.count()
    page = page_of(
        found.qs, number=clamped(number_of(request.GET.get("page")), total=total, size=SIZE), size=SIZE
    )
    on = chips(found, request.GET, request.path, plain_of(request))
    reader = Reader(request, is_ordered=found.shows_order and total <= SIZE)
    said = said_of(program, page.rows, user_id, request.access)
    sections = sections_of(reader, tracks, page.rows, said, with_empty=not on and total <= SIZE)
    return render(request, "milestones/idea/list.html", context_of(reader, found, page, total, on, sections))


def context_of(
    reader: Reader, found: IdeaFilter, page: Any, total: int, on: list[dict[str, str]], sections: Any
) -> dict[str, Any]:
    """What the page shows around its lists."""
    request = reader.request
    may_edit, may_vote = reader.can(Permission.EDIT_MILESTONE), reader.can(Permission.COMMENT)
    shown = {"Place": may_edit and reader.is_ordered, "Your vote": may_vote, "Plan": may_edit}
    words = f"{total:,} idea{'' if total == 1 else 's'}"
    new = f"{reverse('milestone_create', args=[reader.slug])}?status=IDEA"
    return {
        "crumbs": [("Ideas", None)],
        "sections": sections,
        "columns": [(label, css) for label, css in COLUMNS if shown.get(label, True)],
        "shows": {"place": shown["Place"], "own": may_vote, "acts": may_edit},
        "form": found.form,
        "chips": on,
        "count": words if total <= SIZE else f"{page.first:,}–{page.last:,} of {words}",
        "total": total,
        "page": page,
        **list_parts(request, found.form),
        "new_url": new if reader.can(Permission.PROPOSE_IDEA) else "",
        "tracks_url": reverse("track_list", args=[reader.slug]),
        "says_drag": shown["Place"] and total > 1,
    }


def file_rows(reader: Reader, rows: Sequence[Milestone]) -> Iterator[list[Any]]:
    """A line of the file for each idea."""
    said = said_of(reader.request.program, rows, None, reader.request.access)
    for row in rows:
        one, line = said[row.pk], row.budget_line
        yield [
            row.key, row.title, row.track.name, row.rank or None, row.value, row.effort_guess_days,
            line.key if line and reader.sees(line) else "", len(one.votes), one.middle, one.comments,
            "; ".join(each.under.key for each in one.over), "; ".join(each.because for each in one.over),
        ]  # fmt: skip


def list_url(program: Program) -> str:
    return reverse("idea_list", args=[program.slug])


@requires(Permission.COMMENT)
@require_POST
def idea_vote(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Vote 0 to 10, or take the vote back."""
    row = load_milestone(request, program, key)
    typed, actor = request.POST.get("value", "").strip(), actor_of(request, program)
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= 3
    if typed and not is_number:
        raise DomainError("A vote is a whole number from 0 to 10. Leave it empty to take it back.")
    value = int(typed) if typed else None
    ideas.vote(idea=row, user_id=actor.user_id or 0, value=value, actor=actor)
    said = f"Your vote for {row.key} is {value} of 10." if typed else f"Took your vote for {row.key} back."
    messages.success(request, said)
    return HttpResponseRedirect(next_url(request, list_url(program)))


@requires(Permission.EDIT_MILESTONE)
@require_POST
def idea_promote(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Take an idea into the plan."""
    row = load_milestone(request, program, key)
    saved = ideas.promote(idea=row, actor=actor_of(request, program))
    messages.success(request, f"{saved.key} {saved.title} is proposed for the plan now.")
    return HttpResponseRedirect(next_url(request, list_url(program)))


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def idea_prefer(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Say which idea this one goes before, and why."""
    row = load_milestone(request, program, key)
    form = PreferForm.of(request, program, initial={"under": request.GET.get("under", "")})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: ideas.prefer(
            over=row,
            under=form.cleaned_data["under"],
            because=form.cleaned_data["because"],
            actor=actor_of(request, program),
        ),
        title=f"{row.key} {row.title}",
        submit="Put it first",
        lead="We prioritise this idea over another one of the program. Of one track, it moves before it.",
        crumbs=[("Ideas", list_url(program)), (row.key, detail_url(program, row)), ("Before", None)],
        cancel_url=list_url(program),
        done=lambda _: list_url(program),
        say=lambda made: f"{row.key} goes before {made.under.key}.",
    )


@requires(Permission.PROPOSE_IDEA)
@require_http_methods(["GET", "HEAD", "POST"])
def idea_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Correct an idea one proposed, while it is one."""
    row = load_milestone(request, program, key)
    actor = actor_of(request, program)
    may_edit = request.access.can(Permission.EDIT_MILESTONE)
    if not may_edit and not proposed_by(row, actor.user_id):
        raise PermissionDenied
    form = OwnIdeaForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: ideas.correct(idea=row, changes=form.plain_changes(), base=form.base(), actor=actor),
        title=f"Correct {row.key}",
        submit="Save",
        lead="You proposed it: its words are yours until it is taken into the plan.",
        crumbs=[("Ideas", list_url(program)), (row.key, detail_url(program, row)), ("Correct", None)],
        cancel_url=detail_url(program, row),
        done=lambda saved: detail_url(program, saved),
    )
