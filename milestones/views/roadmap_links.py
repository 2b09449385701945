"""What waits for what, drawn over the timeline: per cent across, rem down, an arrow into what waits."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from milestones.pure.schedule import Bar, Link, clashes
from milestones.pure.timeline import Span
from milestones.views.roadmap_bars import pc

EDGE = 0.6875  # from the middle of a bar to its edge, in rem
GAP = 1.25  # from the middle of a bar to the line between two rows
DOWN = '<path class="dep-head" d="M10 0l-3.5-5.5h7z"/>'
UP = '<path class="dep-head" d="M10 0l-3.5 5.5h7z"/>'


def rem(value: float) -> str:
    return f"{value:.4f}rem"


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
    return SafeString("".join(found))  # numbers and our own words


def line(across: tuple[float, float], down: tuple[float, float], *, is_wrong: bool) -> str:
    """From the end of what is waited for to the beginning of what waits."""
    (end, begin), (top, goal) = across, down
    way = 1 if goal > top else -1
    tip = goal - way * EDGE
    css = "dep is-wrong" if is_wrong else "dep"
    head = DOWN if way > 0 else UP
    left, right = pc(end), pc(begin)
    if begin >= end:
        at, over = rem(top), rem(top - tip)
        return (
            f'<g class="{css}"><line x1="{left}" x2="{right}" y1="{at}" y2="{at}"/>'
            f'<svg x="{right}" y="{rem(tip)}" overflow="visible">'
            f'<line x1="-.5" x2="10" y1="{over}" y2="{over}"/>'
            f'<line x1="10" x2="10" y1="{over}" y2="{-way * 5}"/>{head}</svg></g>'
        )
    between = rem(goal - way * GAP)
    return (
        f'<g class="{css}"><line x1="{left}" x2="{left}" y1="{rem(top + way * EDGE)}" y2="{between}"/>'
        f'<line x1="{right}" x2="{left}" y1="{between}" y2="{between}"/>'
        f'<svg x="{right}" y="{rem(tip)}" overflow="visible">'
        f'<path d="M0 {-way * 9}H10V{-way * 5}"/>{head}</svg></g>'
    )
