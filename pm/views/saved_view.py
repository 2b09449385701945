"""Saved views: the bar over a list that offers them, and their own plain pages.

    menu = view_menu(request, program)           # None where the list cannot be saved; one statement
    if menu is not None and menu.goes_to:        # an address that asks for nothing shows the default
        return redirect(menu.goes_to)

A list that is no register takes `@keeps_views` and gives `list_parts(request, form)` to its template, which
includes "pm/saved_view/_menu.html" and "_tabs.html". A view's address is what it keeps and `saved=<number>`;
`saved=0` is the list without any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Any, ParamSpec

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pm.forms.saved_view import NewViewForm, SavedViewForm
from pm.http import ProgramView, UserRequest, actor_of, load_or_404, requires
from pm.models import Program, SavedView
from pm.permissions import Permission
from pm.pure.address import kept, same_state, with_saved
from pm.queries.saved_view import load_frame, visible_views
from pm.registry import LISTS
from pm.services import saved_view as saved_views
from pm.views.column import others
from pm.views.record import Verb, record_page, verb_page

Args = ParamSpec("Args")
TABS = 6


@dataclass(frozen=True, slots=True)
class Tab:
    """One view in the bar."""

    label: str
    url: str
    is_current: bool = False
    is_shared: bool = True


@dataclass(frozen=True, slots=True)
class ViewMenu:
    """The views of a list as their bar draws them; `goes_to` is the default that an empty address shows."""

    page: str
    query: str
    tabs: tuple[Tab, ...]
    current: SavedView | None
    is_modified: bool
    plain: str
    urls: dict[str, str]
    may_save: bool
    may_share: bool
    goes_to: str = ""

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What a form of the list carries along: the view keeps its name, the default stays away."""
        if self.current is not None:
            return [("saved", str(self.current.pk))]
        return [("saved", "0")] if "saved=" in self.plain else []

    def beyond_default(self, url: str) -> str:
        """A link of the list; an address that asks for nothing would show the default."""
        return self.plain if url in {"?", self.plain.partition("?")[0]} else url

    @property
    def few(self) -> tuple[Tab, ...]:
        """The tabs that stand in the bar; more are in the menu."""
        shown = self.tabs[: TABS + 1]
        extra = tuple(tab for tab in self.tabs[TABS + 1 :] if tab.is_current)
        return (*shown, *extra)


def view_menu(request: UserRequest, program: Program) -> ViewMenu | None:
    """The views of the page that is asked for; None for a page that is no list, and for outsiders."""
    match = request.resolver_match
    page = (match.url_name or "") if match else ""
    user_id = request.user.pk
    if page not in LISTS or user_id is None or not request.access.can(Permission.VIEW_INTERNAL):
        return None
    frame, path, query = load_frame(program, page, user_id), request.path, request.GET.urlencode()
    request.teams, views = frame.teams, frame.views
    default = next((view for view in views if view.is_default), None)
    plain = f"{path}?saved=0" if default else path
    current = current_of(views, request)
    addresses = {view.pk: f"{path}{with_saved(view.query, view.pk)}" for view in views}
    may_share = request.access.can(Permission.EDIT_MILESTONE)
    tabs = (
        Tab("All", plain, is_current=current is None and not kept(query)),
        *(
            Tab(view.name, addresses[view.pk], is_current=view == current, is_shared=view.is_shared)
            for view in views
        ),
    )
    names = [program.slug, current.pk] if current else []
    return ViewMenu(
        page=page,
        query=kept(query),
        tabs=tabs,
        current=current,
        is_modified=current is not None and not same_state(query, current.query),
        plain=plain,
        urls={
            "create": reverse("saved_view_create", args=[program.slug]),
            "list": reverse("saved_view_list", args=[program.slug]),
            **({"save": reverse("saved_view_save", args=names)} if names else {}),
            **({"edit": reverse("saved_view_edit", args=names)} if names else {}),
            **({"reset": addresses[current.pk]} if current else {}),
        },
        may_save=current is not None and may_edit(request, current),
        may_share=may_share,
        goes_to=addresses[default.pk] if default and not query else "",
    )


def current_of(views: Sequence[SavedView], request: UserRequest) -> SavedView | None:
    """The view that the address names, else one that shows just this."""
    said, query = request.GET.get("saved", ""), request.GET.urlencode()
    named = next((view for view in views if str(view.pk) == said), None)
    if named is not None or said == "0" or not kept(query):
        return named
    return next((view for view in views if same_state(view.query, query)), None)


def may_edit(request: UserRequest, view: SavedView) -> bool:
    """A shared view is edited by those who edit the plan, one's own by its owner alone."""
    if view.is_shared:
        return request.access.can(Permission.EDIT_MILESTONE)
    return view.owner_id == request.user.pk


def keeps_views(view: ProgramView[Args]) -> ProgramView[Args]:
    """Of a list: shows the default where the address asks for nothing, and offers `menu_of(request)`."""

    @wraps(view)
    def wrapper(
        request: UserRequest, program: Program, /, *args: Args.args, **kwargs: Args.kwargs
    ) -> HttpResponse:
        menu = view_menu(request, program)
        if menu is not None and menu.goes_to:
            return HttpResponseRedirect(menu.goes_to)
        request.view_menu = menu  # type: ignore[attr-defined]  # read by menu_of, of this module only
        return view(request, program, *args, **kwargs)

    return wrapper


def menu_of(request: UserRequest) -> ViewMenu | None:
    """What `keeps_views` found."""
    return getattr(request, "view_menu", None)


def plain_of(request: UserRequest) -> str:
    """The list with nothing asked for; where a default stands for that, the address says that it is meant."""
    menu = menu_of(request)
    return menu.plain if menu is not None else request.path


def list_parts(request: UserRequest, form: forms.BaseForm) -> dict[str, Any]:
    """What a list under `keeps_views` gives its template: the bar, what its filter form carries along."""
    menu = menu_of(request)
    return {
        "views": menu,
        "hidden": [*others(request.GET, {*form.fields, "saved"}), *(menu.marks if menu is not None else [])],
        "plain": plain_of(request),
    }


def load_view(request: UserRequest, program: Program, pk: int) -> SavedView:
    """The view this person sees, or 404: what others keep for themselves is not there."""
    lists = [name for name, _ in LISTS.items()]
    row: SavedView = load_or_404(visible_views(program, request.user.pk).filter(page__in=lists), pk=pk)
    row.program = program
    return row


def load_for_edit(request: UserRequest, program: Program, pk: int) -> SavedView:
    row = load_view(request, program, pk)
    if not may_edit(request, row):
        raise PermissionDenied
    return row


def list_url(program: Program, view: SavedView) -> str:
    """The list with this view."""
    return f"{reverse(view.page, args=[program.slug])}{with_saved(view.query, view.pk)}"


@requires(Permission.VIEW_INTERNAL)
@require_safe
def saved_view_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every view that this person sees, list by list."""
    rows = [
        row
        for row in visible_views(program, request.user.pk).select_related("owner")
        if row.page in LISTS and request.access.can(Permission(LISTS.get(row.page).permission))
    ]
    groups = [
        {
            "id": f"views-{page}",
            "title": LISTS.get(page).title,
            "url": reverse(page, args=[program.slug]),
            "rows": [
                {
                    "name": row.name,
                    "url": list_url(program, row),
                    "words": words_of(request, row),
                    "edit": reverse("saved_view_edit", args=[program.slug, row.pk])
                    if may_edit(request, row)
                    else "",
                }
                for row in found
            ],
        }
        for page, found in groupby(rows, key=lambda row: row.page)
    ]
    context = {"groups": groups, "crumbs": [("Saved views", None)]}
    return render(request, "pm/saved_view/list.html", context)


def words_of(request: UserRequest, row: SavedView) -> str:
    """Who sees a view, and whether its list opens with it."""
    if row.is_default:
        return "shared, the list opens with it"
    if row.is_shared:
        return "shared" if row.owner_id == request.user.pk else f"shared by {row.owner}"
    return "only you see it"


@requires(Permission.VIEW_INTERNAL)
@require_safe
def saved_view_open(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """The address of a view that lasts: it leads to what the view shows today."""
    return HttpResponseRedirect(list_url(program, load_view(request, program, pk)))


@requires(Permission.VIEW_INTERNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_create(request: UserRequest, program: Program) -> HttpResponse:
    """Save what a list shows under a name."""
    asked = {name: request.GET.get(name, "") for name in ("page", "query")}
    form = NewViewForm.of(request, program, initial=asked)
    page = asked["page"] if asked["page"] in LISTS else request.POST.get("page", "")
    back = (
        reverse(page, args=[program.slug])
        if page in LISTS
        else reverse("saved_view_list", args=[program.slug])
    )

    def save() -> SavedView:
        data = form.cleaned_data
        return saved_views.create(
            program=program,
            page=data["page"],
            query=data["query"],
            name=data["name"],
            is_shared=data.get("is_shared", False),
            is_default=data.get("is_default", False),
            owner_id=request.user.pk,
            actor=actor_of(request, program),
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title="Save this view",
        submit="Save the view",
        lead="Filters, grouping, order and columns, as the list shows them now.",
        crumbs=[("Saved views", reverse("saved_view_list", args=[program.slug])), ("New view", None)],
        cancel_url=f"{back}?{asked['query']}" if asked["query"] else back,
        done=lambda row: list_url(program, row),
        say=lambda row: f"Saved the view “{row.name}”, {'shared' if row.is_shared else 'for you alone'}.",
    )


@requires(Permission.VIEW_INTERNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Rename it, put it into another place, share it."""
    row = load_for_edit(request, program, pk)
    form = SavedViewForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: saved_views.edit(
            view=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit the view {row.name}",
        submit="Save",
        crumbs=[("Saved views", reverse("saved_view_list", args=[program.slug])), (row.name, None)],
        cancel_url=list_url(program, row),
        done=lambda row: list_url(program, row),
        say=lambda row: f"Saved the view “{row.name}”.",
        verbs=[Verb("Remove this view", reverse("saved_view_remove", args=[program.slug, row.pk]))],
    )


@requires(Permission.VIEW_INTERNAL)
@require_POST
def saved_view_save(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Let it show what the list shows now."""
    row = load_for_edit(request, program, pk)
    return verb_page(
        request,
        do=lambda: saved_views.save(
            view=row,
            query=request.POST.get("query", ""),
            base_query=request.POST.get("base_query", row.query),
            actor=actor_of(request, program),
        ),
        done=lambda row: list_url(program, row),
        say=lambda row: f"“{row.name}” shows this from now on.",
    )


@requires(Permission.VIEW_INTERNAL)
@require_POST
def saved_view_remove(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Forget a view."""
    row = load_for_edit(request, program, pk)

    def remove() -> SavedView:
        saved_views.remove(view=row, actor=actor_of(request, program))
        return row

    return verb_page(
        request,
        do=remove,
        done=lambda row: f"{reverse(row.page, args=[program.slug])}?{row.query or 'saved=0'}",
        say=lambda row: f"Removed the view “{row.name}”. The list itself is as it was.",
    )
