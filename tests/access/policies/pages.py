"""Routes of lists that are only read."""

from tests.access.row import Row

POLICY: dict[str, Row] = {
    "statement_list": Row("VIEW", queries=("q", "feature", "milestone")),
}
