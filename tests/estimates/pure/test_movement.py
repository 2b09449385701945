"""What moved between two looks, and the lead sentence."""

from datetime import date

import pytest

from estimates.pure.movement import Figures, Look, against, lead_of, moved

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("then", "now", "movement"),
    [
        (Look(None), Look("AT_RISK", 3), "NEW"),
        (Look(None), Look("WATCH", 0), None),
        (Look("WATCH", 0), Look("LATE", 3), "NEW"),
        (Look("UNKNOWN"), Look("AT_RISK", 3), "NEW"),
        (Look("AT_RISK", 3), Look("LATE", 3), "WORSE"),
        (Look("ON_TRACK", 0), Look("WATCH", 0), "WORSE"),
        (Look("ON_TRACK", 0), Look("UNKNOWN"), "WORSE"),
        (Look("AT_RISK", 3), Look("AT_RISK", 9), None),
        (Look("AT_RISK", 3), Look("AT_RISK", 10), "WORSE"),
        (Look("AT_RISK", None), Look("AT_RISK", 10), None),
        (Look("WATCH", 0), Look("WATCH", 10), None),
        (Look("LATE", 9), Look("AT_RISK", 9), "RECOVERED"),
        (Look("UNKNOWN"), Look("WATCH", 0), "RECOVERED"),
        (Look("ON_TRACK", 0), Look("ON_TRACK", 0), None),
        (Look("LATE", 9), Look(None), None),
    ],
)
def test_movement_between_two_looks(then, now, movement):
    assert moved(then, now) == movement


def lead(**more: object) -> str:
    usual = {
        "level": "AT_RISK",
        "today": TODAY,
        "target": date(2026, 3, 9),
        "end": date(2026, 3, 31),
        "claimed": 0.5,
        "spent": "4.8",
        "appetite": "6.0",
    }
    return lead_of(Figures(**(usual | more)))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {},
            (
                "50 % claimed with 4.8 of 6.0 months spent. "
                "At this pace it ends around 31 Mar, 22 days after the target."
            ),
        ),
        ({"claimed": None, "appetite": ""}, "At this pace it ends around 31 Mar, 22 days after the target."),
        ({"appetite": "", "target": None}, "50 % claimed. At this pace it ends around 31 Mar."),
        (
            {"level": "UNKNOWN", "end": None, "claimed": None},
            "No end can be told. 4.8 of 6.0 months spent. Unknown is not green.",
        ),
        ({"level": "LATE", "end": None, "claimed": None, "appetite": ""}, "No end can be told."),
    ],
)
def test_the_lead_says_the_numbers_that_matter(more, sentence):
    assert lead(**more) == sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [(9, "on the day of the target"), (10, "1 day after the target"), (1, "8 days before the target")],
)
def test_an_end_against_the_target(day, words):
    assert against(date(2026, 3, day), date(2026, 3, 9)) == words
