"""What the plan adds to the pages of every program: its lines of the side navigation,
and what a person who leaves hands over.
"""

from milestones.queries.holding import owned_by
from milestones.services.holding import give
from pm.registry import HOLDINGS, NAV, Holding, NavItem

NAV.add(
    "home",
    NavItem("", "Owed today", "program_home", "home", "VIEW", public_label="Home"),
)
NAV.add("roadmap", NavItem(group="", label="Roadmap", url_name="roadmap", icon="timeline", permission="VIEW"))
NAV.add(
    "deliverables",
    NavItem("Work", "Deliverables", "deliverable_list", "box", "VIEW", rank=1),
)
NAV.add(
    "features",
    NavItem(group="Evidence", label="Features", url_name="feature_list", icon="furps", permission="VIEW"),
)
NAV.add(
    "tracks",
    NavItem("Plan", "Tracks", "track_list", "board", "VIEW", rank=1),
)
NAV.add("ideas", NavItem("Plan", "Ideas", "idea_list", "flag", "VIEW", rank=2))
HOLDINGS.add("milestones", Holding("What the plan holds", owned_by, give))
