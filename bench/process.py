"""Memory and processor time of a server with its children, from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def fields_of(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat behind the name; empty when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()


def family(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (found := fields_of(int(entry.name))):
            children.setdefault(int(found[1]), []).append(int(entry.name))
    result, todo = [], [root]
    while todo:
        pid = todo.pop()
        result.append(pid)
        todo += children.get(pid, [])
    return result


def cpu_seconds(root: int) -> float:
    """Processor seconds of the whole family so far."""
    return sum(int(found[11]) + int(found[12]) for pid in family(root) if (found := fields_of(pid))) / TICKS


def memory_mb(root: int) -> float:
    """Proportional set size of the whole family, in megabytes."""
    total = 0
    for pid in family(root):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024
