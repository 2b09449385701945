import pytest

from milestones.exchange.names import Names, page_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example.org/x/1", "http://www.a.example.org/X/1/"),
        ("https://a.example.org/1#note-2", "https://a.example.org/1?tab=a"),
    ],
)
def test_page_of_two_links_to_one_page_is_one(one: str, other: str) -> None:
    assert page_of(one) == page_of(other)


def test_names_find_the_same_words_before_some_of_them() -> None:
    names = Names([("The Lamps of the Pier", "lamp"), ("Lamp", "other"), ("", "none")])

    assert names.same("lamp of piers") == {"lamp"}
    assert names.find("Pier lamps") == "lamp"
    assert names.find("Pier lamps in winter") == "lamp"
    assert names.find("Lamp in winter") is None
    assert names.same("") == set()
