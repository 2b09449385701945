"""Tracks: the list with what each holds, create, edit, archive."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.track import TrackFilter, TrackForm
from milestones.models import Track
from milestones.panels.rank_cell import rank_cell
from milestones.queries.track import ENDED, PLANNED, tracks_of
from milestones.services import track as tracks
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb, record_page, verb_page
from pm.views.register import Column, register_page


def list_url(program: Program) -> str:
    return reverse("track_list", args=[program.slug])


def columns_of(
    program: Program, *, may_edit: bool, with_archived: bool, place: Callable[[Track], str] | None = None
) -> list[Column]:
    """The columns; each number leads to its rows. `place` draws the place of a track that can be moved."""
    roadmap = f"{reverse('roadmap', args=[program.slug])}?view=table&track="

    def holding(*statuses: str) -> Callable[[Track], str]:
        asked = "".join(f"&status={status}" for status in statuses)
        return lambda row: f"{roadmap}{row.slug}{asked}"

    def edit_url(row: Track) -> str:
        return reverse("track_edit", args=[program.slug, row.slug])

    columns = [
        Column("Track", lambda row: row.name, lambda row: f"{roadmap}{row.slug}", is_head=True, edit="name"),
        Column("About", lambda row: row.description, css="wide skip-s", edit="description"),
        Column("Open milestones", lambda row: row.open_count, holding(*PLANNED), css="num"),
        Column("Ideas", lambda row: row.idea_count, holding("IDEA"), css="num"),
        Column("Ended", lambda row: row.ended_count, holding(*ENDED), css="num"),
        Column("Archived", lambda row: row.is_archived, in_page=with_archived),
    ]
    if place is not None:
        columns.insert(0, Column("Place", place, css="w-place skip-s", in_csv=False))
    if may_edit:
        columns.append(
            Column("Change", lambda row: "Edit", edit_url, css="num no-print", in_csv=False, is_fixed=True)
        )
    return columns


def place_of(request: UserRequest, program: Program) -> Callable[[Track], str]:
    """Draws the place of each track among those in use."""
    rows = Track.objects.filter(program=program, is_archived=False).order_by("rank", "name", "pk")
    places = {pk: place for place, pk in enumerate(rows.values_list("pk", flat=True), 1)}
    return lambda row: rank_cell(request, "track", row, places[row.pk]) if row.pk in places else ""


@requires(Permission.VIEW)
@require_safe
def track_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every track with its ideas and milestones."""
    may_edit = request.access.can(Permission.EDIT_MILESTONE)
    return register_page(
        request,
        program,
        filterset=TrackFilter(request.GET, queryset=tracks_of(program, request.access)),
        columns=columns_of(
            program,
            may_edit=may_edit,
            with_archived="archived" in request.GET,
            place=place_of(request, program) if may_edit and not request.GET else None,
        ),
        title="Tracks",
        noun="track",
        lead="Long-lived themes of the roadmap. Each holds its milestones and its ideas.",
        empty="A milestone belongs to a track: a theme that outlives it, such as Reliability.",
        create=("Add a track", reverse("track_create", args=[program.slug])) if may_edit else None,
    )


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def track_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a track."""
    form = TrackForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: tracks.create(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New track",
        submit="Add the track",
        lead="A theme that outlives its milestones.",
        crumbs=[("Tracks", list_url(program)), ("New track", None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
        say=lambda row: f"Added the track {row.name}.",
    )


def load_track(program: Program, slug: str) -> Track:
    row: Track = load_or_404(Track.objects.filter(program=program), slug=slug)
    row.program = program
    return row


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def track_edit(request: UserRequest, program: Program, track: str) -> HttpResponse:
    """Change a track's words and place, or archive it."""
    row = load_track(program, track)
    form = TrackForm.of(request, program, row=row)
    verb = "restore" if row.is_archived else "archive"
    return record_page(
        request,
        program,
        form=form,
        save=lambda: tracks.edit(
            track=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.name}",
        submit="Save",
        crumbs=[("Tracks", list_url(program)), (row.name, None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
        verbs=[
            Verb(f"{verb.capitalize()} this track", reverse(f"track_{verb}", args=[program.slug, row.slug]))
        ],
    )


@requires(Permission.EDIT_MILESTONE)
@require_POST
def track_archive(request: UserRequest, program: Program, track: str) -> HttpResponse:
    """Put a track away that holds nothing open."""
    row = load_track(program, track)
    return verb_page(
        request,
        do=lambda: tracks.archive(track=row, actor=actor_of(request, program)),
        done=lambda row: list_url(program),
        say=lambda row: f"Archived the track {row.name}. Its milestones stay.",
    )


@requires(Permission.EDIT_MILESTONE)
@require_POST
def track_restore(request: UserRequest, program: Program, track: str) -> HttpResponse:
    """Take a track into use again."""
    row = load_track(program, track)
    return verb_page(
        request,
        do=lambda: tracks.restore(track=row, actor=actor_of(request, program)),
        done=lambda row: list_url(program),
        say=lambda row: f"{row.name} is in use again.",
    )
