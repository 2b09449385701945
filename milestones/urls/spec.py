"""Addresses of risks, blockers, unknowns, dependencies and what a milestone specifies."""

from django.urls import URLPattern, path

from milestones.views import blocker, dependency, risk, unknown

registers: list[URLPattern] = [
    path("risks/", risk.risk_list, name="risk_list"),
    path("risks/new/", risk.risk_create, name="risk_create"),
    path("risks/<str:key>/", risk.risk_detail, name="risk_detail"),
    path("risks/<str:key>/edit/", risk.risk_edit, name="risk_edit"),
    path("risks/<str:key>/step/", risk.risk_step, name="risk_step"),
    path("risks/<str:key>/review/", risk.risk_review, name="risk_review"),
    path("blockers/", blocker.blocker_list, name="blocker_list"),
    path("blockers/new/", blocker.blocker_create, name="blocker_create"),
    path("blockers/<str:key>/", blocker.blocker_detail, name="blocker_detail"),
    path("blockers/<str:key>/edit/", blocker.blocker_edit, name="blocker_edit"),
    path("blockers/<str:key>/step/", blocker.blocker_step, name="blocker_step"),
    path("unknowns/", unknown.unknown_list, name="unknown_list"),
    path("unknowns/new/", unknown.unknown_create, name="unknown_create"),
    path("unknowns/<str:key>/", unknown.unknown_detail, name="unknown_detail"),
    path("unknowns/<str:key>/edit/", unknown.unknown_edit, name="unknown_edit"),
    path("unknowns/<str:key>/step/", unknown.unknown_step, name="unknown_step"),
    path("dependencies/", dependency.dependency_list, name="dependency_list"),
    path("dependencies/new/", dependency.dependency_create, name="dependency_create"),
    path("dependencies/<str:key>/", dependency.dependency_detail, name="dependency_detail"),
    path("dependencies/<str:key>/edit/", dependency.dependency_edit, name="dependency_edit"),
    path("dependencies/<str:key>/step/", dependency.dependency_step, name="dependency_step"),
    path("dependencies/<str:key>/confirm/", dependency.dependency_confirm, name="dependency_confirm"),
    path("dependencies/<str:key>/doubt/", dependency.dependency_doubt, name="dependency_doubt"),
]
patterns: list[URLPattern] = [*registers]
