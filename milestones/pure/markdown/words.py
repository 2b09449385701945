"""Small readings of one line of Markdown: labels, links, bullets, placeholders, slugs, statements."""

import re
import unicodedata
from dataclasses import dataclass

BOLD_LABEL = re.compile(r"\s*(?:[-*+]\s+)?(?:\*\*|__)([^*_]{1,80})(?:\*\*|__)\s*(:?)\s*(.*)", re.DOTALL)
PLAIN_LABEL = re.compile(r"\s*([A-Za-z][A-Za-z ]{1,40}?)\s*:\s*(.*)", re.DOTALL)
BULLET = re.compile(r"(\s*)[-*+\u2022]\s+(.*)", re.DOTALL)
TICK_BOX = re.compile(r"(\s*)[-*+]\s+\[([ xX]?)\]\s*(.*)", re.DOTALL)
LINK = re.compile(r"\[([^\[\]]{0,300})\]\(([^()\s]{0,500})\)")
TEMPLATE_LINK = re.compile(r"\[([^\[\]]{0,300})\]\(\{[^()]{0,200}\}\)")
BROKEN_LINK = re.compile(r"\[([^\[\]()]{1,300})\(([^()\s]{1,500})\)")
URL = re.compile(r"https?://[^\s<>()\[\]]{1,500}")
BRACES = re.compile(r"[{\[][^{}\[\]]*[}\]]")
TAG = re.compile(r"\(\s*\*{0,2}\s*([A-Z][A-Za-z]{1,20}[-/][A-Z][A-Za-z0-9]{1,20})\s*\*{0,2}\s*\)")
EDGE_UNDERSCORE = re.compile(r"(?<!\w)_+|_+(?!\w)")
EMPHASIS = str.maketrans("", "", "*`~")
TYPOGRAPHY = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00a0": " "}
)
EMPTY_WORDS = frozenset(
    {"", "tbd", "tbc", "todo", "n/a", "na", "none", "xxx", "to be defined", "-", "...", "…"}
)
LABELS = {
    "owner": "owner",
    "owners": "owner",
    "team": "owner",
    "subteam": "owner",
    "feature": "feature",
    "features": "feature",
    "furps": "furps",
    "no furps": "no furps",
    "checklist": "checklist",
    "dependencies": "dependencies",
    "dependency": "dependencies",
    "depends on": "dependencies",
    "output": "output",
    "outputs": "output",
    "strategic objective": "objective",
    "objective": "objective",
    "risks": "risks",
}
BOLD_ONLY = frozenset({"team", "subteam", "objective", "risks", "due", "target"})


@dataclass(frozen=True, slots=True)
class Label:
    """`**Owner**: research` is the label "owner" with the value "research"; `written` as it stands there."""

    name: str
    written: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """A Markdown link; `is_malformed` when its bracket is not closed."""

    title: str
    target: str
    is_malformed: bool = False


def read_label(text: str) -> Label | None:
    """A label of the layout at the start of a line, bold or plain; None for any other text."""
    bold = BOLD_LABEL.fullmatch(text)
    if bold is not None:
        written = bold[1].strip().rstrip(":").strip()
        name = _label_name(written)
        return None if name is None else Label(name, written, bold[3].strip())
    bare = PLAIN_LABEL.fullmatch(text)
    if bare is None:
        return None
    name = _label_name(bare[1])
    if name is None or name == "link" or bare[1].lower() in BOLD_ONLY:
        return None
    return Label(name, bare[1], bare[2].strip())


def label_of_heading(title: str) -> Label | None:
    """A heading that is itself a label, such as `#### Checklist` or `#### **Feature**: [X](x.md)`."""
    found = read_label(title)
    if found is not None:
        return found
    name = LABELS.get(plain(title).rstrip(":").lower())
    return None if name is None else Label(name, title, "")


def _label_name(written: str) -> str | None:
    low = " ".join(written.lower().split())
    if low in LABELS:
        return LABELS[low]
    if low.startswith("depends on "):
        return "dependencies"
    if low.startswith("resources"):
        return "resources"
    words = set(low.replace("/", " ").split())
    if "date" in words and words & {"completion", "delivery", "due", "target", "estimated", "end"}:
        return "date"
    if low in {"due", "target", "deadline"}:
        return "date"
    if words & {"milestone", "milestones", "deliverables", "github", "tracked", "tracker", "issue", "issues"}:
        return "link"
    return None


def links(text: str) -> list[Link]:
    """Markdown links in order; a link whose bracket is not closed counts, marked as malformed."""
    found = [(match.start(), Link(match[1], match[2])) for match in LINK.finditer(text)]
    broken = BROKEN_LINK.finditer(LINK.sub(lambda match: " " * len(match[0]), text))
    found += [(match.start(), Link(match[1], match[2], is_malformed=True)) for match in broken]
    return [link for _, link in sorted(found, key=lambda pair: pair[0])]


def without_links(text: str) -> str:
    """The text around its links."""
    return BROKEN_LINK.sub(" ", LINK.sub(" ", text))


def first_url(text: str) -> str:
    """The first address in a text, or nothing."""
    found = URL.search(text)
    return "" if found is None else found[0].rstrip(".,;:'\"*")


def plain(text: str) -> str:
    """A heading or cell without emphasis and link targets."""
    shown = BROKEN_LINK.sub(r"\1", LINK.sub(r"\1", text)) if "[" in text else text
    shown = shown.translate(EMPHASIS)
    return " ".join((EDGE_UNDERSCORE.sub("", shown) if "_" in shown else shown).split())


def slug(text: str) -> str:
    """A stable name for a heading, never empty."""
    shown = unicodedata.normalize("NFKC", plain(text)).lower()
    return re.sub(r"\W+", "-", shown)[:80].strip("-") or "untitled"


def is_placeholder(text: str) -> bool:
    """Whether a text is what a template left: "link to …", "{Enter date}", "[Risk]", TBD, TODO, "…"."""
    text = TEMPLATE_LINK.sub("", text)
    shown = " ".join(text.translate(EMPHASIS).lower().split()).rstrip(".!").strip()
    shown = shown.removesuffix("(tbd)").strip()
    if shown in EMPTY_WORDS or not shown.strip(".…-_ "):
        return True
    if shown.split()[0].rstrip(":.,") in {"tbd", "todo", "tbc"} and "http" not in shown:
        return True
    if shown.startswith(("link to", "links to")):
        return "http" not in shown and not LINK.search(text)
    rest = BRACES.sub("", shown)
    return rest != shown and not LINK.search(text) and not rest.strip(" :.|-") and len(shown) < 300


def evidence_tags(text: str) -> tuple[str, ...]:
    """Service-team notes such as "(**QA-Lab**)" in a statement."""
    return tuple(dict.fromkeys(match[1] for match in TAG.finditer(text)))


def normalise_statement(text: str) -> str:
    """A statement for comparison: no emphasis, evidence notes, typography, spare space or final stop."""
    shown = unicodedata.normalize("NFC", text).translate(TYPOGRAPHY)
    shown = EDGE_UNDERSCORE.sub("", TAG.sub(" ", shown).translate(EMPHASIS))
    shown = " ".join(shown.split())
    for mark in ".,;:":
        shown = shown.replace(f" {mark}", mark)
    return shown.rstrip(" .,;:!")
