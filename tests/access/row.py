"""One route's row of the access matrix, and who holds which right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from tests.access.graph import (
    ACTORS,
    ANONYMOUS,
    DEACTIVATED,
    INSTANCE,
    LEAD,
    LEAD_OTHER,
    LEAD_OWN,
    MANAGER,
    MEMBER,
    SERVICE,
    STRANGER,
    Graph,
)

# Who holds which right, written out by hand: the table in pm.permissions is what is under test.
INSIDERS = frozenset(ACTORS) - {ANONYMOUS, STRANGER, DEACTIVATED}
TEAM_LEADS = frozenset({LEAD_OWN, LEAD_OTHER, MANAGER, LEAD, INSTANCE})
OWN_TEAM_LEADS = TEAM_LEADS - {LEAD_OTHER}
MANAGERS = frozenset({MANAGER, LEAD, INSTANCE})
WORKERS = TEAM_LEADS | {MEMBER}
OWN_TEAM = OWN_TEAM_LEADS | {MEMBER}
RIGHTS: dict[str, frozenset[str]] = {
    "VIEW": INSIDERS,
    "VIEW_INTERNAL": INSIDERS,
    "VIEW_HISTORY": INSIDERS,
    "VIEW_JOBS": WORKERS | {SERVICE},
    "VIEW_COSTS": MANAGERS,
    "COMMENT": INSIDERS,
    "PROPOSE_IDEA": INSIDERS,
    "RAISE_RISK": WORKERS | {SERVICE},
    "WRITE_TASK": WORKERS,
    "WRITE_UPDATE": OWN_TEAM,
    "HAND_OVER": OWN_TEAM | {SERVICE},
    "SIGN_OFF": MANAGERS | {SERVICE},
    "MAKE_CALL": TEAM_LEADS,
    "LOG_EFFORT": OWN_TEAM,
    "RECOMPUTE": TEAM_LEADS,
    "REVIEW_RISK": TEAM_LEADS,
    "ESTIMATE": TEAM_LEADS,
    "EDIT_MILESTONE": MANAGERS,
    "STEP_MILESTONE": TEAM_LEADS,
    "START_MILESTONE": TEAM_LEADS,
    "COMMIT_MILESTONE": MANAGERS,
    "REVIEW_MILESTONE": frozenset({LEAD, INSTANCE}),
    "EDIT_FEATURE": MANAGERS,
    "EDIT_SPEC": MANAGERS,
    "DECIDE": MANAGERS,
    "PLACE_BET": MANAGERS,
    "PLAN_CAPACITY": MANAGERS,
    "WORK_ON_DELIVERABLE": OWN_TEAM,
    "CLOSE_DELIVERABLE": OWN_TEAM_LEADS,
    "ACCEPT_CLOSE": MANAGERS,
    "EDIT_DELIVERABLE": OWN_TEAM_LEADS,
    "IMPORT": MANAGERS,
    "MANAGE_PEOPLE": MANAGERS,
    "MANAGE_SETTINGS": MANAGERS,
    "INSTANCE": frozenset({INSTANCE}),
    "LOGGED_IN": frozenset(ACTORS) - {ANONYMOUS, DEACTIVATED},
    "ANYONE": frozenset(ACTORS),
}
DONE = frozenset({200, 201, 204, 302})


@dataclass(frozen=True)
class Row:
    """What one route asks of the one who knocks.

    `get` and `post` name a right, or None where the method is not offered (405). `data` builds a believable
    body; `foreign` names its keys that may be given another program's id or key, `queries` those of the
    address. A page with the right VIEW is read by anyone when the program is public.
    """

    get: str | None = "VIEW"
    post: str | None = None
    data: Callable[[Graph], dict[str, Any]] = lambda graph: {}
    foreign: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    statuses: frozenset[int] = field(default=DONE)


def joined(name: str, modules: Iterable[ModuleType], base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The tables of that name of all areas as one; a key that two of them give fails."""
    result = dict(base or {})
    for module in modules:
        table: dict[str, Any] = getattr(module, name, {})
        twice = sorted(result.keys() & table.keys())
        if twice:
            raise AssertionError(f"{module.__name__}.{name} gives again what stands elsewhere: {twice}")
        result |= table
    return result
