"""The edge: typed requests, loaders that authorise, the context every page shares."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from pm.actor import Actor, Source
from pm.models import Program, Subteam, User
from pm.permissions import Permission, Role
from pm.registry import NAV, NAV_GROUPS, NavItem
from pm.rules import Access, load_access

Args = ParamSpec("Args")
SUBTEAMS, SHOWN_TEAMS = "Subteams", 6


class UserRequest(HttpRequest):
    """A request as our views get it: a user (perhaps anonymous), htmx details, its program and access."""

    user: User  # anonymous only on public pages; access decides
    htmx: HtmxDetails
    request_id: str
    program: Program
    access: Access
    teams: Sequence[Subteam]  # where a page loaded those of the navigation with something else
    as_of: date  # the past day that is shown; absent on a page of today


ProgramView = Callable[Concatenate[UserRequest, Program, Args], HttpResponse]


def actor_of(request: HttpRequest, program: Program | None = None, *, why: str = "") -> Actor:
    """Who writes: the logged-in person, now, in the program's zone; on a page of a past day at its end."""
    zone = ZoneInfo(program.zone) if program else timezone.get_default_timezone()
    past: date | None = getattr(request, "as_of", None)
    moment = datetime.combine(past, time(23, 59, 59), zone) if past else timezone.now()
    user = request.user
    known = isinstance(user, User)
    return Actor(
        name=str(user) if known else "anonymous",
        moment=moment,
        today=moment.astimezone(zone).date(),
        source=Source.PAGE,
        user_id=user.pk if known else None,
        request_id=getattr(request, "request_id", ""),
        why=why,
    )


def wants_page(request: HttpRequest) -> bool:
    """A browser asks for a page: not htmx, not JSON."""
    return "HX-Request" not in request.headers and not request.headers.get("Accept", "").startswith(
        "application/json"
    )


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """A redirect to the login for a page, a bare 401 for htmx and JSON."""
    if wants_page(request):
        return redirect_to_login(request.get_full_path())
    return HttpResponse(status=401)


def requires(permission: Permission) -> Callable[[ProgramView[Args]], Callable[..., HttpResponse]]:
    """Load the program of the address and check the permission.

    Anonymous people are asked to log in (unless the program is public), outsiders get 404, members
    without the permission 403. The view is called with (request, program, ...).
    """

    def decorate(view: ProgramView[Args]) -> Callable[..., HttpResponse]:
        @login_not_required
        @wraps(view)
        def wrapper(request: UserRequest, slug: str, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
            program = Program.objects.filter(slug=slug).first()
            access = load_access(request.user, program) if program else None
            anonymous = not request.user.is_authenticated
            if program is None or access is None or not access.sees:
                if anonymous:
                    return ask_to_log_in(request)
                raise Http404("No such program, or you are not in it.")
            if not access.can(permission):
                if anonymous:
                    return ask_to_log_in(request)
                raise PermissionDenied
            request.program, request.access = program, access
            return view(request, program, *args, **kwargs)

        wrapper.permission = permission  # type: ignore[attr-defined]  # read by the access matrix
        return wrapper

    return decorate


def load_or_404(queryset: Any, **lookup: Any) -> Any:
    """get_object_or_404 under a name that says what it is for: the queryset is already the program's."""
    if any(isinstance(value, str) and "\x00" in value for value in lookup.values()):
        raise Http404("Nothing has that name.")  # PostgreSQL holds no such text and would not even look
    return get_object_or_404(queryset, **lookup)


def page_in(request: HttpRequest, program: Program, offered: str) -> str:
    """The path and query of a page of this program that an address on our own host names, else empty."""
    if not url_has_allowed_host_and_scheme(offered, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(offered)
    return urlunsplit(("", "", *parts[2:])) if parts.path.startswith(f"/{program.slug}/") else ""


def number_of_key(key: str, letter: str) -> int:
    """12 of `M-12`; raises Http404 for anything else, `M-012` too: a row has one address."""
    prefix, _, digits = key.partition("-")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= 9 and not digits.startswith("0")
    if prefix != letter or not is_number:
        raise Http404(f"{key} is no key of this kind.")
    return int(digits)


@dataclass(frozen=True, slots=True)
class NavLine:
    """One line of the side navigation, ready for the template."""

    label: str
    url: str
    icon: str
    count: int | None
    current: bool
    code: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A headed group of lines."""

    title: str | None
    items: tuple[NavLine, ...]

    @property
    def shown(self) -> tuple[NavLine, ...]:
        """The lines that are always shown: of subteams the first six."""
        return self.items[:SHOWN_TEAMS] if self.title == SUBTEAMS else self.items

    @property
    def folded(self) -> tuple[NavLine, ...]:
        """The lines that are shown when they are asked for."""
        return self.items[SHOWN_TEAMS:] if self.title == SUBTEAMS else ()

    @property
    def is_open(self) -> bool:
        """Whether the current page is one of the folded ones."""
        return any(line.current for line in self.folded)


def teams_of(program: Program) -> Iterable[Subteam]:
    """The subteams that work, in their order."""
    return Subteam.objects.filter(program=program, is_archived=False).order_by("rank", "name", "pk")


def teams_in(request: UserRequest) -> Sequence[Subteam]:
    """The subteams of the request's program, read once a request."""
    if not hasattr(request, "teams"):
        request.teams = list(teams_of(request.program))
    return request.teams


@lru_cache(maxsize=256)  # an address is its names alone: the same for everybody
def address_of(name: str, *names: str) -> str:
    """The address of a page: every page names two dozen of them."""
    return reverse(name, args=names)


@lru_cache(maxsize=256)
def addresses_of(item: NavItem, slug: str) -> tuple[str, ...]:
    """The addresses of a line of the navigation: its own, then those it stands for."""
    return tuple(address_of(name, slug) for name in (item.url_name, *item.also))


def line_of(request: UserRequest, item: NavItem, *, is_public: bool) -> NavLine:
    """One line, with its count; it is the current one on all pages below its addresses."""
    own = addresses_of(item, request.program.slug)
    return NavLine(
        label=item.public_label if is_public and item.public_label else item.label,
        url=own[0],
        icon=item.icon,
        count=item.count(request) if item.count else None,
        current=request.path == own[0]
        or any(request.path.startswith(one) for one in own if one.count("/") > 2),
        key=item.key,
    )


def build_nav(request: UserRequest) -> list[NavGroup]:
    """The pages of the program that this user may open, then its subteams."""
    program, access = request.program, request.access
    is_public = access.roles == {Role.PUBLIC}
    groups: dict[str, list[NavLine]] = {}
    for item in sorted(NAV, key=lambda item: item.rank):
        if access.can(Permission(item.permission)):
            groups.setdefault(item.group, []).append(line_of(request, item, is_public=is_public))
    teams = [
        NavLine(team.name, url := address_of("subteam_detail", program.slug, team.slug), "", None,
                request.path == url, team.code)
        for team in teams_in(request)
    ]  # fmt: skip
    result = [NavGroup(name or None, tuple(groups[name])) for name in NAV_GROUPS if name in groups]
    if teams:
        result.insert(len(result) - ("Program" in groups), NavGroup(SUBTEAMS, tuple(teams)))
    return result


def today_url(request: HttpRequest) -> str:
    """The same page today."""
    query = request.GET.copy()
    query.pop("as_of", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def past_context(request: HttpRequest) -> dict[str, Any] | None:
    """What the banner of a past day says: the day, and the same page today."""
    day: date | None = getattr(request, "as_of", None)
    return {"day": day, "today_url": today_url(request)} if day is not None else None


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What base.html needs. Lazy parts are built only when a whole page is rendered."""
    program = getattr(request, "program", None)
    if program is None:
        return {}
    return {
        "program": program,
        "past_day": past_context(request),
        "access": request.access,  # type: ignore[attr-defined]  # set with program
        "nav": SimpleLazyObject(lambda: build_nav(request)),  # type: ignore[arg-type]  # a request with a program is ours
    }


def next_url(request: UserRequest, otherwise: str) -> str:
    """The page that a form was sent from, when it is one of the program."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    return page_in(request, request.program, asked) or otherwise
