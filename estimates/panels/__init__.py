"""What the bet adds to pages, one module for each family of nouns."""

from estimates.panels import bets, forecast, lists, owed, past, settings

__all__ = ["bets", "forecast", "lists", "owed", "past", "settings"]
