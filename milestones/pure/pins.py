"""Whether a pin still says what its statement says."""


def plain_words(text: str) -> str:
    """A text without what does not change its meaning: case, spacing, a last full stop."""
    return " ".join(text.split()).rstrip(".").casefold()


def has_drifted(*, pinned: int, revision: int, quoted: str, text: str, answered: int | None = None) -> bool:
    """The statement moved on since it was pinned, or the copied words are not its own.

    `answered` is the revision at which somebody said that the promise is kept or disputed as it stands: the
    pin drifts again once the statement moves on from there.
    """
    if answered == revision:
        return False
    return pinned != revision or (bool(quoted.strip()) and plain_words(quoted) != plain_words(text))
