"""Addresses of tracks."""

from django.urls import URLPattern, path

from milestones.views import track

patterns: list[URLPattern] = [
    path("tracks/", track.track_list, name="track_list"),
    path("tracks/new/", track.track_create, name="track_create"),
    path("tracks/<slug:track>/edit/", track.track_edit, name="track_edit"),
    path("tracks/<slug:track>/archive/", track.track_archive, name="track_archive"),
    path("tracks/<slug:track>/restore/", track.track_restore, name="track_restore"),
]
