"""Cost rates: what a person-day of a subteam costs in a half-year."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from estimates.models import CostRate
from estimates.services.capacity import check_period
from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Subteam
from pm.services.history import recording

CURRENCY = re.compile(r"[A-Z]{3}")


def set_rate(
    *,
    subteam: Subteam,
    period: str,
    amount: Decimal,
    actor: Actor,
    currency: str = "EUR",
    base: Mapping[str, Any] | None = None,
) -> CostRate:
    """Set the rate of one subteam in one half-year. `base` is what was seen, None for a first one."""
    check_period(period)
    if amount < 0:
        raise DomainError("A rate is 0 or more.", field="amount")
    if not CURRENCY.fullmatch(currency):
        raise DomainError("A currency is three letters, such as EUR.", field="currency")
    changes = {"amount": amount, "currency": currency}
    program = subteam.program
    with recording(actor, program) as record:
        record.lock(subteam)
        found = CostRate.objects.filter(program=program, subteam=subteam, period=period).first()
        if found is None:
            return record.create(
                CostRate(program=program, subteam=subteam, period=period, **changes), subject=subteam.slug
            )
        if base is None and (found.amount, found.currency) != (amount, currency):
            raise StaleEdit([Conflict("amount", None, found.amount, amount)])
        row = record.lock(found)
        record.update(row, changes, base=base, subject=subteam.slug)
    return row
