import pytest

from milestones.exchange.tags import Tags, differs_by_one


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("shore", "shore", False),
        ("shorw", "shore", True),
        ("shor", "shore", True),
        ("sshore", "shore", True),
        ("hsore", "shore", False),
        ("", "a", True),
        ("ab", "abcd", False),
    ],
)
def test_differs_by_one_letter(one: str, other: str, *, expected: bool) -> None:
    assert differs_by_one(one, other) is expected
    assert differs_by_one(other, one) is expected


def test_tags_read_slips_and_pairs_and_leave_the_rest() -> None:
    tags = Tags([*["Shore"] * 5, "lamp", "lamp", "shorw", "lamp/shore", "app/chat", ""])

    assert tags.read("Shore") == ("Shore", "")
    assert tags.read("shorw")[0] == "shore"
    assert tags.read("lamp/shore") == (
        "lamp",
        "The tag “lamp/shore” names 2 subteams; the words are of lamp.",
    )
    assert tags.read("app/chat") == ("app/chat", "")
