"""Weekly updates as four generations of a site wrote them."""

from datetime import date

import pytest

from milestones.pure.markdown.document import WeeklyEntryDoc, WeeklyKind
from milestones.pure.markdown.reader import Reader
from milestones.pure.markdown.weekly import parse_weekly
from pm.pure.ledger import Ledger, LineState
from pm.pure.source import SourceFile

A, N, B = WeeklyKind.ACHIEVED, WeeklyKind.NEXT, WeeklyKind.BLOCKED
PATH = "site/updates/2026-01-05.md"

TAGGED = """\
---
title: 2026-01-05 Weekly
date: 2026-01-05
---

## [Milestone - Light](https://tracker.example.org/milestone/7)

- [First lamp](https://tracker.example.org/issues/11)
  - achieved:
    - [lamp] brass [cut](https://code.example.org/1)
      - twice
      over the week
    - [shore]: stairs
    - [[Epic] Oil](https://tracker.example.org/issues/3)
  - next:
    - TBD
  - blockers: [lamp] tin is late

- [Second lamp](https://tracker.example.org/issues/12)
  - achieved:
  - next:

## Other work

### Bugs

- achieved
  - [shore] a leak
"""

BOLD = """\
### shore

**[Stairs](https://tracker.example.org/issues/4)** {E: Light}

- _achieved_: a rail,
  both sides
- **_next_**: paint
- *blocked:*
  - rain

---
**[lamp] [Wick](https://tracker.example.org/issues/5)**
- _achieved:_ cut
- [shore] next: burn
"""

HEADED = """\
2026-01-05 Harbour weekly

Happy new year!

[Wick](https://tracker.example.org/issues/5)
- Status: In progress
  - in-progress:
    - a longer one
```
code
```

### Chores

#### _achieved_:
- swept

#### Next

- [lamp] sweep again
"""


def read(text: str, path: str = PATH) -> tuple[tuple[WeeklyEntryDoc, ...], Reader, Ledger]:
    ledger = Ledger()
    ledger.open(SourceFile(path, text))
    reader = Reader(path, ledger)
    found = parse_weekly(SourceFile(path, text), reader)
    assert ledger.close() == ()
    return found, reader, ledger


def told(entry: WeeklyEntryDoc) -> list[tuple[WeeklyKind, str, str]]:
    return [(item.kind, item.team, item.text) for item in entry.items]


def test_weekly_reads_words_by_deliverable_kind_and_team() -> None:
    (lamp, bugs), _, ledger = read(TAGGED)

    assert (lamp.title, lamp.url) == ("First lamp", "https://tracker.example.org/issues/11")
    assert (lamp.milestone, lamp.day) == ("Milestone - Light", date(2026, 1, 5))
    assert lamp.milestone_url == "https://tracker.example.org/milestone/7"
    assert told(lamp) == [
        (A, "lamp", "brass [cut](https://code.example.org/1)\n  - twice\n  over the week"),
        (A, "shore", "stairs"),
        (A, "", "[[Epic] Oil](https://tracker.example.org/issues/3)"),
        (B, "lamp", "tin is late"),
    ]
    assert (bugs.title, bugs.url, told(bugs)) == ("Bugs", "", [(A, "shore", "a leak")])
    assert ledger.rules()["nothing said below it"] == 5
    assert ledger.reported == 0


def test_weekly_reads_bold_heads_below_the_heading_of_a_team() -> None:
    (stairs, wick), _, _ = read(BOLD)

    assert (stairs.title, stairs.team, wick.title, wick.team) == ("Stairs", "shore", "Wick", "lamp")
    assert told(stairs) == [(A, "", "a rail,\n both sides"), (N, "", "paint"), (B, "", "rain")]
    assert told(wick) == [(A, "", "cut"), (N, "shore", "burn")]


def test_weekly_reads_headings_that_are_labels_and_reports_words_of_no_kind() -> None:
    (wick, chores), reader, ledger = read(HEADED)

    assert told(wick) == [(N, "", "a longer one\n```\ncode\n```")]
    assert (chores.title, told(chores)) == ("Chores", [(A, "", "swept"), (N, "lamp", "sweep again")])
    assert [(finding.line, finding.rule) for finding in reader.findings] == [(3, "words of no kind")]
    assert [a.line for a in ledger if a.state is LineState.REPORTED] == [3]


@pytest.mark.parametrize(
    ("name", "front", "day", "rule"),
    [
        ("2026-01-05.md", "", date(2026, 1, 5), None),
        ("2026-01-05.md", "date: 2026-01-06", date(2026, 1, 5), "dates disagree"),
        ("week.md", "date: '2026-01-06'", date(2026, 1, 6), None),
        ("2026-02-31.md", "", None, "update without a day"),
    ],
)
def test_weekly_takes_its_day_from_its_name_then_its_front_matter(
    name: str, front: str, day: date | None, rule: str | None
) -> None:
    text = f"---\ntitle: x\n{front}\n---\n- [A](https://a.example.org)\n  - achieved: b\n"

    [entry], reader, _ = read(text, f"updates/{name}")

    assert entry.day == day
    assert [finding.rule for finding in reader.findings] == ([rule] if rule else [])
