"""Taking a step of a noun's table of states: buttons on its page, a page of its own where a reason is asked.

    steps = [one for one in RISK_STEPS if one.source == row.status and request.access.can(one.permission)]

On the noun's page stands "pm/record/_steps.html" with steps, status=row.status, url (of the step page) and
csrf_token. The step page itself, `risk_step`, takes GET (asks why) and POST:

    return step_page(
        request, form=step_form(request, steps, row.status), title=f"{row.key} {row.title}", url_back=url,
        take=lambda said: risk.take_step(
            risk=row, to=said["to"], reason=said["reason"], base_status=said["base_status"], actor=actor),
        say=lambda row: f"{row.key} is {row.get_status_display().lower()} now.",
    )
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from pm.errors import DomainError
from pm.forms.step import StepForm, StepLike
from pm.http import UserRequest
from pm.views.record import said_of, tell

Row = TypeVar("Row")


def step_form(request: UserRequest, steps: Sequence[StepLike], status: str) -> StepForm:
    """The form of the steps that are legal and allowed now, bound on POST."""
    is_post = request.method == "POST"
    return StepForm(
        request.POST if is_post else None, steps=steps, status=status, to=request.GET.get("to", "")
    )


def step_page(
    request: UserRequest,
    *,
    form: StepForm,
    take: Callable[[Mapping[str, Any]], Row],
    title: str,
    url_back: str,
    crumbs: Sequence[tuple[str, str | None]] = (),
    say: Callable[[Row], str] = said_of,
) -> HttpResponse:
    """Ask for the step and its reason, or take it. A refusal is said at the top of the same page, 422."""
    status = 200
    if form.is_bound:
        if form.is_valid():
            try:
                return tell(request, take(form.cleaned_data), say, lambda row: url_back)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
        status = 422
    context = {"form": form, "title": title, "cancel_url": url_back, "crumbs": list(crumbs)}
    return render(request, "pm/record/step.html", context, status=status)
