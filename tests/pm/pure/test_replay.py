"""Rows of a past day: what is taken back, what is told again."""

from datetime import date

from pm.pure.replay import Step, Then, replay

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)


def step(kind, on, object_id=1, name="title", before=None, after=None, payload=None):
    return Step(kind, "plan.row", object_id, name, before, after, payload, on)


def test_a_later_edit_is_taken_back_to_what_it_found():
    told = [step("UPDATE", TUESDAY, before="A", after="B"), step("UPDATE", FRIDAY, before="B", after="C")]

    assert replay(told, MONDAY) == {"plan.row": {1: Then(columns={"title": "A"})}}


def test_what_was_made_later_is_gone_and_what_was_deleted_later_is_whole():
    told = [
        step("CREATE", TUESDAY, 1, payload={"title": "New"}),
        step("UPDATE", TUESDAY, 2, before="Old", after="Changed"),
        step("DELETE", FRIDAY, 2, payload={"title": "Changed", "value": 3}),
    ]

    assert replay(told, MONDAY) == {
        "plan.row": {
            1: Then(is_there=False),
            2: Then(is_whole=True, columns={"title": "Old", "value": 3}),
        }
    }


def test_a_late_entry_holds_from_the_day_it_was_so():
    told = [step("UPDATE", FRIDAY, before="A", after="B"), step("UPDATE", MONDAY, before="B", after="C")]

    assert replay(told, TUESDAY) == {"plan.row": {1: Then(columns={"title": "C"})}}


def test_an_edit_of_a_row_that_was_not_there_yet_leaves_it_gone():
    told = [step("CREATE", FRIDAY, payload={"title": "A"}), step("UPDATE", MONDAY, before="A", after="B")]

    assert replay(told, TUESDAY) == {"plan.row": {1: Then(is_there=False)}}


def test_what_was_internal_at_any_time_since_stays_internal():
    told = [
        step("UPDATE", TUESDAY, 1, "is_internal", False, True),
        step("UPDATE", FRIDAY, 1, "is_internal", True, False),
        step("DELETE", FRIDAY, 2, payload={"is_internal": True}),
        step("CREATE", FRIDAY, 3, payload={"is_internal": True}),
    ]

    found = replay(told, MONDAY)["plan.row"]

    assert [found[pk].columns.get("is_internal") for pk in (1, 2, 3)] == [True, True, None]
