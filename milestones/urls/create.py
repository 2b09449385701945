"""Addresses of what is made quickly: lines at the end of a list, laundry lists, the order of rows."""

from django.urls import URLPattern, path

from milestones.views import duplicate, idea, quick, rank, removal

patterns: list[URLPattern] = [
    path("quick/<slug:noun>/", quick.quick_add, name="quick_add"),
    path("order/<slug:kind>/<int:pk>/", rank.rank_place, name="rank_place"),
    path("milestones/<str:key>/duplicate/", duplicate.milestone_duplicate, name="milestone_duplicate"),
    path("milestones/<str:key>/cycle/", duplicate.milestone_cycle, name="milestone_cycle"),
    path(
        "milestones/<str:key>/cycle/<int:cycle>/", duplicate.milestone_cycle_plan, name="milestone_cycle_plan"
    ),
    path("milestones/<str:key>/archive/", removal.milestone_archive, name="milestone_archive"),
    path("milestones/<str:key>/restore/", removal.milestone_restore, name="milestone_restore"),
    path("milestones/<str:key>/delete/", removal.milestone_delete, name="milestone_delete"),
    path("deliverables/<str:key>/delete/", removal.deliverable_delete, name="deliverable_delete"),
    path("tasks/<str:key>/delete/", removal.task_delete, name="task_delete"),
    path("ideas/", idea.idea_list, name="idea_list"),
    path("ideas/<str:key>/vote/", idea.idea_vote, name="idea_vote"),
    path("ideas/<str:key>/promote/", idea.idea_promote, name="idea_promote"),
    path("ideas/<str:key>/before/", idea.idea_prefer, name="idea_prefer"),
    path("ideas/<str:key>/edit/", idea.idea_edit, name="idea_edit"),
]
