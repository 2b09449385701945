"""The lists of the plan that can be saved as views."""

from pm.registry import LISTS, ListPage

for _route, _title in {
    "roadmap": "Roadmap",
    "idea_list": "Ideas",
    "deliverable_list": "Deliverables",
    "task_list": "Tasks",
    "handover_list": "Handovers",
    "risk_list": "Risks",
    "blocker_list": "Blockers",
    "unknown_list": "Unknowns",
    "dependency_list": "Dependencies",
    "statement_list": "Statements",
    "signoff_list": "Sign-off desk",
    "stakeholder_list": "Stakeholders",
    "track_list": "Tracks",
}.items():
    LISTS.add(_route, ListPage(_title))
