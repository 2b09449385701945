"""A pasted list of titles."""

from milestones.pure.titles import MOST, Title, checked, lines_of


def test_bullets_numbers_boxes_and_empty_lines_fall_away():
    text = "- One\n* [ ] Two\r\n\n  3. Three  and a bit\n[x] Four\n• 5 lamps\n10% less\n-\n"

    assert lines_of(text) == ["One", "Two", "Three and a bit", "Four", "5 lamps", "10% less", "-"]


def test_faults_say_what_is_wrong_with_a_title():
    found = checked(["Lamp", "lamp", "Old", "x" * 201], {"old": "D-7"})

    assert found == [
        Title("Lamp"),
        Title("lamp", "It stands twice in this list."),
        Title("Old", "There is D-7 of that title already."),
        Title("x" * 201, "201 letters; a title has at most 200. Shorten it."),
    ]


def test_a_list_is_cut_at_what_one_step_makes():
    assert len(checked([str(n) for n in range(MOST + 5)], {})) == MOST
