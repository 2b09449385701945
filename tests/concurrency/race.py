"""Things done at the same moment, each on a connection of its own and guarded like the test's."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from pm.errors import DomainError
from tests.guard import guarding


def race(*doers: Callable[[], Any]) -> list[Any]:
    """What came of each: its answer, or the DomainError it was refused with. Anything else fails the test."""
    gate = threading.Barrier(len(doers))
    outcomes: list[Any] = [None] * len(doers)

    def work(index: int) -> None:
        gate.wait()
        try:
            with guarding():
                outcomes[index] = doers[index]()
        except DomainError as refusal:
            outcomes[index] = refusal
        except BaseException as error:  # noqa: BLE001 -- raised again by the test's own thread
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(doers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, DomainError):
            raise outcome
    return outcomes


def refused(outcomes: Sequence[Any], kind: type[DomainError] = DomainError) -> int:
    """How many were refused so."""
    return sum(isinstance(outcome, kind) for outcome in outcomes)
