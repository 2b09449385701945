"""What the kernel adds to pages: its lines of the navigation, its settings, what people say about a thing."""

from pm.panels import nav, owed, past, talk

__all__ = ["nav", "owed", "past", "talk"]
