"""What stands around every page: {% load shell %}. Every page pays for it, so it is drawn in one go."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from pm.http import NavGroup, NavLine
from pm.templatetags.cells import as_html, filled, sign

register = template.Library()


class OnceNode(template.Node):
    """A part that says the same on all pages and to everybody."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        if self.drawn is None:
            self.drawn = self.nodelist.render(context)
        return self.drawn


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """{% once %}…{% endonce %}: drawn once a process. Nothing in it may come from the context."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)


@register.simple_tag
def navigation(groups: Sequence[NavGroup]) -> SafeString:
    """The groups of the side navigation."""
    last: Any = groups[-1]
    return SafeString(
        "\n".join([drawn(group, is_foot=group is last and group is not groups[0]) for group in groups])
    )


def drawn(group: NavGroup, *, is_foot: bool) -> SafeString:
    """One group under its heading; what is folded is behind how many there are."""
    foot = SafeString(" nav-foot" if is_foot and not group.title else "")
    title = filled("<h2>%s</h2>\n", group.title) if group.title else ""
    more = SafeString("")
    if group.folded:
        more = filled(
            '<details class="nav-more"%s><summary>%s more</summary><ul>%s</ul></details>',
            SafeString(" open" if group.is_open else ""), len(group.folded), lines(group.folded),
        )  # fmt: skip
    return filled(
        '<div class="nav-group%s">\n%s<ul>\n%s\n</ul>\n%s\n</div>', foot, title, lines(group.shown), more
    )


def lines(shown: Sequence[NavLine]) -> SafeString:
    return SafeString("\n".join([line(one) for one in shown]))


def line(one: NavLine) -> SafeString:
    """One line: its mark, its words, how many wait there."""
    current = ' aria-current="page"' if one.current else ""
    key = f' data-go="{as_html(one.key)}"' if one.key else ""
    mark = (
        f'<span class="avatar avatar-team" aria-hidden="true">{as_html(one.code)}</span>'
        if one.code
        else sign(one.icon)
    )
    count = "" if one.count is None else f'<span class="n">{one.count}</span>'
    return SafeString(  # each part is ready or escaped by as_html
        f'<li><a href="{as_html(one.url)}"{current}{key}>{mark}'
        f"<span>{as_html(one.label)}</span>{count}</a></li>"
    )
