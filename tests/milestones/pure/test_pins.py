import pytest

from milestones.pure.pins import has_drifted

TEXT = "Messages arrive in order."


@pytest.mark.parametrize(
    ("pinned", "revision", "quoted", "drifts"),
    [
        (1, 1, "", False),
        (1, 2, "", True),
        (1, 1, "messages  arrive in order", False),
        (1, 1, "Messages arrive.", True),
        (1, 1, "   ", False),
    ],
)
def test_a_pin_drifts_when_the_statement_or_its_copy_moved_on(pinned, revision, quoted, drifts):
    assert has_drifted(pinned=pinned, revision=revision, quoted=quoted, text=TEXT) is drifts


@pytest.mark.parametrize(("answered", "drifts"), [(None, True), (2, True), (3, False)])
def test_an_answered_drift_rests_until_the_statement_moves_on(answered, drifts):
    assert has_drifted(pinned=1, revision=3, quoted="", text=TEXT, answered=answered) is drifts
