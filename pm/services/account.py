"""What a person sets for themselves: no program's history holds it."""

from pm.errors import DomainError
from pm.models import User


def choose_shortcuts(*, user: User, is_on: bool) -> None:
    """Let single keys act on the person's pages, or be letters only."""
    user.has_shortcuts = is_on
    user.save(update_fields=["has_shortcuts"])


def choose_theme(*, user: User, theme: str) -> None:
    """Set the theme the person's pages are drawn in."""
    if theme not in User.Theme.values:
        raise DomainError("There are three themes: as the system, light and dark.")
    user.theme = theme
    user.save(update_fields=["theme"])
