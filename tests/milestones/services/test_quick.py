"""Many rows from a list of titles."""

import pytest

from milestones.services import milestone, quick
from pm.errors import DomainError
from pm.models import ChangeSet
from tests.factories.actors import actor
from tests.factories.milestones import TrackFactory

pytestmark = pytest.mark.django_db


def test_several_are_one_change_set_one_is_none_and_none_is_refused():
    track = TrackFactory()
    program = track.program

    def make(title):
        return milestone.create(program=program, track=track, title=title, actor=actor())

    for titles in (["One"], ["Two", "Three"]):
        quick.add_all(program=program, titles=titles, make=make, what="milestones", actor=actor())

    with pytest.raises(DomainError, match="Write a title"):
        quick.add_all(program=program, titles=[], make=make, what="milestones", actor=actor())
    assert list(ChangeSet.objects.values_list("title", flat=True)) == ["Added 2 milestones"]
    assert list(track.milestones.order_by("number").values_list("title", flat=True)) == [
        "One",
        "Two",
        "Three",
    ]
