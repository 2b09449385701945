"""One row for every route of ours. A route without a row fails the build.

How an area adds its routes, in its own two modules only:
* here, in `<area>.py`: `POLICY: dict[str, Row]`, one row for each route name. A name given twice fails.
  `ALLOWED: dict[str, frozenset[str]]` adds a right that is no single permission
  (those stand in RIGHTS of tests.access.row).
* in `tests/access/worlds/<area>.py`: `extend(graph, mark)` makes one row of each of the area's nouns,
  every text starting with `mark`, keys numbered `graph.number`, and puts it into `graph.rows["risk"]`.
  `KEYS = {"risk": {"key": "risk.key", "pk": "risk.pk"}}` says what the parts of an address mean for routes
  whose name is "risk" or starts with "risk_" (the longest name wins, part by part).
  `FOREIGN = {"risk": ("risk.pk", "risk.key")}` says what `foreign` and `queries` of a Row try from outside.
  `INTERNAL = ("risk text",)` lists texts (after the mark) that nobody reads of an internal milestone.
* Run `pytest tests/access -k risk`: matrix, headers and public programs all take the new rows from here.
"""

from tests.access.policies import (
    bets,
    create,
    delivery,
    estimates,
    pages,
    plan,
    pm,
    search,
    settings,
    spec,
    structure,
    views,
)
from tests.access.row import RIGHTS, Row, joined

AREAS = (pm, plan, pages, delivery, estimates, structure, spec, bets, search, settings, views, create)
POLICY: dict[str, Row] = joined("POLICY", AREAS)
ALLOWED: dict[str, frozenset[str]] = joined("ALLOWED", AREAS, RIGHTS)
