"""What every request and every response gets."""

import re
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from pm.errors import DomainError
from pm.http import wants_page
from pm.queries.history_short import in_short
from pm.queries.undo import Deed
from pm.services.history import Written, listening
from pm.services.undo_check import is_offered

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("pm.request")
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,40}")
SEEN_EVERY_SECONDS = 300
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class RequestIdMiddleware:
    """Gives each request an id, binds it to the logs and writes one access line."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-Id", "")
        request_id = offered if REQUEST_ID.fullmatch(offered) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # read by pm.http
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


class HeadersMiddleware:
    """Headers that Django has no setting for; private pages are never stored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
            patch_vary_headers(response, ["HX-Request"])
        return response


class LoginMiddleware(LoginRequiredMiddleware):
    """Pages ask to log in; htmx and JSON get a bare 401, which cannot be mistaken for an answer."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if wants_page(request):
            return super().handle_no_permission(request, view_func)
        return HttpResponse(status=401)


class SessionLimitsMiddleware:
    """Ends a session that was idle for too long, and one that began too long ago, however busy it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session:
            now = int(time.time())
            seen = request.session.get("seen_at", now)
            began = request.session.get("began_at", now)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif now - seen > SEEN_EVERY_SECONDS or "began_at" not in request.session:
                request.session.update({"seen_at": now, "began_at": began})
        return self.get_response(request)


class DomainErrorMiddleware:
    """A refusal that no view turned into a form error becomes a page, or a toast for htmx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": str(exception)}, status=409)
        if "HX-Request" in request.headers:
            toast = render(
                request, "components/_toast.html", {"text": str(exception), "level": "error"}, status=409
            )
            toast["HX-Retarget"], toast["HX-Reswap"] = "#toasts", "beforeend"
            return toast
        return render(request, "pm/refused.html", {"sentence": str(exception)}, status=409)


class ToastStorage(FallbackStorage):
    """Messages for toasts: that of a request which wrote something undoable carries its Undo."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.written: list[Written] = []

    @property
    def queued(self) -> list[Message]:
        """What this request has said so far."""
        said: list[Message] = self._queued_messages  # type: ignore[attr-defined]  # Django keeps them there
        return said

    def offer(self) -> None:
        """Give the newest message the Undo of what was written, once."""
        queued = [one for one in self.queued if one.level < messages.WARNING]
        if self.written and queued and (path := undo_path(self.written)):
            newest = queued[-1]
            if not re.search(r"\b(undo|redo):/", newest.extra_tags or ""):
                newest.extra_tags = f"{newest.extra_tags or ''} undo:{path}".strip()
        self.written = []

    def __iter__(self) -> Any:
        self.offer()
        return super().__iter__()

    def update(self, response: Any) -> Any:
        self.offer()
        return super().update(response)


class UndoMiddleware:
    """Every answer to a request that wrote something undoable brings a toast with Undo.

    No view has to do anything: what was recorded is heard. A message that the view left carries the Undo;
    where there is none, history's own words do. An htmx answer gets the toast out of band.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        storage = getattr(request, "_messages", None)
        if not isinstance(storage, ToastStorage):
            return self.get_response(request)
        with listening() as storage.written:
            response = self.get_response(request)
        if storage.written and undo_path(storage.written) and response.status_code < 400:
            self.tell(request, response, storage)
        return response

    def tell(self, request: HttpRequest, response: HttpResponse, storage: ToastStorage) -> None:
        """Let the answer, or the page after it, say what was written."""
        if not storage.queued:
            messages.success(request, sentence_of(storage.written))
        if takes_toast(request, response):
            add_toasts(request, response)


def undo_path(written: Sequence[Written]) -> str:
    """Where all that was written is undone; empty when it cannot be, or not at once."""
    changes = [change for one in written for change in one.changes]
    together = {(one.program_id, one.recorded_at, one.change_set_id) for one in changes}
    deed = Deed(written[0].program, "", tuple(changes))
    if len(together) > 1 or not is_offered(deed):
        return ""
    return reverse("undo", args=[deed.program.slug, deed.last.pk])


def sentence_of(written: Sequence[Written]) -> str:
    """What was written, in history's words."""
    changes = [change for one in written for change in one.changes]
    zone = ZoneInfo(written[0].program.zone)
    return in_short(changes, changes[0].recorded_at.astimezone(zone).date()) or "Saved."


def takes_toast(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is a fragment for htmx, which can bring a toast along."""
    if "HX-Request" not in request.headers or response.status_code != 200 or response.streaming:
        return False
    leaves = {"HX-Redirect", "HX-Refresh", "HX-Location"} & set(response.headers)
    return not leaves and response.headers.get("Content-Type", "").startswith("text/html")


def add_toasts(request: HttpRequest, response: HttpResponse) -> None:
    """Append the toasts to a fragment."""
    context = {"messages": messages.get_messages(request), "oob": True}
    response.content += render(request, "components/_toasts.html", context).content
