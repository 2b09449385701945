"""Routes of the structure of a program."""

from tests.access.row import Row

POLICY: dict[str, Row] = {}
