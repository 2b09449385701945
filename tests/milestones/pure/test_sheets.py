"""How rows are laid on sheets: one while they can be read, then more, each with the heading of its lane."""

from milestones.pure.sheets import Entry, Sheet, lay_out


def rows(count, title="Store and forward", lanes=6):
    return [Entry(f"Lane {at * lanes // count}", title, "Ada Quill", "30 Sep, +42 d") for at in range(count)]


def test_letters_get_smaller_until_sixty_rows_fit_one_sheet():
    found = {count: lay_out(rows(count)) for count in (1, 12, 30, 60)}

    assert {count: (density.name, len(sheets)) for count, (density, sheets) in found.items()} == {
        1: ("l", 1), 12: ("l", 1), 30: ("m", 1), 60: ("s", 1),
    }  # fmt: skip


def test_long_titles_take_smaller_letters_and_then_more_sheets():
    assert lay_out(rows(60, title="x" * 80))[0].name == "xs"
    assert [len(lay_out(rows(60, title="x" * length))[1]) for length in (80, 200)] == [1, 6]


def test_more_rows_go_on_whole_sheets_in_their_order():
    density, sheets = lay_out(rows(130))

    assert density.name == "m"
    assert [one.start for one in sheets[1:]] == [one.end for one in sheets[:-1]]
    assert (sheets[0].start, sheets[-1].end, len(sheets)) == (0, 130, 4)


def test_nothing_is_one_empty_sheet():
    assert lay_out([])[1] == [Sheet(0, 0)]
