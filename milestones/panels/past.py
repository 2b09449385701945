"""Places that an import may make after the day of what it puts there: a past day has them all the same."""

from pm.registry import PAST, Past

for _noun in ("milestones.track", "milestones.feature"):
    PAST.add(_noun, Past(is_kept=True))
