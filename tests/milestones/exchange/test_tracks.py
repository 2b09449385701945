"""Tracks out of shared objectives."""

from milestones.exchange.tracks import tracks_of


def test_tracks_of_longer_objective_belongs_to_the_one_it_begins_with() -> None:
    found = tracks_of(["Safe Harbours", "Safe Harbours: Memory", "safe harbours via paper"])

    assert found == {
        "Safe Harbours": "Safe Harbours",
        "Safe Harbours: Memory": "Safe Harbours",
        "safe harbours via paper": "Safe Harbours",
        "": "Roadmap",
    }


def test_tracks_of_objective_of_one_milestone_is_the_roadmap() -> None:
    assert tracks_of(["Growth", "", ""]) == {"Growth": "Roadmap", "": "Roadmap"}


def test_tracks_of_same_objective_spelled_twice_is_one_track() -> None:
    assert tracks_of(["Growth.", "growth"]) == {"Growth.": "growth", "growth": "growth", "": "Roadmap"}


def test_tracks_of_words_not_letters_begin_an_objective() -> None:
    assert tracks_of(["Grow", "Growth", "Grow"]) == {"Grow": "Grow", "Growth": "Roadmap", "": "Roadmap"}
