"""The lists of the bet that can be saved as views."""

from pm.registry import LISTS, ListPage

for _route, _title in {"at_risk": "At risk", "bet_list": "Bets", "decision_list": "Decisions"}.items():
    LISTS.add(_route, ListPage(_title))
