"""Routes of the figures: estimates, effort, forecasts, what is at risk."""

from tests.access.row import Row

POLICY: dict[str, Row] = {
    "milestone_estimate": Row("ESTIMATE", "ESTIMATE", lambda graph: {"estimate": "90 d"}),
    "milestone_forecast": Row("VIEW"),
    "milestone_effort": Row("VIEW"),
    "deliverable_estimate": Row("ESTIMATE", "ESTIMATE", lambda graph: {"estimate": "9 d"}),
    "at_risk": Row("VIEW", queries=("track", "owner")),
    "at_risk_review": Row(None, "REVIEW_RISK"),
    "at_risk_recompute": Row(None, "RECOMPUTE"),
    "at_risk_progress": Row("VIEW"),
}
