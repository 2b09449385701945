"""A past day has the figures of that day: what was computed by its end, the newest of it the latest."""

from pm.registry import PAST, Past


def newest(column: str, milestone: str) -> str:
    """A column of the newest figures of a milestone that were made by the end of the day, in SQL."""
    return (
        f'(SELECT newest."{column}" FROM {{base}}"estimates_forecast" AS newest '  # noqa: S608  # our own names
        f'WHERE newest."milestone_id" = {{row}}."{milestone}" AND newest."made_at" < {{until}} '
        'ORDER BY newest."made_at" DESC, newest."id" DESC LIMIT 1)'
    )


PAST.add(
    "estimates.forecast",
    Past(
        columns={"is_latest": f'({{row}}."id" = {newest("id", "milestone_id")})'},
        where='{row}."made_at" < {until}',
    ),
)
PAST.add(
    "estimates.flag",
    Past(
        columns={"closed_at": 'CASE WHEN {row}."closed_at" < {until} THEN {row}."closed_at" END'},
        where='{row}."opened_at" < {until}',
    ),
)
# Written anew at every computation: those of an earlier day are not kept, and its pages say so.
PAST.add("estimates.flagreason", Past(where="1 = 0"))
PAST.add("estimates.riskreview", Past(where='{row}."reviewed_at" < {until}'))
# Pushed down to the milestone when they are computed. Whether a decision was owed is not kept.
PAST.add(
    "milestones.milestone",
    Past(
        columns={
            "health": f"COALESCE({newest('level', 'id')}, 'UNKNOWN')",
            "health_at": newest("made_at", "id"),
            "health_reason": "''",
            "rank_score": f"COALESCE({newest('rank_score', 'id')}, 0)",
            "decision_owed_on": "CAST(NULL AS date)",
            "decision_owed_reason": "''",
        }
    ),
)
