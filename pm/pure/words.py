"""Numbers in sentences."""

NUMBERS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def in_letters(count: int) -> str:
    """`Four`; figures from eleven on."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str) -> str:
    """`1 task`, `3 tasks`, `1,200 tasks`."""
    return f"{count:,} {one if count == 1 else many}"
