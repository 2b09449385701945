"""Routes of bets, decisions and capacity."""

from tests.access.row import Row

POLICY: dict[str, Row] = {}
