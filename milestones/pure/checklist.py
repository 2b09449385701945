"""What counts as evidence on a checklist."""

import re

DEFAULT_CHECKLIST = ("SPECS", "CODE", "DOGFOODING", "DOCS")

PLACEHOLDER = re.compile(
    r"^\W*(links?\s+to\b.*|\{[^}]*\}|\[[^\]]*\]|tbd|tbc|todo|n/?a|none|\.{2,}|-+|–|\?+)\W*$", re.IGNORECASE
)


def is_evidence(text: str) -> bool:
    """Whether a text says something: placeholders ("link to …", "TBD", "{…}") never do."""
    words = text.strip()
    return len(words) >= 3 and not PLACEHOLDER.match(words)
