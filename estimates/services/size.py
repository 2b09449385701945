"""T-shirt sizes of a program: low, likely and high person-days of each."""

from collections.abc import Mapping

from estimates.models import Size
from estimates.pure.estimate import SIZES, Days
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording

COLUMNS = ("low_days", "likely_days", "high_days")


def set_sizes(
    *, program: Program, sizes: Mapping[str, Days], base: Mapping[str, Days] | None = None, actor: Actor
) -> None:
    """Say how big these sizes are here. Estimates made before keep their days."""
    check(sizes)
    with recording(actor, program) as record:
        held = {row.code: row for row in Size.objects.filter(program=program, code__in=list(sizes))}
        for code, days in sizes.items():
            values = dict(zip(COLUMNS, days, strict=True))
            row = held.get(code)
            if row is not None:
                seen = dict(zip(COLUMNS, base[code], strict=True)) if base and code in base else None
                record.update(record.lock(row), values, base=seen, subject=code)
            elif days != SIZES[code]:
                record.create(Size(program=program, code=code, **values), subject=code)


def check(sizes: Mapping[str, Days]) -> None:
    """Raise DomainError unless each goes from small to large and is a size we know."""
    for code, (low, likely, high) in sizes.items():
        if code not in SIZES:
            raise DomainError(f"{code} is no size. The sizes are {', '.join(SIZES)}.")
        if not 0 < low <= likely <= high:
            raise DomainError(f"{code}: write low, likely and high from small to large, all above 0.",
                              field=f"{code.lower()}_low")  # fmt: skip
