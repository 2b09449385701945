"""Every rule with its default weight and threshold, in one place. A program may set its own (RuleSetting)."""

from estimates.pure import rules_care, rules_date, rules_effort, rules_way
from estimates.pure.finding import RuleRow

MILESTONES = "DESIGN §2, milestone rules"
LEVELS = "DESIGN §4, level"

RULE_ROWS: tuple[RuleRow, ...] = (
    RuleRow("target_passed", "Target passed", "AT_RISK", 0, "days", LEVELS, "milestone_target",
            rules_date.target_passed),
    RuleRow("deliverables_overdue", "Many of the deliverables overdue", "AT_RISK", 0.333, "share", LEVELS,
            "deliverable_detail", rules_date.deliverables_overdue, covers="deliverable_overdue"),
    RuleRow("effort_against_pace", "Effort left is far beyond the pace", "AT_RISK", 1.5, "times", LEVELS,
            "milestone_estimate", rules_date.effort_against_pace, covers="effort_near_pace"),
    RuleRow("effort_near_pace", "Effort left is at the limit of the pace", "WATCH", 1.0, "times", LEVELS,
            "milestone_estimate", rules_date.effort_near_pace),
    RuleRow("deliverable_overdue", "A deliverable is overdue", "WATCH", 1, "deliverables", LEVELS,
            "deliverable_detail", rules_date.deliverable_overdue),
    RuleRow("decision_owed", "A decision is owed", "WATCH", 1.0, "times", "DESIGN §1, circuit breaker",
            "milestone_decide", rules_effort.decision_owed),
    RuleRow("appetite_spent", "Spent above the appetite", "WATCH", 1.0, "times", MILESTONES,
            "milestone_detail", rules_effort.appetite_spent),
    RuleRow("scope_grown", "Scope grew since commitment", "WATCH", 0.1, "share", LEVELS,
            "milestone_detail", rules_effort.scope_grown),
    RuleRow("estimate_overrun", "Estimate overrun, not re-estimated", "WATCH", 1.0, "times", LEVELS,
            "estimate", rules_effort.estimate_overrun),
    RuleRow("overbooked", "A subteam is allocated beyond its capacity", "WATCH", 1.0, "times", LEVELS,
            "milestone_allocations", rules_effort.overbooked),
    RuleRow("target_pushed", "Target pushed repeatedly", "WATCH", 2, "pushes", LEVELS, "milestone_target",
            rules_date.target_pushed),
    RuleRow("no_update", "No update for long", "WATCH", 21, "days", LEVELS, "milestone_updates",
            rules_care.no_update),
    RuleRow("blocked", "Blocked for long", "WATCH", 7, "days", LEVELS, "blocker_detail", rules_way.blocked),
    RuleRow("dependency_unconfirmed", "An external dependency is near and not confirmed", "WATCH", 28, "days",
            MILESTONES, "dependency_detail", rules_way.dependency_unconfirmed),
    RuleRow("no_date", "No target date", "WATCH", 0, "", MILESTONES, "milestone_target",
            rules_date.no_date, blinds=True),
    RuleRow("no_estimate", "No estimate", "WATCH", 0, "estimates", MILESTONES, "estimate",
            rules_effort.no_estimate, blinds=True),
    RuleRow("no_owner", "No owner", "WATCH", 0, "", MILESTONES, "milestone_owner", rules_care.no_owner),
    RuleRow("deliverable_without_subteam", "A deliverable without accountable subteam", "WATCH", 1,
            "deliverables", MILESTONES, "deliverable_detail", rules_care.deliverable_without_subteam),
    RuleRow("risk_unreviewed", "A risk that nobody reviewed for long", "INFO", 4, "weeks",
            "DESIGN §1, risks", "risk_detail", rules_way.risk_unreviewed),
    RuleRow("no_pace", "No pace to project an end with", "INFO", 0, "person-days", LEVELS,
            "milestone_estimate", rules_date.no_pace, blinds=True),
    RuleRow("deliverable_without_estimate", "A deliverable without estimate of its own", "INFO", 1,
            "deliverables", MILESTONES, "deliverable_estimate", rules_effort.deliverable_without_estimate),
    RuleRow("effort_missing", "Closed work without effort", "INFO", 1, "deliverables", LEVELS,
            "deliverable_detail", rules_effort.effort_missing),
)  # fmt: skip
