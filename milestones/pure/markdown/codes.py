"""Statement codes as people write them: F1, F1-21, U1-2, +PRIV1, all, for S1."""

import re
from dataclasses import dataclass

LETTER = r"(?P<letter>[FURPS](?![A-Za-z])|\+[A-Z]{0,8})"
COPIED = re.compile(rf"{LETTER}\s?(?P<number>\d{{1,4}})\s?[.:)]\s*(?P<text>.*)", re.DOTALL)
ONE = re.compile(
    rf"{LETTER}\s?(?P<first>\d{{1,4}})(?:\s?[-\u2013\u2014]\s?(?:(?P=letter)\s?)?(?P<last>\d{{1,4}}))?"
)
SCOPED = re.compile(
    r"[Ff]or\s{1,3}(?P<letter>[FURPS]|\+[A-Z]{0,8})\s?(?P<number>\d{1,4})(?!\w)\s*[.:,]?\s*(?P<text>.*)",
    re.DOTALL,
)
LISTED_SCOPE = re.compile(r"[Ff]or\s*:")
NAMED_SCOPE = re.compile(r"[Ff]or\s(?P<what>[^:]{1,120}):")
TAIL_SCOPE = re.compile(r"(?:[,;]\s*|\s+|^)for\s(?P<what>[^,;]{1,80})$", re.IGNORECASE)
SPLIT = re.compile(r"[,;&]|\sand\s")
LONGEST_LIST = 400
MOST_OF_A_RANGE = 200


@dataclass(frozen=True, slots=True)
class CodeRange:
    """A run of numbers of one letter; one code is a run of length one."""

    letter: str
    first: int
    last: int
    written: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """What a list of codes names; `is_all` for "all"."""

    ranges: tuple[CodeRange, ...]
    is_all: bool = False
    scope: str | None = None


def letter_of(written: str) -> str:
    """`+PRIV` is the letter `+`."""
    return written[0]


def read_codes(text: str) -> CodeList | None:
    """A pure list of codes such as "F1-3, U1-2, +1, for S1" or "all."; None for any other text."""
    shown = text.strip().strip(":").strip().rstrip(".").strip().replace("*", "").replace("`", "")
    if not shown or len(shown) > LONGEST_LIST:
        return None
    scope = None
    tail = TAIL_SCOPE.search(shown)
    if tail is not None:
        scope, shown = f"for {tail['what'].strip()}", shown[: tail.start()].strip()
    if shown.lower() in {"all", "all statements", "all furps"}:
        return CodeList((), is_all=True, scope=scope)
    ranges: list[CodeRange] = []
    for part in SPLIT.split(shown):
        found = ONE.fullmatch(part.strip())
        if found is None:
            return None
        first = int(found["first"])
        last = int(found["last"] or first)
        if last < first or last - first >= MOST_OF_A_RANGE:
            return None
        ranges.append(CodeRange(letter_of(found["letter"]), first, last, part.strip()))
    return CodeList(tuple(ranges), scope=scope)
