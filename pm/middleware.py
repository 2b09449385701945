"""What every request and every response gets."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from pm.errors import DomainError
from pm.http import wants_page

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
