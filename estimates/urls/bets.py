"""Addresses of bets, decisions, capacity, effort and impact."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
