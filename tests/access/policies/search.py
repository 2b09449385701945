"""Routes of the search."""

from tests.access.row import Row

POLICY: dict[str, Row] = {}
