"""Routes of the settings."""

from tests.access.row import Row

POLICY: dict[str, Row] = {}
