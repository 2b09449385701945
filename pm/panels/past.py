"""What people said is there from the day they said it; what they took back is never shown again."""

from pm.registry import PAST, Past

for _noun in ("pm.comment", "pm.attachment"):
    PAST.add(_noun, Past(where='{row}."created_at" < {until}', is_replayed=False))
PAST.add("pm.change", Past(where='{row}."happened_on" <= {day}'))
PAST.add("pm.subteam", Past(is_kept=True))
