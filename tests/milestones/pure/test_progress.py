"""Progress is a share of effort, and unknown while the effort of one deliverable is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.pure.progress import WorkItem, measure


@pytest.mark.parametrize(
    ("items", "percent", "unknown"),
    [
        ([], None, 0),
        ([WorkItem("CLOSED", None)], None, 1),
        ([WorkItem("CLOSED", 0)], None, 0),
        ([WorkItem("CLOSED", 10), WorkItem("PLANNED", 30)], 25, 0),
        ([WorkItem("CLOSED", 10), WorkItem("DROPPED", 90)], 100, 0),
        ([WorkItem("CLOSED", 10), WorkItem("DROPPED", None)], 100, 0),
        ([WorkItem("CLOSED", 10), WorkItem("PLANNED", None)], None, 1),
    ],
)
def test_measure_by_effort(items, percent, unknown):
    progress = measure(items)

    assert (progress.percent, progress.unknown) == (percent, unknown)


items = st.builds(
    WorkItem,
    st.sampled_from(["PLANNED", "IN_PROGRESS", "CLOSE_REQUESTED", "CLOSED", "DROPPED"]),
    st.none() | st.floats(0, 1000),
)


@given(st.lists(items, max_size=12))
def test_share_lies_between_nothing_and_all(rows):
    share = measure(rows).share

    assert share is None or 0 <= share <= 1 + 1e-9
