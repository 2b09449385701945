import pytest

from milestones.services import track as tracks
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_track_has_a_short_name_of_its_own():
    program = ProgramFactory()
    tracks.create(program=program, slug="core", name="Core", actor=actor())
    tracks.create(program=ProgramFactory(), slug="core", name="Core", actor=actor())

    with pytest.raises(DomainError, match="There is a track “core” already.") as refused:
        tracks.create(program=program, slug="core", name="Again", actor=actor())
    assert refused.value.field == "slug"
    with pytest.raises(DomainError, match="slug cannot be edited here"):
        tracks.edit(track=TrackFactory(), changes={"slug": "x"}, actor=actor())


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 open milestone or idea"), (2, "2 open milestones and ideas")]
)
def test_a_track_is_archived_when_nothing_open_is_left(count, words):
    track = TrackFactory(name="Core")
    for _ in range(count):
        MilestoneFactory(program=track.program, track=track, status="IDEA")

    with pytest.raises(DomainError, match=f"Core holds {words}. Move or end them first, then archive it."):
        tracks.archive(track=track, actor=actor())


def test_an_archived_track_is_taken_into_use_again():
    track = TrackFactory()
    MilestoneFactory(program=track.program, track=track, status="DROPPED")

    archived = tracks.archive(track=track, actor=actor())

    assert (archived.is_archived, tracks.restore(track=track, actor=actor()).is_archived) == (True, False)
