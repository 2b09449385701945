"""Addresses of lists that are only read."""

from django.urls import path

from milestones.views import roadmap_print, statement

patterns = [
    path("statements/", statement.statement_list, name="statement_list"),
    path("roadmap/print/", roadmap_print.roadmap_print, name="roadmap_print"),
]
