"""Routes of the specification."""

from tests.access.row import Row

POLICY: dict[str, Row] = {}
