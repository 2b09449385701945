"""Routes of the structure of a program: the program itself, periods, tracks, subteams, roles."""

from typing import Any

from tests.access.graph import Graph
from tests.access.row import Row

REFUSED = frozenset({409})  # what the row holds or is named by keeps it


def seen(row: Any, *names: str, **typed: Any) -> dict[str, Any]:
    """What an edit form posts: the row as it stands with what was typed, and what was seen."""
    now = {name: getattr(row, name) for name in names}
    now = {name: "" if value is False else value for name, value in now.items()}
    return {**now, **typed, **{f"base_{name}": value for name, value in now.items()}}


def program(graph: Graph) -> dict[str, Any]:
    names = ("name", "zone", "days_per_month", "update_weekday", "is_public")
    return seen(graph.program, *names, days_per_month=19)


def subteam(graph: Graph) -> dict[str, Any]:
    return seen(graph.team, "name", "code", "kind", "rank", rank=7)


POLICY: dict[str, Row] = {
    "program_edit": Row("MANAGE_SETTINGS", "MANAGE_SETTINGS", program),
    "period_list": Row("VIEW"),
    "period_create": Row("MANAGE_SETTINGS", "MANAGE_SETTINGS", lambda graph: {"code": "2031H1"}),
    "period_edit": Row(
        "MANAGE_SETTINGS",
        "MANAGE_SETTINGS",
        lambda graph: seen(graph.period, "goal", "is_closed", goal="More."),
    ),
    "track_list": Row("VIEW", queries=("q",)),
    "track_create": Row("EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"name": "New", "rank": 1}),
    "track_edit": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: seen(graph.track, "name", "description", "rank", rank=7),
    ),
    "track_archive": Row(None, "EDIT_MILESTONE", statuses=REFUSED),
    "track_restore": Row(None, "EDIT_MILESTONE"),
    "subteam_list": Row("VIEW"),
    "subteam_create": Row(
        "MANAGE_PEOPLE",
        "MANAGE_PEOPLE",
        lambda graph: {"name": "New", "slug": "fresh", "code": "NW", "kind": "QA", "rank": 1},
    ),
    "subteam_edit": Row("MANAGE_PEOPLE", "MANAGE_PEOPLE", subteam),
    "subteam_archive": Row(None, "MANAGE_PEOPLE"),
    "subteam_restore": Row(None, "MANAGE_PEOPLE", statuses=REFUSED),
    "subteam_remove": Row(None, "MANAGE_PEOPLE", statuses=REFUSED),
    "member_edit": Row(
        "MANAGE_PEOPLE",
        "MANAGE_PEOPLE",
        lambda graph: {
            **seen(graph.membership, "role", role="MEMBER"),
            "subteams": [graph.team.slug],
            "base_subteams": "",
        },
        foreign=("subteams",),
    ),
}
