"""Who writes in a test."""

from datetime import UTC, datetime

from pm.actor import Actor, Source
from pm.models import User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def actor(user: User | None = None, *, moment: datetime = NOW) -> Actor:
    """A person at a page, on Monday 2 March 2026 unless said otherwise."""
    return Actor(
        name=str(user) if user else "system",
        moment=moment,
        today=moment.date(),
        source=Source.PAGE,
        user_id=user.pk if user else None,
        request_id="test-request",
    )
