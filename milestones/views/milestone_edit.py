"""Inline edits of a milestone: a fragment for htmx, a whole page without. Both take the same path."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from milestones.forms.milestone import (
    AppetiteForm,
    EditForm,
    OwnerForm,
    StartForm,
    ValueForm,
)
from milestones.forms.target import TargetForm, words_of
from milestones.models import Milestone
from milestones.services import milestone as service
from milestones.services import target
from milestones.templatetags.plan import target_words
from milestones.views.milestone_cell import Edit, begin, show_conflict, show_editor, show_rest, show_saved
from pm.errors import Conflict, DomainError, StaleEdit
from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import Permission


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_target(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Move the target. A committed one asks why."""
    edit = begin(request, program, key, "target")
    if request.method != "POST":
        form = TargetForm(row=edit.row, today=edit.actor.today)
        return show_rest(edit) if "rest" in request.GET else show_editor(edit, form)
    form = TargetForm(request.POST, row=edit.row, today=edit.actor.today)
    if not form.is_valid():
        return show_editor(edit, form, status=422)
    try:
        return save_target(edit, form)
    except StaleEdit as stale:
        return show_conflict(edit, stale, [target_conflict(form, edit.row)], posted_reasons(form))
    except target.ReasonMissing as refusal:
        form.add_error("reason" if form.cleaned_data["reason_class"] else "reason_class", str(refusal))
    except DomainError as refusal:
        form.add_error("target", str(refusal))
    return show_editor(edit, form, status=422)


def save_target(edit: Edit, form: TargetForm) -> HttpResponse:
    """Write the move and say what it was."""
    after = target.move(
        milestone=edit.row,
        start=form.found.start,
        end=form.found.end,
        text=form.found.text if form.found.is_known or form.found.text else "",
        base=form.base,
        reason_class=form.cleaned_data.get("reason_class", ""),
        reason=form.cleaned_data.get("reason", ""),
        actor=edit.actor,
    )
    before = (edit.row.target_from_on, edit.row.target_to_on, edit.row.target_text)
    if (after.target_from_on, after.target_to_on, after.target_text) == before:
        return show_saved(edit, "")
    words = target_words(after, edit.actor.today)
    known = after.target_to_on is not None
    return show_saved(
        edit, f"{after.key} is now due {words}." if known else f"{after.key} has no target now."
    )


def target_conflict(form: TargetForm, row: Milestone) -> dict[str, str]:
    """The three targets as texts, and what the forms of the choice post."""
    fresh = Milestone.objects.get(pk=row.pk)
    now = TargetForm(row=fresh, today=form.today)
    return {
        "label": "Target",
        "name": "target",
        "base": form.words(*(form.base[name] for name in form.base)) or "none",
        "theirs": now.words(fresh.target_from_on, fresh.target_to_on, fresh.target_text) or "none",
        "mine": words_of(form.found, form.today) or "none",
        "mine_value": str(form.cleaned_data["target"]),
        "theirs_value": now.bases()[0][1],
    }


def posted_reasons(form: TargetForm) -> list[tuple[str, str]]:
    names = ("reason_class", "reason")
    return [(name, str(form.cleaned_data[name])) for name in names if name in form.cleaned_data]


def edit_columns(
    request: UserRequest, program: Program, key: str, name: str, form_class: type[EditForm],
    say: Callable[[Milestone], str],
) -> HttpResponse:  # fmt: skip
    """Edit the columns of one form, per field against what the editor saw."""
    edit = begin(request, program, key, name)
    people = service.people_of(program) if form_class is OwnerForm else ()
    if request.method != "POST":
        form = form_class(row=edit.row, today=edit.actor.today, people=people)
        return show_rest(edit) if "rest" in request.GET else show_editor(edit, form)
    form = form_class(request.POST, row=edit.row, today=edit.actor.today, people=people)
    if not form.is_valid():
        return show_editor(edit, form, status=422)
    try:
        after = service.edit(milestone=edit.row, changes=form.changes(), base=form.base, actor=edit.actor)
    except StaleEdit as stale:
        rows = [column_conflict(form, conflict) for conflict in stale.conflicts]
        return show_conflict(edit, stale, rows, kept_fields(form, stale))
    except DomainError as refusal:
        form.add_error(name if name in form.fields else None, str(refusal))
        return show_editor(edit, form, status=422)
    same = all(getattr(after, column) == getattr(edit.row, column) for column in form.columns.values())
    return show_saved(edit, "" if same else say(after))


def column_conflict(form: EditForm, conflict: Conflict) -> dict[str, str]:
    """One column three times, as text; and what the forms of the choice post."""
    name = next(name for name, column in form.columns.items() if column == conflict.field)
    texts = {part: form.words(conflict.field, getattr(conflict, part)) for part in ("base", "theirs", "mine")}
    return {
        "label": str(form.fields[name].label or name.capitalize()),
        "name": name,
        **texts,
        "mine_value": str(form.data.get(name, "")),
        "theirs_value": form.as_text(name, conflict.theirs),
    }


def kept_fields(form: EditForm, stale: StaleEdit) -> list[tuple[str, str]]:
    """What else was posted: fields nobody else touched are saved with the choice."""
    clashing = {conflict.field for conflict in stale.conflicts}
    names = [name for name, column in form.columns.items() if column not in clashing]
    both = [f"{prefix}{name}" for name in names for prefix in ("", "base_")]
    return [(name, str(form.data.get(name, ""))) for name in both]


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_owner(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Choose the owner among the program's people."""

    def say(row: Milestone) -> str:
        return f"{row.owner} now owns {row.key}." if row.owner else f"{row.key} has no owner now."

    return edit_columns(request, program, key, "owner", OwnerForm, say)


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_value(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """State the value, 0 to 10."""

    def say(row: Milestone) -> str:
        return f"The value of {row.key} is now {'not stated' if row.value is None else row.value}."

    return edit_columns(request, program, key, "value", ValueForm, say)


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_appetite(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """State the appetite, in months or days."""

    def say(row: Milestone) -> str:
        days = "not stated" if row.appetite_days is None else f"{row.appetite_days.normalize():f} person-days"
        return f"The appetite of {row.key} is now {days}."

    return edit_columns(request, program, key, "appetite", AppetiteForm, say)


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_start(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Plan the first day."""

    def say(row: Milestone) -> str:
        day = row.planned_start_on
        return f"{row.key} starts {day.day} {day:%b %Y}." if day else f"{row.key} has no planned start now."

    return edit_columns(request, program, key, "start", StartForm, say)
