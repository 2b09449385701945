"""What waits for what, drawn over the timeline: per cent across, rem down, an arrow into what waits."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from milestones.pure.schedule import Bar, Link, clashes
from milestones.pure.timeline import Span
from milestones.views.roadmap_bars import pc
from pm.templatetags.cells import filled

EDGE = 0.6875  # from the middle of a bar to its edge, in rem
GAP = 1.25  # from the middle of a bar to the line between two rows
DOWN = SafeString('<path class="dep-head" d="M10 0l-3.5-5.5h7z"/>')
UP = SafeString('<path class="dep-head" d="M10 0l-3.5 5.5h7z"/>')


def rem(value: float) -> SafeString:
    return SafeString(f"{value:.4f}rem")


def dependency_lines(
    links: Sequence[Link], bars: Mapping[str, Bar], spans: Mapping[str, Span], tops: Mapping[str, float]
) -> SafeString:
    """Every link of which both bars are drawn; those that clash stand out."""
    found = []
    for link in links:
        if link.needer in spans and link.needed in spans:
            ends = {key: bars[key] for key in link[:2]}
            wrong = bool(clashes({link.needer}, ends, [link]))
            across = (spans[link.needed].right, spans[link.needer].left)
            found.append(line(across, (tops[link.needed], tops[link.needer]), is_wrong=wrong))
    return SafeString("".join(found))


def line(across: tuple[float, float], down: tuple[float, float], *, is_wrong: bool) -> SafeString:
    """From the end of what is waited for to the beginning of what waits."""
    (end, begin), (top, goal) = across, down
    way = 1 if goal > top else -1
    tip = goal - way * EDGE
    css = SafeString("dep is-wrong" if is_wrong else "dep")
    head = DOWN if way > 0 else UP
    if begin >= end:
        return filled(
            '<g class="%s"><line x1="%s" x2="%s" y1="%s" y2="%s"/>'
            '<svg x="%s" y="%s" overflow="visible"><line x1="-.5" x2="10" y1="%s" y2="%s"/>'
            '<line x1="10" x2="10" y1="%s" y2="%s"/>%s</svg></g>',
            css, pc(end), pc(begin), rem(top), rem(top), pc(begin), rem(tip), rem(top - tip), rem(top - tip),
            rem(top - tip), -way * 5, head,
        )  # fmt: skip
    between = goal - way * GAP
    return filled(
        '<g class="%s"><line x1="%s" x2="%s" y1="%s" y2="%s"/><line x1="%s" x2="%s" y1="%s" y2="%s"/>'
        '<svg x="%s" y="%s" overflow="visible"><path d="M0 %sH10V%s"/>%s</svg></g>',
        css, pc(end), pc(end), rem(top + way * EDGE), rem(between), pc(begin), pc(end), rem(between),
        rem(between), pc(begin), rem(tip), -way * 9, -way * 5, head,
    )  # fmt: skip
