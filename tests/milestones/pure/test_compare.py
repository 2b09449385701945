"""What differs between two plans: milestones, their fields, their deliverables."""

from datetime import date

import pytest

from milestones.pure.compare import (
    Changed,
    Difference,
    Kind,
    Plan,
    PlannedDeliverable,
    PlannedMilestone,
    compare,
    counts_by_track,
    standing,
)

AUG, SEP = date(2026, 8, 19), date(2026, 9, 30)


def milestone(number=1, status="COMMITTED", **fields):
    usual = {"track": "Store", "owner": "Ada", "target_on": AUG, "target_text": "19 Aug", "estimate": "4.0"}
    return PlannedMilestone(
        key=f"M-{number}", title=f"Title {number}", status=status, status_text=status.capitalize(),
        **{**usual, **fields},
    )  # fmt: skip


def part(number=1, milestone=1, status="PLANNED", due=AUG, **fields):
    return PlannedDeliverable(f"D-{number}", "Part", milestone, status, due, due.isoformat(), **fields)


def plan(*milestones, parts=()):
    return Plan(
        milestones={int(one.key[2:]): one for one in milestones},
        deliverables={int(one.key[2:]): one for one in parts},
    )


def told(before, after, reasons=None):
    return [
        (row.key, *(tuple(part for part in (one.kind, one.what, one.before, one.after, one.days, one.why)
                          if part not in ("", None)) for one in row.differences))
        for row in compare(before, after, reasons or {})
    ]  # fmt: skip


def test_the_same_plan_differs_in_nothing():
    same = plan(milestone(), parts=[part()])

    assert compare(same, same, {}) == []


def test_fields_of_a_milestone_are_told_in_one_order():
    after = milestone(
        status="SHELVED", owner="", target_on=SEP, target_text="30 Sep", estimate="6.0", parts={"value": "7"}
    )

    assert told(plan(milestone()), plan(after), {1: "Scope: More to do."}) == [
        (
            "M-1",
            (Kind.REMOVED, "from the plan", "Committed", "Shelved"),
            (Kind.MOVED, "target", "19 Aug", "30 Sep", 42, "Scope: More to do."),
            (Kind.ESTIMATED, "estimate", "4.0", "6.0"),
            (Kind.OWNED, "owner", "Ada"),
            (Kind.OTHER, "value", "7"),
        )
    ]


def test_added_and_removed_are_told_from_ideas_and_from_what_is_deleted():
    before = plan(milestone(1), milestone(2, "IDEA"), milestone(4, "IDEA"), milestone(5, "COMMITTED"))
    after = plan(milestone(2, "PROPOSED"), milestone(3), milestone(5, "IN_PROGRESS"))

    assert told(before, after) == [
        ("M-1", (Kind.REMOVED, "from the plan", "Committed", "deleted")),
        ("M-2", (Kind.ADDED, "to the plan", "Idea", "Proposed")),
        ("M-3", (Kind.ADDED, "to the plan", "Committed")),
        ("M-5", (Kind.STATUS, "status", "Committed", "In_progress")),
    ]


def test_scope_tells_what_came_went_closed_was_due_elsewhere_or_moved():
    before = plan(
        milestone(1), milestone(2),
        parts=[part(1), part(2), part(3), part(4), part(5, status="CLOSED"), part(6), part(7), part(9)],
    )  # fmt: skip
    after = plan(
        milestone(1), milestone(2),
        parts=[part(1, status="DROPPED"), part(2, status="CLOSED"), part(3, due=SEP), part(4, milestone=2),
               part(5), part(7, status="DROPPED", is_cut=True), part(8), part(9, milestone=3)],
    )  # fmt: skip

    assert told(before, after) == [
        (
            "M-1",
            (Kind.SCOPE, "D-1 Part: dropped", "2026-08-19"),
            (Kind.SCOPE, "D-2 Part: closed"),
            (Kind.SCOPE, "D-3 Part: due", "2026-08-19", "2026-09-30", 42),
            (Kind.SCOPE, "D-4 Part: moved to M-2"),
            (Kind.SCOPE, "D-5 Part: reopened"),
            (Kind.SCOPE, "D-6 Part: deleted", "2026-08-19"),
            (Kind.SCOPE, "D-7 Part: cut to the laundry list", "2026-08-19"),
            (Kind.SCOPE, "D-8 Part: added", "2026-08-19"),
            (Kind.SCOPE, "D-9 Part: moved to another milestone"),
        ),
        ("M-2", (Kind.SCOPE, "D-4 Part: moved here from M-1")),
    ]


def test_counts_are_milestones_not_changes():
    def row(track, *kinds):
        return Changed("M-1", "", track, True, tuple(Difference(kind, "") for kind in kinds))

    rows = [row("A", Kind.SCOPE, Kind.SCOPE), row("A", Kind.SCOPE, Kind.MOVED), row("B", Kind.ADDED)]

    assert counts_by_track(rows) == [("A", {Kind.SCOPE: 2, Kind.MOVED: 1}), ("B", {Kind.ADDED: 1})]


@pytest.mark.parametrize(
    ("moves", "takes_back", "left"),
    [
        ([1, 2], {}, {1, 2}),
        ([1, 2, 3], {2: 1}, {3}),  # a move and its undo say nothing
        ([1, 2, 3], {2: 1, 3: 2}, {1}),  # the undo was undone: the move holds again
        ([2], {3: 2}, set()),
    ],
)
def test_moves_that_still_hold(moves, takes_back, left):
    assert standing(moves, takes_back) == left
