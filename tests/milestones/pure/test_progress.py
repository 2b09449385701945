"""Progress is a share of effort, and unknown without estimates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.pure.progress import WorkItem, measure


@pytest.mark.parametrize(
    ("items", "own", "percent", "blank"),
    [
        ([], None, None, 0),
        ([WorkItem("CLOSED", None)], None, None, 1),
        ([WorkItem("CLOSED", 10), WorkItem("PLANNED", 30)], None, 25, 0),
        ([WorkItem("CLOSED", 10), WorkItem("DROPPED", 90)], None, 100, 0),
        ([WorkItem("CLOSED", None), WorkItem("PLANNED", None)], 40, 50, 2),
        ([WorkItem("CLOSED", 10), WorkItem("PLANNED", None)], 40, 25, 1),
        ([WorkItem("CLOSED", 10), WorkItem("PLANNED", None)], 5, 100, 1),
    ],
)
def test_measure_by_effort(items, own, percent, blank):
    progress = measure(items, milestone_days=own)

    assert (progress.percent, progress.without_estimate) == (percent, blank)


def test_percent_text_of_the_unknown_is_a_dash():
    assert measure([]).percent_text == "–"


items = st.builds(
    WorkItem,
    st.sampled_from(["PLANNED", "IN_PROGRESS", "CLOSE_REQUESTED", "CLOSED", "DROPPED"]),
    st.none() | st.floats(0, 1000),
)


@given(st.lists(items, max_size=12), st.none() | st.floats(0, 5000))
def test_share_lies_between_nothing_and_all(rows, own):
    share = measure(rows, milestone_days=own).share

    assert share is None or 0 <= share <= 1 + 1e-9
