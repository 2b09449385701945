"""The beat's scheduler: it keeps its pace when the computer's clock is set back."""

import time
from typing import Any

from celery.beat import PersistentScheduler


class SteadyScheduler(PersistentScheduler):  # type: ignore[misc]  # Celery ships no stubs
    """Celery's own waits until the clock has caught up: an hour without jobs after a step of an hour."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._seen = 0.0
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Entries kept from an earlier run may lie in the future."""
        super().setup_schedule()
        self.forget_the_future()

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        if time.time() < self._seen:
            self.forget_the_future()
            self._heap = None
        self._seen = time.time()
        return super().tick(*args, **kwargs)

    def forget_the_future(self) -> None:
        """What ran later than now ran now: the next run is one period away."""
        for entry in self.schedule.values():
            now = entry.default_now()
            entry.last_run_at = min(entry.last_run_at, now)
