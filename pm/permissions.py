"""Who may do what: a table of data. `pm.rules.can` reads it."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in a program. PUBLIC and INSTANCE are not stored: they follow from the request."""

    LEAD = "LEAD"
    MANAGER = "MANAGER"
    SUBTEAM_LEAD = "SUBTEAM_LEAD"
    MEMBER = "MEMBER"
    SERVICE = "SERVICE"
    STAKEHOLDER = "STAKEHOLDER"
    PUBLIC = "PUBLIC"
    INSTANCE = "INSTANCE"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]

    @classmethod
    def member_choices(cls) -> list[tuple[str, str]]:
        """The six roles a membership can hold."""
        return [(role.value, ROLE_LABELS[role]) for role in cls if role not in {cls.PUBLIC, cls.INSTANCE}]


ROLE_LABELS = {
    Role.LEAD: "Program lead",
    Role.MANAGER: "Program manager",
    Role.SUBTEAM_LEAD: "Subteam lead",
    Role.MEMBER: "Member",
    Role.SERVICE: "Service",
    Role.STAKEHOLDER: "Stakeholder",
    Role.PUBLIC: "Anyone",
    Role.INSTANCE: "Instance administrator",
}


class Permission(StrEnum):
    """A thing one may be allowed to do in a program."""

    VIEW = "VIEW"
    VIEW_INTERNAL = "VIEW_INTERNAL"
    VIEW_HISTORY = "VIEW_HISTORY"
    VIEW_JOBS = "VIEW_JOBS"
    EDIT_MILESTONE = "EDIT_MILESTONE"
    COMMIT_MILESTONE = "COMMIT_MILESTONE"
    START_MILESTONE = "START_MILESTONE"
    REVIEW_MILESTONE = "REVIEW_MILESTONE"
    ESTIMATE = "ESTIMATE"
    EDIT_DELIVERABLE = "EDIT_DELIVERABLE"
    WORK_ON_DELIVERABLE = "WORK_ON_DELIVERABLE"
    CLOSE_DELIVERABLE = "CLOSE_DELIVERABLE"
    ACCEPT_CLOSE = "ACCEPT_CLOSE"
    EDIT_FEATURE = "EDIT_FEATURE"
    LOG_EFFORT = "LOG_EFFORT"
    REVIEW_RISK = "REVIEW_RISK"
    RECOMPUTE = "RECOMPUTE"
    IMPORT = "IMPORT"
    MANAGE_PEOPLE = "MANAGE_PEOPLE"
    MANAGE_SETTINGS = "MANAGE_SETTINGS"
    COMMENT = "COMMENT"
    PROPOSE_IDEA = "PROPOSE_IDEA"
    RAISE_RISK = "RAISE_RISK"
    WRITE_TASK = "WRITE_TASK"
    WRITE_UPDATE = "WRITE_UPDATE"
    HAND_OVER = "HAND_OVER"
    SIGN_OFF = "SIGN_OFF"
    MAKE_CALL = "MAKE_CALL"
    EDIT_SPEC = "EDIT_SPEC"
    DECIDE = "DECIDE"
    PLACE_BET = "PLACE_BET"
    PLAN_CAPACITY = "PLAN_CAPACITY"
    VIEW_COSTS = "VIEW_COSTS"


P = Permission

# What changes nothing.
READING = frozenset({P.VIEW, P.VIEW_INTERNAL, P.VIEW_HISTORY, P.VIEW_JOBS, P.VIEW_COSTS})
READER = frozenset({P.VIEW})
INSIDER = READER | {P.VIEW_INTERNAL, P.VIEW_HISTORY, P.COMMENT, P.PROPOSE_IDEA}
SERVICE = INSIDER | {P.VIEW_JOBS, P.SIGN_OFF, P.HAND_OVER, P.RAISE_RISK}
WORKER = INSIDER | {
    P.VIEW_JOBS,
    P.WORK_ON_DELIVERABLE,
    P.LOG_EFFORT,
    P.WRITE_TASK,
    P.WRITE_UPDATE,
    P.HAND_OVER,
    P.RAISE_RISK,
}
TEAM_LEAD = WORKER | {
    P.ESTIMATE,
    P.START_MILESTONE,
    P.EDIT_DELIVERABLE,
    P.CLOSE_DELIVERABLE,
    P.RECOMPUTE,
    P.REVIEW_RISK,
    P.MAKE_CALL,
}
MANAGER = TEAM_LEAD | {
    P.EDIT_MILESTONE,
    P.COMMIT_MILESTONE,
    P.ACCEPT_CLOSE,
    P.EDIT_FEATURE,
    P.EDIT_SPEC,
    P.DECIDE,
    P.PLACE_BET,
    P.PLAN_CAPACITY,
    P.VIEW_COSTS,
    P.IMPORT,
    P.MANAGE_PEOPLE,
    P.MANAGE_SETTINGS,
    P.SIGN_OFF,
}
EVERYTHING = frozenset(Permission)

ROLES: dict[Role, frozenset[Permission]] = {
    Role.PUBLIC: READER,
    Role.STAKEHOLDER: INSIDER,
    Role.SERVICE: SERVICE,
    Role.MEMBER: WORKER,
    Role.SUBTEAM_LEAD: TEAM_LEAD,
    Role.MANAGER: MANAGER,
    Role.LEAD: EVERYTHING,
    Role.INSTANCE: EVERYTHING,
}

# Permissions that a subteam role holds only for its own subteams.
OWN_SUBTEAM_ONLY = frozenset(
    {
        P.WORK_ON_DELIVERABLE,
        P.CLOSE_DELIVERABLE,
        P.EDIT_DELIVERABLE,
        P.LOG_EFFORT,
        P.WRITE_UPDATE,
        P.HAND_OVER,
        P.SIGN_OFF,
    }
)
SUBTEAM_ROLES = frozenset({Role.SUBTEAM_LEAD, Role.MEMBER})
# A service person signs off and hands over for the subteams of their role; without one named, for any.
SERVICE_SUBTEAMS = frozenset({Role.SERVICE})


def who_may(permission: str) -> str:
    """The roles that hold a permission, in words."""
    names = [
        ROLE_LABELS[role].lower()
        for role, held in ROLES.items()
        if permission in held and role is not Role.INSTANCE
    ]
    return " or ".join(names)
