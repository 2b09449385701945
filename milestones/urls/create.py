"""Addresses of what is made quickly: lines at the end of a list, laundry lists, the order of rows."""

from django.urls import URLPattern, path

from milestones.views import idea, quick, rank

patterns: list[URLPattern] = [
    path("quick/<slug:noun>/", quick.quick_add, name="quick_add"),
    path("order/<slug:kind>/<int:pk>/", rank.rank_place, name="rank_place"),
    path("ideas/", idea.idea_list, name="idea_list"),
    path("ideas/<str:key>/vote/", idea.idea_vote, name="idea_vote"),
    path("ideas/<str:key>/promote/", idea.idea_promote, name="idea_promote"),
    path("ideas/<str:key>/before/", idea.idea_prefer, name="idea_prefer"),
    path("ideas/<str:key>/edit/", idea.idea_edit, name="idea_edit"),
]
