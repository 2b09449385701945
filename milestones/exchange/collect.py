"""Gathers what the plan's readers want, with texts cut to what a column holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models

from milestones.pure.markdown.document import ProgramDoc
from pm.exchange.plan import LONGEST_PLACE, Contribution, Problem, Ref, Wanted

WEB = ("http://", "https://")


class Located(Protocol):
    """Anything with a place in the source."""

    @property
    def path(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def anchor(self) -> str: ...


@dataclass(slots=True)
class Collector:
    """The contribution as it grows. `refs` finds a milestone or feature by the path of its file."""

    doc: ProgramDoc
    out: Contribution = field(default_factory=Contribution)
    milestones: dict[str, Ref] = field(default_factory=dict)
    features: dict[str, Ref] = field(default_factory=dict)
    statements: dict[tuple[str, str], Ref] = field(default_factory=dict)

    def problem(self, where: Located, rule: str, sentence: str) -> None:
        self.out.problems.append(Problem(where.path, where.line, rule, sentence))

    def want(
        self,
        model: type[models.Model],
        where: Located,
        anchor: str,
        title: str,
        fields: Mapping[str, Any],
        *,
        extra: Mapping[str, Any] | None = None,
        subject: Ref | None = None,
    ) -> Ref | None:
        """One row; None when its place is too long a name to be known again."""
        if len(where.path) > LONGEST_PLACE or len(anchor) > LONGEST_PLACE:
            sentence = (
                f"{title[:60]} was left out: its path or heading has more than {LONGEST_PLACE} characters."
            )
            self.problem(where, "name too long", sentence)
            return None
        wanted = Wanted(
            noun=model._meta.label_lower,
            path=where.path,
            anchor=anchor,
            line=where.line,
            title=title,
            fields=fields,
            extra=extra or {},
            subject=subject,
        )
        self.out.wanted.append(wanted)
        return wanted.ref

    def fit(self, model: type[models.Model], name: str, text: str, where: Located) -> str:
        """The text as the column can hold it; what is cut is reported."""
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest is None or len(text) <= longest:
            return text
        label = name.removesuffix("_text").replace("_", " ")
        sentence = f"The {label} has {len(text)} characters; the first {longest - 1} were imported."
        self.problem(where, "text cut", sentence)
        return text[: longest - 1] + "…"

    def url(self, model: type[models.Model], address: str, where: Located) -> str:
        """An address of the web; anything else is reported and left out."""
        longest = getattr(model._meta.get_field("external_url"), "max_length", 0)
        if not address or (address.startswith(WEB) and len(address) <= longest):
            return address
        self.problem(
            where, "not a web address", f"“{address[:80]}” is no web address; the link was left out."
        )
        return ""
