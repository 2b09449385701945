"""Many rows changed at once: chosen in a list, shown before anything is written, then one change set.

    GET  ?key=R-1&key=R-2&act=owner   asks for the value; without `act` it offers what can be changed
    GET  ?all=<query of the list>     all rows that match it, up to MOST
    POST stage=preview                a rehearsal by the noun's own verbs: before → after, or why not
    POST again                        the value once more, as it was typed, for the rows of a preview
    POST stage=apply                  the ticked rows, in one change set; what changed meanwhile is left alone

What can be changed is registered in `pm.registry.BULK`: each field that is edited in place, and more.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pm.actor import Actor
from pm.errors import DomainError
from pm.http import UserRequest, actor_of, ask_to_log_in, page_in, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.bulk import Act, Bulk
from pm.registry import BULK, CELLS
from pm.services.bulk import NothingChanged, Outcome, apply, rehearse
from pm.views.bulk_bar import grouped

MOST = 500


class NotAllowed(DomainError):
    """This person may not do that to this row."""


# What the pages themselves post; all else belongs to the form of the value.
OURS = frozenset(
    {"none", "key", "left", "again", "all", "act", "stage", "seen", "next", "csrfmiddlewaretoken"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the preview, ready for the template."""

    key: str
    title: str
    url: str
    outcome: Outcome
    notes: Sequence[str]
    token: str

    @property
    def is_ticked(self) -> bool:
        return self.outcome.is_changed


@dataclass(frozen=True, slots=True)
class Job:
    """One bulk edit: who, of which rows, in which way."""

    request: UserRequest
    program: Program
    letter: str
    kind: Bulk
    rows: Sequence[Any]
    name: str
    actor: Actor

    @property
    def asked(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def url(self) -> str:
        return reverse("bulk_edit", args=[self.program.slug, self.letter])

    @property
    def act(self) -> Act:
        return self.kind.acts()[self.name]

    @property
    def back(self) -> str:
        """The list it began on, when that is one of the program."""
        offered = page_in(self.request, self.program, self.asked.get("next", ""))
        return offered or reverse(self.kind.list_name, args=[self.program.slug])

    @property
    def query(self) -> QuerySet:
        """The same rows, to be read once more."""
        rows: QuerySet = self.kind.rows(self.request, self.program, None)
        return rows.filter(pk__in=[row.pk for row in self.rows])

    @property
    def counted(self) -> str:
        return counted(len(self.rows), self.kind)

    def show(self, row: Any) -> str:
        return self.act.show(row, self.actor.today)

    def change(self, form: Any) -> Any:
        """The verb of one row: for those who may, as this person."""

        def change(row: Any) -> Any:
            row.program = self.program
            if not self.act.may(self.request.access, row, form):
                raise NotAllowed(f"Your role does not change this of {row.key}.")
            return self.act.apply(row=row, form=form, actor=self.actor)

        return change


def counted(count: int, kind: Bulk) -> str:
    return f"{count:,} {kind.noun if count == 1 else kind.plural}"


@requires(Permission.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_edit(request: UserRequest, program: Program, letter: str) -> HttpResponse:
    """Change many rows of one kind: choose, look, confirm."""
    if letter not in BULK:
        raise Http404(f"{letter[:20]} names nothing that is changed together.")
    kind = BULK.get(letter)
    if not request.access.can(Permission(kind.permission)):
        if not request.user.is_authenticated:
            return ask_to_log_in(request)
        raise PermissionDenied
    job = begin(request, program, letter, kind)
    if not job.rows and "key" in job.asked:
        raise Http404(f"None of these {kind.plural} is here. Select others in the list.")
    if not job.rows:
        messages.error(request, f"No {kind.noun} is selected. Tick the rows that change, then choose what.")
        return HttpResponseRedirect(job.back)
    if len(job.rows) > MOST:
        messages.error(
            request,
            f"More than {MOST} {kind.plural} are selected. So many change at once: filter the list further.",
        )
        return HttpResponseRedirect(job.back)
    if job.name not in kind.acts():
        return show_acts(job)
    form = job.act.form(unbound(request) if "stage" not in request.POST else request, program, job.rows)
    if "again" in request.POST:
        return show_form(job, form)
    if not form.is_bound or not form.is_valid():
        return show_form(job, form, status=422 if form.is_bound else 200)
    return confirm(job, form) if request.POST["stage"] == "apply" else show_preview(job, form)


def begin(request: UserRequest, program: Program, letter: str, kind: Bulk) -> Job:
    """What is selected: rows by their keys, or all that match the list's query."""
    asked = request.POST if request.method == "POST" else request.GET
    if "all" in asked:
        rows = kind.rows(request, program, QueryDict(asked["all"]))
    else:
        keys = [*asked.getlist("key"), *(asked.getlist("left") if "again" in asked else ())]
        numbers = {int(number) for key in keys if (number := number_in(key, letter))}
        rows = kind.rows(request, program, None).filter(number__in=numbers)
    found = list(rows[: MOST + 1])
    return Job(request, program, letter, kind, found, asked.get("act", ""), actor_of(request, program))


def number_in(key: str, letter: str) -> str:
    """12 of `R-12`; empty for what is no key of that kind."""
    prefix, _, digits = key.partition("-")
    return digits if prefix == letter and digits.isascii() and digits.isdecimal() and len(digits) < 10 else ""


def unbound(request: UserRequest) -> UserRequest:
    """The same request as one that only looks: its forms are not filled in yet."""
    asked = UserRequest()
    asked.__dict__.update(request.__dict__)
    asked.method = "GET"
    return asked


def selection_of(job: Job) -> list[tuple[str, str]]:
    """The selection as hidden fields; what was matched is named by its rows from here on."""
    return [*(("key", row.key) for row in job.rows), ("next", job.back)]


def page_parts(job: Job, title: str) -> dict[str, Any]:
    return {
        "job": job,
        "title": title,
        "cancel_url": job.back,
        "crumbs": [(job.kind.list_title or job.kind.plural.capitalize(), job.back), (title, None)],
    }


def show_acts(job: Job) -> HttpResponse:
    """What can be changed of these rows."""
    none, asked = "none" in job.asked, job.request.GET.copy()
    if none:
        del asked["none"]
    else:
        asked["none"] = "1"
    shown = {
        **page_parts(job, f"Change {job.counted}"),
        "groups": grouped(dict(job.kind.acts())),
        "is_ticked": not none,
        "toggle_url": f"{job.url}?{asked.urlencode()}" if job.request.method != "POST" else "",
        "toggle_label": "Tick all of them" if none else "Untick all of them",
    }
    return render(job.request, "pm/bulk/acts.html", shown)


def show_form(job: Job, form: Any, *, status: int = 200) -> HttpResponse:
    """The value that all of them get."""
    bases = form.bases() if hasattr(form, "bases") else []
    shown = {
        **page_parts(job, f"{job.act.label} of {job.counted}"),
        "form": form,
        "hidden": [*selection_of(job), ("act", job.name), ("stage", "preview"), *bases],
        "names": [row.key for row in job.rows[:12]],
        "more": max(0, len(job.rows) - 12),
    }
    return render(job.request, "pm/bulk/form.html", shown, status=status)


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def show_preview(
    job: Job, form: Any, *, outcomes: Sequence[Outcome] | None = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    """Each row before and after, or why it stays; ticked are those that would change."""
    if outcomes is None:
        outcomes = rehearse(
            program=job.program, rows=job.query, change=job.change(form), show=job.show, actor=job.actor
        )
    notes: Mapping[int, list[str]] = job.act.notes(job.request, job.program, job.rows, form)
    lines = [
        Line(
            key=one.row.key,
            title=getattr(one.row, "title", "") or str(one.row),
            url=CELLS.get(job.letter).url(job.program.slug, one.row),
            outcome=one,
            notes=notes.get(one.row.pk, ()),
            token=f"{one.row.pk}.{digest(one.before)}",
        )
        for one in outcomes
    ]
    ready = sum(line.is_ticked for line in lines)
    shown = {
        **page_parts(job, title_of(job, form, len(job.rows))),
        "lines": lines,
        "ready": ready,
        "left": len(lines) - ready,
        "problem": problem,
        "hidden": [("act", job.name), ("stage", "apply"), ("next", job.back), *value_of(job)],
    }
    return render(job.request, "pm/bulk/preview.html", shown, status=status)


def value_of(job: Job) -> list[tuple[str, str]]:
    """What was typed into the form of the value, to be posted again with the ticks."""
    return [(name, value) for name, values in job.asked.lists() if name not in OURS for value in values]


def title_of(job: Job, form: Any, count: int) -> str:
    """`Owner of 12 milestones: Ada Quill`; it is the name of the change set, too."""
    said = job.act.said(form)
    return f"{job.act.label} of {counted(count, job.kind)}{f': {said}' if said else ''}"[:200]


def confirm(job: Job, form: Any) -> HttpResponse:
    """Write the ticked rows in one change set."""
    seen = dict(token.split(".", 1) for token in job.asked.getlist("seen") if "." in token)
    try:
        outcomes = apply(
            program=job.program,
            rows=job.query,
            change=job.change(form),
            show=job.show,
            is_as_seen=lambda row, before: seen.get(str(row.pk)) == digest(before),
            title=title_of(job, form, len(job.rows)),
            actor=job.actor,
        )
    except NothingChanged as refusal:
        stale = any(one.is_stale for one in refusal.outcomes)
        return show_preview(
            job, form, outcomes=refusal.outcomes, status=409 if stale else 422, problem=str(refusal)
        )
    messages.success(job.request, sentence_of(job, form, outcomes))
    return HttpResponseRedirect(job.back)


def sentence_of(job: Job, form: Any, outcomes: Sequence[Outcome]) -> str:
    """How many were changed, and which were not and why."""
    done = sum(one.is_changed for one in outcomes)
    left = [one for one in outcomes if not one.is_changed and one.refused]
    said = f"{title_of(job, form, done)}."
    if not left:
        return said
    named = ", ".join(one.row.key for one in left[:5])
    more = f" and {len(left) - 5} more" if len(left) > 5 else ""
    return f"{said} Left as they were: {named}{more}. {left[0].refused}"
