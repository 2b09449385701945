"""The pages of requests that never reached a view, or broke one."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

RETRY_SECONDS = "5"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or is too large."""
    too_large = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_large": too_large}, status=413 if too_large else 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is too old, or from another site."""
    return render(request, "403_csrf.html", status=403)


def server_error(_request: HttpRequest) -> HttpResponse:
    """A fault of ours; or the database does not answer, and waiting helps. Rendered without either."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        text = loader.render_to_string("503.html")
        return HttpResponse(text, status=503, headers={"Retry-After": RETRY_SECONDS})
    return HttpResponse(loader.render_to_string("500.html"), status=500)
