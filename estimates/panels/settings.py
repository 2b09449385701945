"""What the bet adds to the settings of a program."""

from estimates.queries.size import sizes_of
from pm.models import Program
from pm.pure.effort import short
from pm.registry import SETTINGS, SettingPage


def sizes_said(program: Program) -> str:
    """`S 10 d, M 30 d`: the likely days of each."""
    return ", ".join(f"{code} {short(days[1])} d" for code, days in sizes_of(program).items())


SETTINGS.add(
    "sizes",
    SettingPage(90, "T-shirt sizes", "How many person-days each size is.", "size_edit", sizes_said),
)
