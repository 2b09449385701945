"""The kernel's tables."""

from pm.models.change import Change, ChangeSet
from pm.models.import_identity import ImportIdentity
from pm.models.job import Heartbeat, JobRun
from pm.models.membership import Invitation, InvitationSubteam, Membership, MembershipSubteam
from pm.models.outbox import OutboxMail
from pm.models.program import KeySequence, Program
from pm.models.rule_setting import RuleSetting
from pm.models.subteam import Subteam
from pm.models.user import User

__all__ = [
    "Change",
    "ChangeSet",
    "Heartbeat",
    "ImportIdentity",
    "Invitation",
    "InvitationSubteam",
    "JobRun",
    "KeySequence",
    "Membership",
    "MembershipSubteam",
    "OutboxMail",
    "Program",
    "RuleSetting",
    "Subteam",
    "User",
]
