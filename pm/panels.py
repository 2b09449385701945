"""What the kernel adds to the side navigation."""

from pm.registry import NAV, NavItem

NAV.add("people", NavItem("Program", "People", "people", "people", "MANAGE_PEOPLE"))
NAV.add("subteams", NavItem("Program", "Subteams", "subteam_list", "people", "VIEW"))
NAV.add("periods", NavItem("Program", "Periods", "period_list", "plan", "VIEW"))
NAV.add("history", NavItem("Program", "History", "history", "clock", "VIEW_HISTORY"))
NAV.add("jobs", NavItem("Program", "Jobs", "jobs", "update", "VIEW_JOBS"))
