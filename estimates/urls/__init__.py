"""Addresses under /<program>/."""

from estimates.urls import bets, forecast

urlpatterns = [*forecast.patterns, *bets.patterns]
