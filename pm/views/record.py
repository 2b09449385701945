"""The page of a plain form: one function shows it, answers what is wrong with it, and writes.

    @requires(Permission.RAISE_RISK)
    @require_http_methods(["GET", "HEAD", "POST"])
    def risk_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
        row = load_risk(request, program, key)
        actor = actor_of(request, program)
        form = RiskForm.of(request, program, row=row)
        return record_page(
            request, program, form=form, title=f"Edit {row.key}", submit="Save",
            save=lambda: risk.edit(risk=row, changes=form.changes(), base=form.base(), actor=actor),
            crumbs=[("Risks", reverse("risk_list", args=[program.slug])), (row.key, None)],
            cancel_url=url_of(row), done=url_of,      # done(saved row) is where a success goes
        )

GET 200. POST: invalid 422 with all that was typed, a refusal (DomainError) 422 beside its field, a field
that somebody else changed meanwhile 409 with base, theirs and mine to choose from, else a message and 302.
For htmx the same statuses with the form alone, and HX-Redirect. A step or an archive, a POST without a
form, is `verb_page(request, do=lambda: …, done=…, say=…)`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from pm.errors import DomainError, StaleEdit
from pm.forms.record import RecordForm
from pm.http import UserRequest
from pm.models import Program

Row = TypeVar("Row")
PAGE = "pm/record/form.html"
FRAGMENT = "pm/record/_form.html"
KEPT_SAVED = "kept_saved"
# A title with a full stop or a question mark of its own at the end of our sentence.
TWICE_ENDED = re.compile(r"([.?!…])\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Verb:
    """Something else to do with the row, a POST of its own: its button, its address, why not now."""

    label: str
    url: str
    reason: str = ""


def wants_fragment(request: UserRequest) -> bool:
    """Whether htmx asks for a part of the page, not for a page out of the browser's history."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def said_of(row: object) -> str:
    """What a success says when its view has no words of its own."""
    name = getattr(row, "key", "") or str(row)
    title = getattr(row, "title", "")
    return f"Saved {name} {title}".strip() + "."


def record_page(
    request: UserRequest,
    program: Program | None,
    *,
    form: RecordForm,
    save: Callable[[], Row],
    title: str,
    submit: str,
    crumbs: Sequence[tuple[str, str | None]],
    cancel_url: str,
    done: Callable[[Row], str],
    lead: str = "",
    say: Callable[[Row], str] = said_of,
    verbs: Sequence[Verb] = (),
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or write what it holds. `say` gives the sentence of a success, empty for none.

    `verbs` stand under the form of a page.
    """
    shown = {
        "form": form,
        "title": title,
        "submit": submit,
        "crumbs": list(crumbs),
        "cancel_url": cancel_url,
        "lead": lead,
        "verbs": verbs,
        **(context or {}),
    }
    if not form.is_bound:
        return answer(request, shown, 200)
    if not form.is_valid():
        return answer(request, shown, 422)
    try:
        row = save()
    except StaleEdit as stale:
        form.clash(stale)
        return answer(request, shown, 409)
    except DomainError as refusal:
        form.refuse(refusal)
        return answer(request, shown, 422)
    return tell(request, row, say, done)


def verb_page(
    request: UserRequest,
    *,
    do: Callable[[], Row],
    done: Callable[[Row], str],
    say: Callable[[Row], str] = said_of,
) -> HttpResponse:
    """A POST without a form: do it, say so, go on. A refusal becomes the page that explains it, 409."""
    return tell(request, do(), say, done)


def tell(
    request: UserRequest, row: Row, say: Callable[[Row], str], done: Callable[[Row], str]
) -> HttpResponse:
    """Say what was done, and go on."""
    if sentence := say(row):
        messages.success(request, TWICE_ENDED.sub(r"\1", sentence))
    response = go(request, done(row))
    # The browser forgets what it kept of this form while it was not saved (static/js/behaviours/kept.js).
    response.set_cookie(
        KEPT_SAVED, quote(request.path, safe=""), max_age=300, samesite="Lax", secure=request.is_secure()
    )
    return response


def answer(request: UserRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    """The page, or the form alone for htmx."""
    return render(request, FRAGMENT if wants_fragment(request) else PAGE, shown, status=status)


def go(request: UserRequest, url: str) -> HttpResponse:
    """On to another page, for a browser and for htmx."""
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
