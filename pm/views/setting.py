"""Settings of a program: what can be set, and the forms of its process and of who may read it.

    return table_page(
        request, title="Checklist", lead="…", rows=rows, columns=COLUMNS, noun="line",
        create=("Add a line", url),
    )

is a page of settings with one short table; `crumbs_of(program, ("Checklist", url), ("New line", None))` are
the crumbs of any page below.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pm.forms.setting import AccessForm, CalendarForm, ProcessForm
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.registry import SETTINGS
from pm.services import program as programs
from pm.templatetags.cells import looker_of
from pm.views.record import record_page
from pm.views.register import Column, head_of, line_of

Crumb = tuple[str, str | None]


def settings_url(program: Program) -> str:
    return reverse("setting_list", args=[program.slug])


def crumbs_of(program: Program, *rest: Crumb) -> list[Crumb]:
    """The crumbs of a page of settings."""
    return [("Settings", settings_url(program)), *rest]


def table_page(
    request: UserRequest,
    program: Program,
    *,
    title: str,
    lead: str,
    rows: Iterable[Any],
    columns: Sequence[Column],
    empty: str = "",
    create: tuple[str, str] | None = None,
    links: Sequence[tuple[str, str]] = (),
    facts: Sequence[tuple[str, str, str]] = (),
) -> HttpResponse:
    """A page of settings with one table of all its rows."""
    looker = looker_of(request, program)
    return render(
        request,
        "pm/setting/table.html",
        {
            "title": title,
            "lead": lead,
            "empty": empty,
            "create": create,
            "links": links,
            "facts": facts,
            "heads": [head_of(column, request.GET) for column in columns],
            "lines": [line_of(row, columns, looker) for row in rows],
            "crumbs": crumbs_of(program, (title, None)),
        },
    )


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def setting_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every page of settings with what stands there now."""
    lines = [
        (page.label, reverse(page.url_name, args=[program.slug]), page.about, page.said(program))
        for page in sorted(SETTINGS, key=lambda page: page.rank)
    ]
    context = {"lines": lines, "crumbs": [("Settings", None)]}
    return render(request, "pm/setting/list.html", context)


def program_form(
    request: UserRequest,
    program: Program,
    form: ProcessForm | CalendarForm | AccessForm,
    *,
    title: str,
    lead: str,
    said: str,
    done: str,
    crumbs: Sequence[Crumb],
) -> HttpResponse:
    """The form of some of a program's own fields."""
    return record_page(
        request,
        program,
        form=form,
        save=lambda: programs.edit(
            program=program, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=title,
        submit="Save",
        lead=lead,
        crumbs=crumbs,
        cancel_url=done,
        done=lambda row: done,
        say=lambda row: said,
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def setting_process(request: UserRequest, program: Program) -> HttpResponse:
    """How binding the process is."""
    return program_form(
        request,
        program,
        ProcessForm.of(request, program, row=program),
        title="Process",
        lead="What the process of this program asks for. Work that is done already stays as it is.",
        said="Saved the process.",
        done=settings_url(program),
        crumbs=crumbs_of(program, ("Process", None)),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def setting_calendar(request: UserRequest, program: Program) -> HttpResponse:
    """Which days are worked."""
    calendar = reverse("holiday_list", args=[program.slug])
    return program_form(
        request,
        program,
        CalendarForm.of(request, program, row=program),
        title="Working days",
        lead="Capacity, allocations and due days count these days, less the free days of the calendar.",
        said="Saved the working days. The figures follow in a moment.",
        done=calendar,
        crumbs=crumbs_of(program, ("Calendar", calendar), ("Working days", None)),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def setting_access(request: UserRequest, program: Program) -> HttpResponse:
    """Public or private, and what that means."""
    return program_form(
        request,
        program,
        AccessForm.of(request, program, row=program),
        title="Public or private",
        lead="Public, anyone reads the roadmap, milestones, deliverables, features and the registers. Hidden "
        "stay what is marked internal, comments, attachments, capacity, costs, people’s roles and history.",
        said=f"{program.name} is saved. Look at it in a window where you are not logged in.",
        done=settings_url(program),
        crumbs=crumbs_of(program, ("Public or private", None)),
    )
