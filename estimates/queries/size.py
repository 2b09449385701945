"""How big a T-shirt size is in a program."""

from estimates.models import Size
from estimates.pure.estimate import SIZES, Days
from pm.models import Program


def sizes_of(program: Program) -> dict[str, Days]:
    """Low, likely and high person-days of each size: the program's own, else the usual ones."""
    own = {
        row.code: (row.low_days, row.likely_days, row.high_days)
        for row in Size.objects.filter(program=program)
    }
    return {code: own.get(code, usual) for code, usual in SIZES.items()}
