"""Addresses of the plan: my programs at the root, everything else under /<program>/."""

from django.urls import include, path

from milestones.urls import create, delivery, plan, reading, settings, spec, structure, timeline
from milestones.views import bulk, cells, home, line_cells, signoff_mine

urlpatterns = [
    path("", home.programs, name="programs"),
    path("signoffs/", signoff_mine.my_signoffs, name="my_signoffs"),
    path(
        "<slug:slug>/",
        include(
            [
                *plan.patterns,
                *create.patterns,
                *timeline.patterns,
                *structure.patterns,
                *delivery.patterns,
                *spec.patterns,
                *reading.patterns,
                *settings.patterns,
            ]
        ),
    ),
]
cells.register()  # what these addresses edit in place
line_cells.register()
bulk.register()  # and what of it many rows at once
