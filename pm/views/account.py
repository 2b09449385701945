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
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    return redirect(back)
