import pytest

from pm.pure.search import entry_words, fold, marked, rank, snippet, typed_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zürich  ÀÉ\n", "zurich ae"),
        ("Straße", "strasse"),
        ("Łódź Øre", "lodz ore"),
        ("don’t 2026–27", "don't 2026-27"),
        ("ﬁne", "fine"),
        ("a\x00b\x1b[0m", "ab[0m"),
        ("\u200bzero", "zero"),
        ("  \t ", ""),
        ("日本 テスト", "日本 テスト"),
    ],
)
def test_folding_takes_case_accents_and_controls_away(text, expected):
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("Store store STORE mvp", ["store", "mvp"]),
        ("a b c d e f g h i j", list("abcdefgh")),
        ("x" * 10_240, ["x" * 200]),
        ("\x00\x01", []),
        ("100%_\\", ["100%_\\"]),
    ],
)
def test_typed_words_are_different_few_and_short(query, expected):
    assert typed_words(query) == expected


def test_an_entry_begins_with_key_and_title_and_says_no_word_twice():
    assert entry_words("M-3", "Relay", "the relay and the store") == ("m-3 relay\nthe relay and store", 9)


def test_an_entry_without_text_is_its_title():
    assert entry_words("", "Relay", "") == ("relay", 5)


def test_words_in_the_title_come_before_words_in_the_text():
    found = {"all in title": [1, 7], "nearer": [1, 4], "some": [3, 30], "none": [30, 40]}

    assert sorted(found, key=lambda name: rank(found[name], 20)) == ["all in title", "nearer", "some", "none"]


def test_hits_are_marked_as_they_are_written():
    assert marked("The Café’s café", ["cafe"]) == [
        ("The ", False),
        ("Café", True),
        ("’s ", False),
        ("café", True),
    ]


def test_hits_that_overlap_are_marked_once():
    assert marked("restore", ["store", "rest"]) == [("rest", True), ("ore", False)]


def test_a_snippet_is_cut_at_words_around_the_first_hit():
    text = f"{'before ' * 30}a **relay** of messages {'after ' * 60}"

    parts = snippet(text, ["relay"], around=20)

    assert parts == [
        ("… ", False),
        ("before before a ", False),
        ("relay", True),
        (" of messages after after after", False),
        (" …", False),
    ]


def test_a_text_without_the_word_has_no_snippet():
    assert snippet("Nothing here.", ["relay"]) == []
