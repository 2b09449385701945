"""The one custom signal: a milestone's plan changed. Sent by services inside their transaction.

Receivers get `milestone_id`, `program` and `now`. A second signal needs an ADR.
"""

from django.dispatch import Signal

plan_changed = Signal()
