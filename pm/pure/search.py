"""Words as search compares them, without case and accents, and what it shows of a text."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST_QUERY = 200
MOST_WORDS = 8
LONGEST_TITLE = 400
LONGEST_TEXT = 20_000
AROUND = 60
# Letters that no decomposition takes apart.
PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'", "–": "-"}
)
SPACES = re.compile(r"\s+")
MARKDOWN = re.compile(r"\*+|__+|`+|~~|\]\([^)\s]*\)|\[|^\s*(?:#{1,6}|>+|[-+])\s", re.MULTILINE)
# Most texts hold none of the letters that a mark is made of.
MARKS = re.compile(r"[*_`~\[#>+\-]|\]\(")

Part = tuple[str, bool]


def fold(text: str) -> str:
    """A text without case and accents, its spaces single: `Zürich  ÀÉ` is `zurich ae`."""
    if text.isascii() and text.isprintable():
        return SPACES.sub(" ", text.lower()).strip()
    bare = "".join(
        each
        for each in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(each) and (each.isspace() or each.isprintable())
    )
    return SPACES.sub(" ", bare.translate(PLAIN)).strip()


def typed_words(query: str) -> list[str]:
    """The different words of a query, folded, at most eight; none when there is nothing to look for."""
    return list(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def entry_words(key: str, title: str, text: str) -> tuple[str, int]:
    """The folded words of a row and the length of their first part, its key and title.

    A word of the text that comes again is left out: what is looked through stays short.
    """
    head = fold(f"{key} {title}")[:LONGEST_TITLE]
    body = " ".join(dict.fromkeys(fold(text[:LONGEST_TEXT]).split()))
    return (f"{head}\n{body}" if body else head), len(head)


def rank(places: Sequence[int], title_length: int) -> tuple[int, int]:
    """How good a hit is, small first: every word in the title, then some, then none; then how near its start.

    `places` are the positions of the words from 1.
    """
    inside = [place for place in places if place <= title_length]
    tier = 0 if len(inside) == len(places) else 1 if inside else 2
    return tier, min(inside, default=0)


def plain(text: str) -> str:
    """A Markdown text on one line without its marks."""
    return " ".join((MARKDOWN.sub(" ", text) if MARKS.search(text) else text).split())


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """One letter folded, which may be none or two."""
    return " " if letter.isspace() else fold(letter)


def with_origin(text: str) -> tuple[str, Sequence[int]]:
    """A text folded letter by letter, and for each of its letters the place it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pairs = [(each, index) for index, letter in enumerate(text) for each in fold_letter(letter)]
    return "".join(each for each, _ in pairs), [index for _, index in pairs]


@lru_cache(maxsize=64)
def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of the words, the longer first where two begin at one place."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def found_at(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text as it is written: begin and end, in order, none inside another."""
    line, origin = with_origin(text)
    kept: list[tuple[int, int]] = []
    for hit in pattern_of(tuple(words)).finditer(line) if words else ():
        begin, end = origin[hit.start()], origin[hit.end() - 1] + 1
        if not kept or begin >= kept[-1][1]:
            kept.append((begin, end))
    return kept


def marked(text: str, words: Sequence[str]) -> list[Part]:
    """A text in parts, each with whether it is a word that was looked for."""
    parts: list[Part] = []
    at = 0
    for begin, end in found_at(text, words):
        parts += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    parts.append((text[at:], False))
    return [part for part in parts if part[0]]


def snippet(text: str, words: Sequence[str], *, around: int = AROUND) -> list[Part]:
    """The words around the first hit of a text, the hits marked; empty when none of the words is in it."""
    line = plain(text[:LONGEST_TEXT])
    spans = found_at(line, words)
    if not spans:
        return []
    first = spans[0][0]
    begin = max(0, first - around)
    if begin:
        begin = line.find(" ", begin, first) + 1 or begin
    end = min(len(line), first + 2 * around)
    if end < len(line):
        end = max(line.rfind(" ", spans[0][1], end), spans[0][1])
    parts = marked(line[begin:end], words)
    return [*([("… ", False)] if begin else []), *parts, *([(" …", False)] if end < len(line) else [])]
