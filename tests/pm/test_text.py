"""User Markdown never becomes a script."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm.text import ATTRIBUTES, TAGS, plain_line, render_markdown

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://tracker.example.org/1.png)",
    '<div hx-get="/admin/" hx-trigger="load">x</div>',
    "<a href='vbscript:x'>x</a>",
    "</div><iframe src=//x></iframe>",
    "[x](https://e.org \"t' onmouseover='alert(1)\")",
    "<style>*{display:none}</style>",
    "<svg/onload=alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    "<https://e.org/\" onclick=alert(1)>",
]  # fmt: skip


class Nodes(HTMLParser):
    """Collects tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.bad.append(tag)
        for name, value in attrs:
            if name != "rel" and name not in ATTRIBUTES.get(tag, set()):
                self.bad.append(f"{tag} {name}")
            if name == "href" and not (value or "").lower().startswith(("http:", "https:", "mailto:")):
                self.bad.append(f"{tag} {value}")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_leaves_nothing_active(payload):
    assert Nodes(render_markdown(payload)).bad == []


@given(st.text(max_size=400))
def test_render_of_any_text_has_only_listed_nodes(text):
    assert Nodes(render_markdown(text)).bad == []


def test_render_shifts_headings_below_the_pages_own():
    assert render_markdown("# Why\n\n*because*") == "<h3>Why</h3>\n<p><em>because</em></p>\n"


def test_render_cuts_what_is_too_long_and_says_so():
    assert "too long to show" in render_markdown("a " * 40_000)


def test_plain_line_drops_marks_and_ends_with_an_ellipsis():
    assert plain_line("**Bold** and [link](https://e.org)") == "Bold and link"
    assert plain_line("word " * 50, 20) == "word word word word…"
