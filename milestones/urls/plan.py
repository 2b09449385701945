"""Addresses of the plan: home, roadmap, milestones, deliverables, features, subteams."""

from django.urls import path

from milestones.views import (
    deliverable,
    ending,
    feature,
    home,
    milestone,
    milestone_edit,
    milestone_record,
    milestone_status,
    roadmap,
    team,
)

patterns = [
    path("", home.program_home, name="program_home"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("milestones/new/", milestone_record.milestone_create, name="milestone_create"),
    path("milestones/<str:key>/", milestone.milestone_detail, name="milestone_detail"),
    path("milestones/<str:key>/target/", milestone_edit.milestone_target, name="milestone_target"),
    path("milestones/<str:key>/status/", milestone_status.milestone_status, name="milestone_status"),
    path("milestones/<str:key>/end/", ending.milestone_end, name="milestone_end"),
    path("milestones/<str:key>/owner/", milestone_edit.milestone_owner, name="milestone_owner"),
    path("milestones/<str:key>/value/", milestone_edit.milestone_value, name="milestone_value"),
    path("milestones/<str:key>/appetite/", milestone_edit.milestone_appetite, name="milestone_appetite"),
    path("milestones/<str:key>/start/", milestone_edit.milestone_start, name="milestone_start"),
    path("milestones/<str:key>/edit/", milestone_record.milestone_edit, name="milestone_edit"),
    path("deliverables/", deliverable.deliverable_list, name="deliverable_list"),
    path("deliverables/<str:key>/", deliverable.deliverable_detail, name="deliverable_detail"),
    path("deliverables/<str:key>/step/", deliverable.deliverable_step, name="deliverable_step"),
    path("deliverables/<str:key>/checklist/<int:pk>/", deliverable.checklist_answer, name="checklist_answer"),
    path("deliverables/<str:key>/criteria/<int:pk>/", deliverable.criterion_answer, name="criterion_answer"),
    path("features/", feature.feature_list, name="feature_list"),
    path("features/<slug:fslug>/", feature.feature_detail, name="feature_detail"),
    path("features/<slug:fslug>/<str:code>/", feature.statement_reword, name="statement_reword"),
    path("teams/<slug:tslug>/", team.subteam_detail, name="subteam_detail"),
]
