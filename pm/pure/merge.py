"""Two people's edits of one text: what only one of them changed is taken, what both changed stands twice."""

import re
from difflib import SequenceMatcher

LONG = 6000  # letters; by words it takes a time that grows with their square
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


def kept_of(base: list[str], other: list[str]) -> dict[int, int]:
    """Where each piece of the base that is kept stands in the other text."""
    blocks = SequenceMatcher(a=base, b=other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def merged(base: str, theirs: str, mine: str) -> str:
    """Both edits in one text, by lines, or by words where it is one line.

    Where both changed the same place, theirs stands before mine.
    """
    is_lines = "\n" in base + theirs + mine or len(base + theirs + mine) > LONG
    texts = (base, theirs, mine)
    old, yours, ours = (text.split("\n") if is_lines else WORDS.findall(text) for text in texts)
    in_theirs, in_mine = kept_of(old, yours), kept_of(old, ours)
    result: list[str] = []
    at, left, right = 0, 0, 0
    anchors = [place for place in range(len(old)) if place in in_theirs and place in in_mine]
    for anchor in (*anchors, len(old)):
        end_left, end_right = in_theirs.get(anchor, len(yours)), in_mine.get(anchor, len(ours))
        gap = [] if is_lines else [" "]
        result += between(old[at:anchor], yours[left:end_left], ours[right:end_right], gap)
        result += old[anchor : anchor + 1]
        at, left, right = anchor + 1, end_left + 1, end_right + 1
    return ("\n" if is_lines else "").join(result)


def between(base: list[str], theirs: list[str], mine: list[str], gap: list[str]) -> list[str]:
    """What stands between two pieces that nobody touched."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    return [*theirs, *(gap if theirs and mine else []), *mine]
