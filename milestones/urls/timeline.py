"""Addresses of what is done on the timeline."""

from django.urls import path

from milestones.views import reschedule

patterns = [path("roadmap/move/", reschedule.roadmap_move, name="roadmap_move")]
