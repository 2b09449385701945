"""Sections and menu lines of risks, blockers, unknowns, dependencies and the specification."""

from pm.registry import ACTIONS, NAV, Action, NavItem

NAV.add("risks", NavItem(group="Work", label="Risks", url_name="risk_list", icon="flag", permission="VIEW"))
ACTIONS.add("risk", Action("New risk", "risk_create", "RAISE_RISK"))
ACTIONS.add("blocker", Action("New blocker", "blocker_create", "RAISE_RISK"))
