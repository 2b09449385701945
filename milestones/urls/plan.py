"""Addresses of the plan: home, roadmap, milestones, deliverables, features, subteams."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from milestones.views import (
    card,
    deliverable,
    deliverable_answer,
    deliverable_lines,
    deliverable_list,
    deliverable_record,
    deliverable_step,
    ending,
    feature,
    feature_record,
    home,
    milestone,
    milestone_edit,
    milestone_record,
    milestone_status,
    pin,
    plan_line,
    roadmap,
    roadmap_compare,
    team,
)


def under(prefix: str, *rows: tuple[str, Callable[..., HttpResponse], str]) -> list[URLPattern]:
    """Addresses below one address: the rest of the path, the view, the name."""
    return [path(f"{prefix}{rest}", view, name=name) for rest, view, name in rows]


patterns = [
    path("", home.program_home, name="program_home"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("roadmap/compare/", roadmap_compare.roadmap_compare, name="roadmap_compare"),
    path("milestones/new/", milestone_record.milestone_create, name="milestone_create"),
    path("milestones/<str:key>/", milestone.milestone_detail, name="milestone_detail"),
    path("milestones/<str:key>/target/", milestone_edit.milestone_target, name="milestone_target"),
    path("milestones/<str:key>/status/", milestone_status.milestone_status, name="milestone_status"),
    path("milestones/<str:key>/card/", card.milestone_card, name="milestone_card"),
    path("milestones/<str:key>/end/", ending.milestone_end, name="milestone_end"),
    path("milestones/<str:key>/owner/", milestone_edit.milestone_owner, name="milestone_owner"),
    path("milestones/<str:key>/value/", milestone_edit.milestone_value, name="milestone_value"),
    path("milestones/<str:key>/appetite/", milestone_edit.milestone_appetite, name="milestone_appetite"),
    path("milestones/<str:key>/start/", milestone_edit.milestone_start, name="milestone_start"),
    path("milestones/<str:key>/edit/", milestone_record.milestone_edit, name="milestone_edit"),
    path("milestones/<str:key>/plan/new/", plan_line.plan_create, name="milestone_plan_create"),
    path("milestones/<str:key>/plan/<str:period>/", plan_line.plan_edit, name="milestone_plan_edit"),
    path(
        "milestones/<str:key>/plan/<str:period>/remove/", plan_line.plan_remove, name="milestone_plan_remove"
    ),
    path("milestones/<str:key>/aims/new/", pin.aim_create, name="milestone_aim_create"),
    path("milestones/<str:key>/aims/<int:pk>/remove/", pin.aim_remove, name="milestone_aim_remove"),
    path("deliverables/", deliverable_list.deliverable_list, name="deliverable_list"),
    path("deliverables/new/", deliverable_record.deliverable_create, name="deliverable_create"),
    path(
        "milestones/<str:key>/deliverables/new/",
        deliverable_record.deliverable_create,
        name="milestone_deliverable_create",
    ),
    *under(
        "deliverables/<str:key>/",
        ("edit/", deliverable_record.deliverable_edit, "deliverable_edit"),
        ("move/", deliverable_record.deliverable_move, "deliverable_move"),
        ("card/", card.deliverable_card, "deliverable_card"),
        ("cut/", deliverable_record.deliverable_cut, "deliverable_cut"),
        ("criteria/new/", deliverable_lines.criterion_create, "deliverable_criterion_create"),
        ("criteria/<int:pk>/edit/", deliverable_lines.criterion_edit, "deliverable_criterion_edit"),
        ("criteria/<int:pk>/remove/", deliverable_lines.criterion_remove, "deliverable_criterion_remove"),
        ("checklist/new/", deliverable_lines.checklist_create, "deliverable_checklist_create"),
        ("checklist/<int:pk>/edit/", deliverable_lines.checklist_edit, "deliverable_checklist_edit"),
        ("checklist/<int:pk>/remove/", deliverable_lines.checklist_remove, "deliverable_checklist_remove"),
        ("promises/new/", pin.promise_create, "deliverable_promise_create"),
        ("promises/<int:pk>/", pin.promise_edit, "deliverable_promise_edit"),
    ),
    path("deliverables/<str:key>/", deliverable.deliverable_detail, name="deliverable_detail"),
    path("deliverables/<str:key>/step/", deliverable_step.deliverable_step, name="deliverable_step"),
    path(
        "deliverables/<str:key>/checklist/<int:pk>/",
        deliverable_answer.checklist_answer,
        name="checklist_answer",
    ),
    path(
        "deliverables/<str:key>/criteria/<int:pk>/",
        deliverable_answer.criterion_answer,
        name="criterion_answer",
    ),
    path("features/", feature.feature_list, name="feature_list"),
    path("features/new/", feature_record.feature_create, name="feature_create"),
    path("features/<slug:fslug>/edit/", feature_record.feature_edit, name="feature_edit"),
    path("features/<slug:fslug>/statements/new/", feature_record.statement_create, name="statement_create"),
    path("features/<slug:fslug>/<str:code>/state/", feature_record.statement_state, name="statement_state"),
    path("features/<slug:fslug>/", feature.feature_detail, name="feature_detail"),
    path("features/<slug:fslug>/<str:code>/", feature.statement_reword, name="statement_reword"),
    path("teams/<slug:tslug>/", team.subteam_detail, name="subteam_detail"),
]
