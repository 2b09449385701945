"""A thing with a public key, whatever its kind, as its reader may see it."""

import re
from dataclasses import dataclass

from django.urls import reverse

from pm.models import Program
from pm.registry import SUBJECTS
from pm.rules import Access

KEY = re.compile(r"([A-Z]{1,2})-([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Thing:
    """A row with a key: what it is called and where its page is."""

    key: str
    title: str
    url: str

    @property
    def name(self) -> str:
        """`M-3 First boats`."""
        return f"{self.key} {self.title}".strip()


def thing_of(program: Program, access: Access, key: str) -> Thing | None:
    """The thing with that key; None when there is none, or this reader may not see it."""
    match = KEY.fullmatch(key)
    if match is None or match[1] not in SUBJECTS:
        return None
    subject = SUBJECTS.get(match[1])
    row = subject.find(program, access, int(match[2]))
    if row is None:
        return None
    return Thing(key, str(getattr(row, "title", "")), reverse(subject.url_name, args=[program.slug, key]))
