"""The one place where a user's Markdown becomes HTML."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MAX_LENGTH = 50_000
TAGS = {
    "a", "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}}
SCHEMES = {"http", "https", "mailto"}
SHIFT = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}


def build_parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, no raw HTML, no images; headings below the page's own."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20})
    parser.enable(["table", "strikethrough"])
    parser.disable("image")
    return parser


PARSER = build_parser()


@lru_cache(maxsize=2048)
def render_markdown(text: str) -> SafeString:
    """Safe HTML of a user's Markdown: only listed tags, links to http, https and mailto.

    A text longer than 50,000 characters is cut there, and says so.
    """
    cut = text[:MAX_LENGTH]
    if len(text) > MAX_LENGTH:
        cut += "\n\n*The rest is too long to show.*"
    tokens = PARSER.parse(cut)
    for token in tokens:
        token.tag = SHIFT.get(token.tag, token.tag)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)  # noqa: S308 -- sanitised on the line above; the only call in the project


def plain_line(text: str, length: int = 160) -> str:
    """The first words of a Markdown text without its marks, for a list or a mail."""
    words = " ".join(nh3.clean(PARSER.render(text[:4000]), tags=set()).split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
