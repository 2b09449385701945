"""What a person sets for themselves."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from pm.http import UserRequest
from pm.services import account


@require_POST
def account_theme(request: UserRequest) -> HttpResponse:
    """Choose light, dark or the system's theme, and go back to the page."""
    account.choose_theme(user=request.user, theme=request.POST.get("theme", ""))
    return redirect(back_of(request))


@require_POST
def account_shortcuts(request: UserRequest) -> HttpResponse:
    """Switch the single keys on or off, and go back to the page."""
    account.choose_shortcuts(user=request.user, is_on=request.POST.get("shortcuts") == "on")
    return redirect(back_of(request))


def back_of(request: UserRequest) -> str:
    """The page this was chosen on; never another site."""
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/"
