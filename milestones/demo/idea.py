"""What the people of the sample say of its ideas: votes, which goes before which, and one that goes again."""

from collections.abc import Iterator
from functools import partial

from milestones.models import Milestone
from milestones.services import idea, milestone, removal
from pm.actor import Actor
from pm.registry import Event
from pm.services.sample import Story

ATTACHMENTS, EDITING = "Attachments over 1 MB", "Edit a message within a minute"
TWIN = "Photographs of any size"
WAKING, ALARMS = "Wake a node from outside", "Alarms by text message"
VOTES = {
    ATTACHMENTS: (("MH", 9), ("CF", 7), ("NV", 6), ("HM", 7)),
    EDITING: (("MH", 3), ("NV", 5)),
    WAKING: (("AQ", 8), ("HM", 6), ("TM", 7)),
    "Keys in hardware": (("TM", 7), ("BT", 4)),
    ALARMS: (("GS", 8), ("MH", 5), ("BT", 6)),
}
BEFORE = (
    (ATTACHMENTS, EDITING, "Every crew sends photographs; two asked to edit."),
    (ALARMS, WAKING, "The harbour office needs it this winter, and it is a fifth of the effort."),
)


def tell(story: Story) -> Iterator[Event]:
    """People vote in the week after the last idea, then a manager says what goes first."""
    for title, votes in VOTES.items():
        for who, value in votes:
            yield Event(story.day(-1, 2), 10, who, partial(vote, story, title, who, value))
    for over, under, because in BEFORE:
        yield Event(story.day(-1, 3), 16, "JS", partial(prefer, story, over, under, because))
    yield Event(story.day(-1, 4), 9, "NV", partial(propose_twice, story))
    yield Event(story.day(-1, 4), 11, "JS", partial(delete_twin, story))


def vote(story: Story, title: str, who: str, value: int, actor: Actor) -> None:
    idea.vote(idea=story.rows["idea", title], user_id=story.people[who].pk, value=value, actor=actor)


def prefer(story: Story, over: str, under: str, because: str, actor: Actor) -> None:
    idea.prefer(over=story.rows["idea", over], under=story.rows["idea", under], because=because, actor=actor)


def propose_twice(story: Story, actor: Actor) -> None:
    """The same idea once more, in other words."""
    first = story.rows["idea", ATTACHMENTS]
    story.rows["idea", TWIN] = milestone.create(
        program=first.program, track=first.track, title=TWIN, status=Milestone.Status.IDEA, actor=actor
    )


def delete_twin(story: Story, actor: Actor) -> None:
    first = story.rows["idea", ATTACHMENTS]
    removal.delete(row=story.rows.pop(("idea", TWIN)), actor=actor, why=f"{first.key} is the same idea.")
