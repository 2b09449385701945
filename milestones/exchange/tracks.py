"""Tracks of a program whose files know none: the strategic objectives that milestones share.

An objective that begins with all the words of a shorter one belongs to it ("Reach: Growth" to "Reach").
An objective of two milestones or more is a track; every other milestone is in the track "Roadmap".
"""

import re
from collections import Counter
from collections.abc import Iterable

ROADMAP = "Roadmap"
SHARED_BY = 2
WORD = re.compile(r"[^\W_]+")


def tracks_of(objectives: Iterable[str]) -> dict[str, str]:
    """The track's name for each objective as written."""
    written = [objective.strip() for objective in objectives]
    heads = {text: _head(text, set(written)) for text in set(written) if text}
    counted = Counter(heads[text] for text in written if text)
    shown: dict[str, str] = {}
    for text in sorted(heads):
        shown.setdefault(heads[text], text)
    for text in sorted(heads):  # the objective that is the head itself names the track
        if " ".join(_words(text)) == heads[text]:
            shown[heads[text]] = text
    named = {
        text: shown[head].rstrip(" .:;,") if counted[head] >= SHARED_BY else ROADMAP
        for text, head in heads.items()
    }
    return {**named, "": ROADMAP}


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _head(text: str, others: set[str]) -> str:
    """The shortest objective whose words this one begins with."""
    words = _words(text)
    read = [_words(other) for other in others]
    heads = sorted((found for found in read if found and words[: len(found)] == found), key=len)
    return " ".join(heads[0] if heads else words)
