"""What of the kernel is searched, and how a kind of rows becomes one that is: `Kind(...).search()`."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partialmethod
from typing import Any

from django.db.models import Field, Model
from django.db.models.functions import JSONArray
from django.urls import NoReverseMatch, reverse

from pm.models import Comment, Membership, Period, Program, Subteam, User
from pm.models.base import labels_of
from pm.permissions import Permission
from pm.pure.search import LONGEST_QUERY, fold
from pm.registry import ACTIONS, SEARCHES, SUBJECTS, Action, Search, SearchHit, SearchText
from pm.rules import Access

KEY = re.compile(r"(?P<letter>[A-Za-z]{1,2})-(?P<number>[0-9]{1,9})")
# No key is this one: an address is made with it once, and cut at it.
STAND_IN = "X-1"
Rows = Any  # a queryset of the kind's own class, with its own methods
Followers = Callable[[Sequence[int]], Iterable[tuple[str, Sequence[int]]]]


def visible(rows: Rows, *, sees_internal: bool) -> Rows:
    """The rows a reader may see, by the queryset's own word for it."""
    return rows.visible(sees_internal=sees_internal)


def everything(rows: Rows, *, sees_internal: bool) -> Rows:
    """Rows that everybody who sees the program may see."""
    return rows


def key_of(row: Any) -> str:
    return str(row.key)


def title_of(row: Any) -> str:
    return str(row.title)


def status_of(row: Any) -> str:
    return str(row.get_status_display())


def nothing(row: Any) -> Any:
    return None


def address_of_key(program: Program, key: str) -> str | None:
    """The page of the thing with that key, None when its kind has none."""
    letter = key.partition("-")[0]
    if letter not in SUBJECTS:
        return None
    try:
        return address(SUBJECTS.get(letter).url_name, program, key)
    except NoReverseMatch:
        return None


def jump(program: Program, access: Access, typed: str) -> str | None:
    """The address of the one thing whose key or whole name was typed, when this reader may see it."""
    typed = typed[:LONGEST_QUERY].strip()
    match = KEY.fullmatch(typed)
    if match:
        letter, number = match["letter"].upper(), int(match["number"])
        if letter in SUBJECTS and SUBJECTS.get(letter).find(program, access, number) is not None:
            return address_of_key(program, f"{letter}-{number}")
    for search in SEARCHES:
        found = search.jump(program, access, typed) if search.jump else None
        if found:
            return found
    return None


@lru_cache(maxsize=512)
def around(url_name: str, slug: str) -> tuple[str, str]:
    """The address of a thing before and after its name: a page of hits asks for the same one again and again.

    Raises NoReverseMatch where there is no such page.
    """
    before, _, after = reverse(url_name, args=[slug, STAND_IN]).rpartition(STAND_IN)
    return before, after


def address(url_name: str, program: Program, name: str) -> str:
    """The page of one thing, by its key or its short name."""
    before, after = around(url_name, program.slug)
    return f"{before}{name}{after}"


class Shown:
    """A row as search shows it: plain values under the words of its model, at a tenth of its price."""


@cache
def shown_class(model: type[Model]) -> type[Shown]:
    """The properties of a model, its `__str__` and the labels of its choices."""
    words: dict[str, Any] = {"deliverable": None, "milestone": None}
    for each in reversed(model.__mro__):
        own = {name: value for name, value in vars(each).items() if isinstance(value, property)}
        words |= {**own, "LETTER": getattr(each, "LETTER", "")}
    for column in model._meta.concrete_fields:
        if column.choices:
            words[f"get_{column.name}_display"] = partialmethod(label_of, column)
    return type(f"Shown{model.__name__}", (Shown,), {**words, "__str__": model.__str__})


def label_of(row: Shown, column: Field) -> str:
    """The words of a choice."""
    value = getattr(row, column.attname)
    return labels_of(column).get(value, str(value))


def row_of(model: type[Model], columns: Sequence[str], values: Sequence[Any]) -> Any:
    """A row of these values; `milestone__number` is that of its milestone, and without one there is None."""
    row = shown_class(model)()
    own = row.__dict__
    for name, value in zip(columns, values, strict=True):
        link, _, column = name.partition("__")
        if not column:
            own[name] = value
        elif value is not None:
            if own.get(link) is None:
                own[link] = shown_class(related_model(model, link))()
            setattr(own[link], column, value)
        else:
            own.setdefault(link, None)
    return row


@cache
def related_model(model: type[Model], link: str) -> Any:
    """The model that a column leads to."""
    return model._meta.get_field(link).related_model


@dataclass(frozen=True, slots=True)
class Kind:
    """A table whose rows are found by their key, title and texts.

    `texts` are the columns with text, `named_by` those that key and title are made of. `scope` is the id of
    the milestone that decides who sees a row. `address(program, row)` is its page. `shown` are the columns
    that a hit is made of beside these: its row holds no others.
    """

    model: type[Model]
    title: str
    icon: str
    rank: int
    address: Callable[[Program, Any], str]
    texts: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ("title",)
    related: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    key: Callable[[Any], str] = key_of
    heading: Callable[[Any], str] = title_of
    status: Callable[[Any], str] = status_of
    scope: Callable[[Any], int | None] = nothing
    scope_field: str = ""
    is_internal: Callable[[Any], bool] = nothing
    visible: Callable[..., Rows] = visible
    permission: Permission = Permission.VIEW
    follow: dict[str, Followers] = field(default_factory=dict)
    jump: Callable[..., str | None] | None = None

    def search(self) -> Search:
        """The entry of the registry."""
        also = {"is_internal"} if self.is_internal is not nothing else set()
        return Search(
            noun=self.model._meta.label_lower,
            title=self.title,
            icon=self.icon,
            rank=self.rank,
            permission=self.permission,
            fields=frozenset({*self.texts, *self.named_by, *self.scope_field.split(), *also}),
            read=self.read,
            show=self.show,
            hit=self.hit,
            follow=self.follow,
            jump=self.jump,
        )

    def read(self, ids: Sequence[int]) -> Iterable[SearchText]:
        """What the rows are found by."""
        for row in self.model._default_manager.filter(pk__in=ids).select_related(*self.related):
            yield SearchText(
                object_id=row.pk,
                program_id=row.program_id,  # type: ignore[attr-defined]  # every kind belongs to a program
                key=self.key(row),
                title=self.heading(row),
                text=self.text_of(row),
                scope_id=self.scope(row),
                is_internal=bool(self.is_internal(row)),
            )

    def columns(self) -> tuple[str, ...]:
        """What a hit is made of."""
        return tuple(dict.fromkeys((*self.texts, *self.named_by, *self.shown)))

    def show(self, sees_internal: bool) -> Rows:
        """The rows that a reader may see: the id, and the columns of a hit."""
        rows = self.visible(self.model._default_manager.all(), sees_internal=sees_internal)
        return rows.annotate(shown=JSONArray(*self.columns())).values_list("pk", "shown")

    def hit(self, program: Program, pk: int, values: Sequence[Any]) -> SearchHit:
        """A row in words, made of the columns of a hit."""
        row = row_of(self.model, self.columns(), values)
        return SearchHit(
            object_id=pk,
            key=self.key(row),
            title=self.heading(row),
            url=self.address(program, row),
            text=self.text_of(row),
            status=self.status(row),
        )

    def text_of(self, row: Any) -> str:
        return " ".join(part for name in self.texts if (part := str(getattr(row, name) or "")))


def no_key(row: Any) -> str:
    return ""


def find_people(program: Program, access: Access, words: Sequence[str]) -> Sequence[SearchHit]:
    """The people of the program whose name or address holds all the words, by name."""
    members = Membership.objects.filter(program=program, is_active=True).values("user")
    people = User.objects.filter(is_active=True, pk__in=members)
    address = reverse("people", args=[program.slug])
    return [
        SearchHit(pk, "", name, address, "", email)
        for pk, name, email in people.order_by("name", "pk").values_list("pk", "name", "email")
        if all(word in fold(f"{name} {email}") for word in words)
    ]


def standing(rows: Rows, *, sees_internal: bool) -> Rows:
    """Comments that were not taken back."""
    return rows.filter(removed_at=None)


def comment_address(program: Program, row: Comment) -> str:
    found = address_of_key(program, row.subject) or reverse("program_home", args=[program.slug])
    return f"{found}#comments"


SUBTEAMS = Kind(
    Subteam, "Subteams", "people", 120,
    address=lambda program, row: address("subteam_detail", program, row.slug),
    named_by=("name", "code"), shown=("slug", "kind"), key=lambda row: row.code, heading=lambda row: row.name,
    status=lambda row: row.get_kind_display(), visible=everything,
)  # fmt: skip
PERIODS = Kind(
    Period, "Periods", "plan", 125, address=lambda program, row: reverse("period_list", args=[program.slug]),
    texts=("goal",), named_by=("code",), shown=("is_closed",), key=no_key, heading=lambda row: row.code,
    status=lambda row: "Closed" if row.is_closed else "", visible=everything,
)  # fmt: skip
COMMENTS = Kind(
    Comment, "Comments", "comment", 140,
    address=comment_address, texts=("text",), named_by=("removed_at",), related=("by",),
    shown=("subject", "by__name", "by__email"),
    key=lambda row: row.subject, heading=lambda row: f"{row.by} on {row.subject}", status=no_key,
    visible=standing, permission=Permission.VIEW_INTERNAL,
)  # fmt: skip

for kind in (SUBTEAMS, PERIODS, COMMENTS):
    SEARCHES.add(kind.model._meta.label_lower, kind.search())
SEARCHES.add(
    "pm.user",
    Search("pm.user", "People", "people", 130, permission=Permission.MANAGE_PEOPLE, find=find_people),
)
ACTIONS.add("begin people", Action("Invite a person", "people", Permission.MANAGE_PEOPLE))
for name, label, permission in (
    ("track_create", "New track", Permission.EDIT_MILESTONE),
    ("subteam_create", "New subteam", Permission.MANAGE_PEOPLE),
    ("period_create", "New period", Permission.MANAGE_SETTINGS),
):
    ACTIONS.add(f"begin {name}", Action(label, name, permission))
