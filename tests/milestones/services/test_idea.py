"""Votes, preferences, promotion and a proposer's corrections."""

import pytest

from milestones.models import IdeaVote, Preference
from milestones.services import idea as ideas
from milestones.services import rank, removal
from pm.errors import DomainError
from pm.models import Change
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def person(program):
    return member_of(program, Role.STAKEHOLDER)


@pytest.fixture
def pair(program):
    track = TrackFactory(program=program)
    return [
        MilestoneFactory(program=program, track=track, number=n, status="IDEA", value=value)
        for n, value in ((1, 9), (2, 3))
    ]


def test_a_vote_is_given_changed_and_taken_back(pair, person):
    for value in (7, 4, 4):
        ideas.vote(idea=pair[0], user_id=person.pk, value=value, actor=actor(person))
    assert list(IdeaVote.objects.values_list("value", flat=True)) == [4]
    ideas.vote(idea=pair[0], user_id=person.pk, value=None, actor=actor(person))

    assert ideas.vote(idea=pair[0], user_id=person.pk, value=None, actor=actor(person)) is None
    assert list(Change.objects.order_by("pk").values_list("kind", "subject")) == [
        ("CREATE", "M-1"), ("UPDATE", "M-1"), ("DELETE", "M-1"),
    ]  # fmt: skip


def test_a_preference_moves_the_idea_before_the_other_and_stays_on_record(pair):
    ideas.prefer(over=pair[1], under=pair[0], because=" It helps more. ", actor=actor())

    assert [one.key for one in rank.beside(pair[0])] == ["M-2", "M-1"]
    assert list(Preference.objects.values_list("because", flat=True)) == ["It helps more."]


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (lambda a, b: ideas.vote(idea=a, user_id=1, value=11, actor=actor()),
         "A vote is a whole number from 0 to 10."),
        (lambda a, b: ideas.prefer(over=a, under=a, because="x", actor=actor()),
         "An idea goes before another one. Choose which."),
        (lambda a, b: ideas.prefer(over=a, under=b, because=" ", actor=actor()),
         "Write in one sentence why it goes first."),
        (lambda a, b: ideas.correct(idea=a, changes={"owner": None}, actor=actor()),
         "Ask a program manager to change the rest."),
    ],
)  # fmt: skip
def test_refusals_say_what_to_do(pair, verb, sentence):
    with pytest.raises(DomainError) as refusal:
        verb(*pair)

    assert str(refusal.value) == sentence


def test_promoted_it_is_proposed_and_takes_no_votes_any_more(pair, person):
    row = ideas.promote(idea=pair[0], actor=actor())

    with pytest.raises(DomainError) as refusal:
        ideas.vote(idea=row, user_id=person.pk, value=3, actor=actor(person))
    assert (row.status, str(refusal.value)) == ("PROPOSED", "M-1 is proposed now: it is no idea any more.")


def test_what_is_archived_is_restored_first(pair, person):
    row = removal.archive(milestone=pair[0], actor=actor())

    for verb in (
        lambda: ideas.vote(idea=row, user_id=person.pk, value=3, actor=actor()),
        lambda: ideas.prefer(over=pair[1], under=row, because="It helps.", actor=actor()),
        lambda: ideas.promote(idea=row, actor=actor()),
    ):
        with pytest.raises(DomainError, match="M-1 is archived. Restore it first."):
            verb()
