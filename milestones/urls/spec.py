"""Addresses of risks, blockers, unknowns, dependencies and what a milestone specifies."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
