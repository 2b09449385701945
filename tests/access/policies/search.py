"""Routes of the search."""

from tests.access.row import Row

POLICY: dict[str, Row] = {
    "search": Row("VIEW", queries=("q",)),
    "search_palette": Row("VIEW", queries=("q",)),
    "search_all": Row("LOGGED_IN", queries=("q",)),
    "search_all_palette": Row("LOGGED_IN", queries=("q",)),
}
