"""Addresses of tracks."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
