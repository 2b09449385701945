"""The working calendar: which days of a week are worked, and the free days."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pm.forms.holiday import HolidayForm, HolidayListForm
from pm.forms.setting import week_in_words
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Holiday, Program
from pm.permissions import Permission
from pm.pure.days import long_day
from pm.services import holiday as holidays
from pm.views.record import record_page, verb_page
from pm.views.setting import crumbs_of


def list_url(program: Program) -> str:
    return reverse("holiday_list", args=[program.slug])


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def holiday_list(request: UserRequest, program: Program) -> HttpResponse:
    """The working days and every free day."""
    rows = Holiday.objects.filter(program=program).order_by("on", "pk")
    return render(
        request,
        "pm/setting/calendar.html",
        {
            "facts": [
                ("Working days", week_in_words(program.weekdays), ""),
                ("A month", f"{program.days_per_month} working days", ""),
            ],
            "lines": [
                (long_day(row.on), row.name, reverse("holiday_remove", args=[program.slug, row.pk]))
                for row in rows
            ],
            "days_url": reverse("setting_calendar", args=[program.slug]),
            "create_url": reverse("holiday_create", args=[program.slug]),
            "paste_url": reverse("holiday_paste", args=[program.slug]),
            "crumbs": crumbs_of(program, ("Calendar", None)),
        },
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add one free day."""
    form = HolidayForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: holidays.add(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New free day",
        submit="Add the day",
        lead="Nobody of the program works on it. What is free for one subteam stands in Capacity.",
        crumbs=crumbs_of(program, ("Calendar", list_url(program)), ("New free day", None)),
        cancel_url=list_url(program),
        done=lambda _: list_url(program),
        say=lambda row: f"{long_day(row.on)} is free now: {row.name}.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_paste(request: UserRequest, program: Program) -> HttpResponse:
    """Add many free days at once."""
    form = HolidayListForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: holidays.add_many(
            program=program, days=form.cleaned_data["lines"], actor=actor_of(request, program)
        ),
        title="Paste free days",
        submit="Add the days",
        crumbs=crumbs_of(program, ("Calendar", list_url(program)), ("Paste free days", None)),
        cancel_url=list_url(program),
        done=lambda _: list_url(program),
        say=lambda made: said_of_list(len(made), len(form.cleaned_data["lines"])),
    )


def said_of_list(added: int, named: int) -> str:
    """`Added 3 free days; 1 was free already.`"""
    days = "1 free day" if added == 1 else f"{added} free days"
    known = named - added
    return f"Added {days}." if not known else f"Added {days}; {known} of the list stood there already."


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def holiday_remove(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Make a free day a working day again."""
    row: Holiday = load_or_404(Holiday.objects.filter(program=program), pk=pk)
    row.program = program
    return verb_page(
        request,
        do=lambda: holidays.remove(holiday=row, actor=actor_of(request, program)),
        done=lambda _: list_url(program),
        say=lambda _: f"{long_day(row.on)} is no free day any more.",
    )
