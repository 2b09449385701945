"""Addresses of tasks, handovers, sign-offs, weekly updates."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
