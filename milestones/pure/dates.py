"""Imprecise dates: from, to, and the text as written; unknown when neither."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A stretch of days somebody wrote down; `start` and `end` are both set, or neither is."""

    start: dt.date | None
    end: dt.date | None
    text: str
    year_assumed: bool = field(default=False, compare=False)

    @property
    def is_known(self) -> bool:
        return self.end is not None

    @property
    def is_exact(self) -> bool:
        """Whether it names one day."""
        return self.end is not None and self.start == self.end


UNKNOWN = ImpreciseDate(None, None, "")
