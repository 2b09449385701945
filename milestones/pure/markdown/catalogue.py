"""Finds what a link or a title means: the files of a source and the features among them."""

import posixpath
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

from milestones.pure.markdown.document import FeatureDoc, StatementDoc
from milestones.pure.markdown.words import slug


class Catalogue:
    """The features of a program by path and title, and every file a link may lead to."""

    def __init__(self, features: Iterable[FeatureDoc], paths: Iterable[str]) -> None:
        self._features = {feature.path: feature for feature in features}
        self._paths = frozenset(paths)
        self._statements = {
            (feature.path, statement.letter, statement.number): statement
            for feature in self._features.values()
            for statement in feature.statements
        }
        titles = {feature.path: slug(feature.title) for feature in self._features.values()}
        times = Counter(titles.values())
        self._by_title = {title: path for path, title in titles.items() if times[title] == 1}

    def resolve(self, target: str, base: str) -> str | None:
        """The file a link in `base` leads to, root-absolute or relative; None outside the source."""
        if "://" in target or target.startswith(("mailto:", "#")):
            return None
        bare = unquote(target.split("#", 1)[0].split("?", 1)[0])
        joined = bare.lstrip("/") if bare.startswith("/") else posixpath.join(posixpath.dirname(base), bare)
        path = posixpath.normpath(joined)
        for candidate in (path, f"{path}.md"):
            if candidate in self._paths:
                return candidate
        return None

    def feature(self, path: str | None) -> FeatureDoc | None:
        return None if path is None else self._features.get(path)

    def feature_titled(self, title: str) -> str | None:
        """The path of the only feature with this title."""
        return self._by_title.get(slug(title))

    def statement(self, path: str | None, letter: str, number: int) -> StatementDoc | None:
        return None if path is None else self._statements.get((path, letter, number))
