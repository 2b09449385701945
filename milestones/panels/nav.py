"""What the plan adds to the pages of every program: its lines of the side navigation,
and what a person who leaves hands over.
"""

from milestones.queries.holding import owned_by
from milestones.services.holding import give
from pm.registry import HOLDINGS, NAV, Holding, NavItem

NAV.add(
    "home",
    NavItem("", "Owed today", "program_home", "home", "VIEW", public_label="Home", key="h"),
)
NAV.add("roadmap", NavItem("", "Roadmap", "roadmap", "timeline", "VIEW", key="r"))
NAV.add(
    "deliverables",
    NavItem("Work", "Deliverables", "deliverable_list", "box", "VIEW", rank=1, key="d"),
)
NAV.add(
    "features",
    NavItem("Evidence", "Features", "feature_list", "furps", "VIEW", key="f"),
)
NAV.add(
    "tracks",
    NavItem("Plan", "Tracks", "track_list", "board", "VIEW", rank=1, key="l"),
)
NAV.add("ideas", NavItem("Plan", "Ideas", "idea_list", "comment", "VIEW", rank=2, key="i"))
HOLDINGS.add("milestones", Holding("What the plan holds", owned_by, give))
