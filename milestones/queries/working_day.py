"""Working days of a program: its weekdays less its holidays."""

from datetime import date, timedelta

from pm.models import Holiday, Program

DAY = timedelta(days=1)


def working_day_after(program: Program, day: date, count: int) -> date:
    """The `count`-th working day after a day."""
    works = {int(digit) for digit in program.weekdays}
    last = day + timedelta(days=7 * count + 60)
    free = set(Holiday.objects.filter(program=program, on__gt=day, on__lte=last).values_list("on", flat=True))
    found = day
    while count and found < last:
        found += DAY
        count -= found.weekday() in works and found not in free
    return found
