"""T-shirt sizes of a program as one plain form."""

from types import SimpleNamespace
from typing import Any

from estimates.pure.estimate import SIZES, Days
from pm.forms.fields import DaysField
from pm.forms.record import RecordForm

PARTS = ("low", "likely", "high")
NAMES = tuple(f"{code.lower()}_{part}" for code in SIZES for part in PARTS)


def row_of(sizes: dict[str, Days]) -> SimpleNamespace:
    """The sizes as the form reads them."""
    return SimpleNamespace(
        **{f"{code.lower()}_{part}": days for code, three in sizes.items()
           for part, days in zip(PARTS, three, strict=True)}
    )  # fmt: skip


class SizeFormBase(RecordForm):
    """Low, likely and high of each size."""

    columns = NAMES
    groups = tuple((code, tuple(f"{code.lower()}_{part}" for part in PARTS)) for code in SIZES)

    def sizes(self) -> dict[str, Days]:
        """What was typed."""
        return self.three(self.cleaned_data)

    def seen_sizes(self) -> dict[str, Days]:
        """What the editor saw."""
        return self.three(self.base())

    def three(self, values: dict[str, Any]) -> dict[str, Days]:
        found: dict[str, Days] = {}
        for code in SIZES:
            low, likely, high = (values[f"{code.lower()}_{part}"] for part in PARTS)
            found[code] = (low, likely, high)
        return found


def label_of(name: str) -> str:
    """`XL, likely` of `xl_likely`."""
    code, _, part = name.partition("_")
    return f"{code.upper()}, {part}"


SizeForm: type[SizeFormBase] = type(
    "SizeForm",
    (SizeFormBase,),
    {name: DaysField(label=label_of(name)) for name in NAMES},
)
