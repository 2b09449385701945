"""Addresses of the at-risk page, estimates and forecasts."""

from django.urls import path

from estimates.views import at_risk, estimate, estimate_cell, panel

patterns = [
    path("at-risk/", at_risk.at_risk, name="at_risk"),
    path("at-risk/review/", at_risk.at_risk_review, name="at_risk_review"),
    path("at-risk/recompute/", at_risk.at_risk_recompute, name="at_risk_recompute"),
    path("at-risk/progress/", at_risk.at_risk_progress, name="at_risk_progress"),
    path("milestones/<str:key>/estimate/", estimate.milestone_estimate, name="milestone_estimate"),
    path("milestones/<str:key>/forecast/", panel.milestone_forecast, name="milestone_forecast"),
    path("milestones/<str:key>/effort/", panel.milestone_effort, name="milestone_effort"),
    path("deliverables/<str:key>/estimate/", estimate.deliverable_estimate, name="deliverable_estimate"),
]
estimate_cell.register()  # what of it is edited in place
