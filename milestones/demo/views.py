"""The views of lists that the manager of the sample shares."""

from collections.abc import Iterator
from functools import partial

from pm.actor import Actor
from pm.registry import Event
from pm.services import saved_view
from pm.services.sample import Story

SHARED = (
    ("roadmap", "Late or at risk", "view=table&health=LATE&health=AT_RISK"),
    ("risk_list", "By owner", "by=owner"),
)


def tell(story: Story) -> Iterator[Event]:
    """Shared after the first reviews of the half-year."""
    for page, name, query in SHARED:
        yield Event(story.day(-4, 1), 15, "JS", partial(share, story, page, name, query))


def share(story: Story, page: str, name: str, query: str, actor: Actor) -> None:
    saved_view.create(
        program=story.program,
        page=page,
        name=name,
        query=query,
        owner_id=story.people["JS"].pk,
        is_shared=True,
        actor=actor,
    )
