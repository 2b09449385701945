"""Addresses of bets, decisions, capacity, effort and impact."""

from django.urls import URLPattern, path

from estimates.views import (
    allocation,
    baseline,
    bet,
    capacity,
    cost,
    decision,
    effort,
    impact,
    impact_cell,
    size,
)

patterns: list[URLPattern] = [
    path("bets/", bet.bet_list, name="bet_list"),
    path("bets/new/", bet.bet_create, name="bet_create"),
    path("bets/<str:key>/", bet.bet_detail, name="bet_detail"),
    path("bets/<str:key>/edit/", bet.bet_edit, name="bet_edit"),
    path("bets/<str:key>/place/", bet.bet_place, name="bet_place"),
    path("bets/<str:key>/midway/", bet.bet_midway, name="bet_midway"),
    path("bets/<str:key>/review/", bet.bet_review, name="bet_review"),
    path("bets/<str:key>/options/new/", bet.option_create, name="option_create"),
    path("bets/<str:key>/options/<int:pk>/", bet.option_edit, name="option_edit"),
    path("decisions/", decision.decision_list, name="decision_list"),
    path("decisions/new/", decision.decision_create, name="decision_create"),
    path("decisions/<str:key>/", decision.decision_detail, name="decision_detail"),
    path("decisions/<str:key>/withdraw/", decision.decision_withdraw, name="decision_withdraw"),
    path("milestones/<str:key>/decide/", decision.milestone_decide, name="milestone_decide"),
    path("milestones/<str:key>/baseline/", baseline.milestone_baseline, name="milestone_baseline"),
    path("milestones/<str:key>/allocations/", allocation.milestone_allocations, name="milestone_allocations"),
    path("capacity/", capacity.capacity_home, name="capacity_home"),
    path("capacity/absences/new/", capacity.absence_create, name="absence_create"),
    path("capacity/absences/<int:pk>/", capacity.absence_edit, name="absence_edit"),
    path("capacity/absences/<int:pk>/remove/", capacity.absence_remove, name="absence_remove"),
    path("capacity/allocations/new/", allocation.allocation_create, name="allocation_create"),
    path("capacity/allocations/<int:pk>/", allocation.allocation_edit, name="allocation_edit"),
    path("capacity/allocations/<int:pk>/remove/", allocation.allocation_remove, name="allocation_remove"),
    path("capacity/sizes/", size.size_edit, name="size_edit"),
    path("capacity/<str:period>/", capacity.capacity_list, name="capacity_list"),
    path("capacity/<str:period>/<slug:tslug>/", capacity.capacity_edit, name="capacity_edit"),
    path("capacity/<str:period>/<slug:tslug>/cost/", cost.cost_edit, name="cost_edit"),
    path("costs/<str:period>/", cost.cost_list, name="cost_list"),
    path("effort/", effort.effort_list, name="effort_list"),
    path("effort/<str:week>/<slug:tslug>/", effort.effort_week, name="effort_week"),
    path("deliverables/<str:key>/effort/", effort.deliverable_log, name="deliverable_log"),
    path("milestones/<str:key>/metrics/new/", impact.metric_create, name="metric_create"),
    path("milestones/<str:key>/metrics/<int:pk>/", impact.metric_edit, name="metric_edit"),
    path("milestones/<str:key>/metrics/<int:pk>/remove/", impact.metric_remove, name="metric_remove"),
    path(
        "milestones/<str:key>/metrics/<int:pk>/observe/", impact.observation_create, name="observation_create"
    ),
    path("milestones/<str:key>/impact/", impact.impact_review, name="impact_review"),
]
impact_cell.register()  # what of it is edited in place
