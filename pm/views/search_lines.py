"""The lines of search and palette as ready strings: for two hundred a template takes ten times as long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from pm.pure.search import Part, marked, snippet
from pm.registry import SearchHit
from pm.templatetags.ui import icon

LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Line:
    """A hit, a page or an action in ready words."""

    url: str
    key: str
    title: SafeString | str
    text: SafeString | str = ""
    status: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one kind under a heading; `note` says how many there are."""

    id: str
    title: str
    note: str
    lines: tuple[Line, ...]
    is_cut: bool = False

    @property
    def hits(self) -> SafeString:
        """The lines as items of the page's list."""
        return SafeString("".join(map(item_of, self.lines)))

    @property
    def options(self) -> SafeString:
        """The lines as options of the palette, each with an id of its own."""
        named = (option_of(line, f"palette-{self.id}-{at}") for at, line in enumerate(self.lines, start=1))
        return SafeString("".join(named))


def line_of(hit: SearchHit, icon_name: str, words: Sequence[str], *, has_text: bool = True) -> Line:
    """A hit with its words marked; what its title says already is not said again."""
    title = hit.title if len(hit.title) <= LONGEST_TITLE else f"{hit.title[: LONGEST_TITLE - 1].rstrip()}…"
    return Line(
        url=hit.url,
        key=hit.key,
        title=with_marks(marked(title, words)),
        text=with_marks(snippet(hit.text, words)) if has_text else "",
        status=hit.status,
        icon=icon_name,
    )


def with_marks(parts: Iterable[Part]) -> SafeString:
    """The parts of a text, the found ones in `<mark>`."""
    return SafeString(
        "".join([f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in parts])
    )


def ready(words: SafeString | str) -> str:
    """Words as they may stand in a page."""
    return words if isinstance(words, SafeString) else escape(words)


def key_of(line: Line) -> str:
    return f'<span class="key">{escape(line.key)}</span> ' if line.key else ""


def item_of(line: Line) -> str:
    """One line of the page."""
    text = f'<p class="d">{ready(line.text)}</p>' if line.text else ""
    end = f'<p class="end">{escape(line.status)}</p>' if line.status else ""
    title = f'<a href="{escape(line.url)}">{key_of(line)}{ready(line.title)}</a>'
    return f'<li>{icon(line.icon)}<div><p class="t">{title}</p>{text}</div>{end}</li>\n'


def option_of(line: Line, name: str) -> str:
    """One line of the palette."""
    end = f'<span class="end">{escape(line.status)}</span>' if line.status else ""
    words = f'{key_of(line)}<span class="palette-title">{ready(line.title)}</span>{end}'
    head = f'class="palette-option" role="option" id="{escape(name)}" href="{escape(line.url)}"'
    return f'<a {head} tabindex="-1" aria-selected="false">{icon(line.icon)}{words}</a>\n'
