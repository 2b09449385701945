"""What the people of the sample say of its ideas: votes, and which goes before which."""

from collections.abc import Iterator
from functools import partial

from milestones.services import idea
from pm.actor import Actor
from pm.registry import Event
from pm.services.sample import Story

ATTACHMENTS, EDITING = "Attachments over 1 MB", "Edit a message within a minute"
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


def vote(story: Story, title: str, who: str, value: int, actor: Actor) -> None:
    idea.vote(idea=story.rows["idea", title], user_id=story.people[who].pk, value=value, actor=actor)


def prefer(story: Story, over: str, under: str, because: str, actor: Actor) -> None:
    idea.prefer(over=story.rows["idea", over], under=story.rows["idea", under], because=because, actor=actor)
