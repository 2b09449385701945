"""Whether a pin still says what its statement says."""


def plain_words(text: str) -> str:
    """A text without what does not change its meaning: case, spacing, a last full stop."""
    return " ".join(text.split()).rstrip(".").casefold()


def has_drifted(*, pinned: int, revision: int, quoted: str, text: str) -> bool:
    """The statement moved on since it was pinned, or the copied words are not its own."""
    return pinned != revision or (bool(quoted.strip()) and plain_words(quoted) != plain_words(text))
